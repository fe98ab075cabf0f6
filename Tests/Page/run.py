#!/usr/bin/env python3
"""Runs the tests of the page: all of them, each file in a process of its own, or those whose names are given."""
import pathlib
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))


def run(names):
    import browser

    result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromNames(names))
    browser.close_browser()
    return 0 if result.wasSuccessful() and result.testsRun else 1


def run_all():
    # They mostly wait: beside each other they take a third of the time.
    files = sorted(file.stem for file in HERE.glob("test_*.py"))
    started = [(name, subprocess.Popen([sys.executable, "-B", __file__, name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)) for name in files]
    failed = []
    for name, process in started:
        output, _ = process.communicate()
        print(f"== {name}\n{output}", flush=True)
        if process.returncode:
            failed.append(name)
    print("page: " + ("all of " + ", ".join(files) + " passed" if not failed else "failed: " + ", ".join(failed)))
    return 1 if failed else 0


sys.exit(run(sys.argv[1:]) if sys.argv[1:] else run_all())
