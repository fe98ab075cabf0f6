#!/usr/bin/env python3
"""Runs the tests of the page: all of them, each file in a process of its own, or those whose names are given.

Of a whole file, a few that fail beside the others are run once more. Where they pass they are called FLAKY, which is a defect to be mended.
"""
import pathlib
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))


MOST_FLAKY = 2


def play(names):
    result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromNames(names))
    return result.testsRun, [test.id() for test, _ in result.failures + result.errors], result.wasSuccessful()


def run(names):
    import browser

    count, failed, passed = play(names)
    if not passed and 0 < len(failed) <= MOST_FLAKY and not any("." in name for name in names):
        again, _, passed = play(failed)
        passed = passed and again == len(failed)
        if passed:
            print("!!! FLAKY, passed the second time: " + " ".join(failed), file=sys.stderr)
    browser.close_browser()
    return 0 if passed and count else 1


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
