#!/usr/bin/env python3
"""Runs the tests of the page: all of them, or those whose names are given."""
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import browser  # noqa: E402

names = sys.argv[1:] or [file.stem for file in sorted(pathlib.Path(__file__).resolve().parent.glob("test_*.py"))]
result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromNames(names))
browser.close_browser()
sys.exit(0 if result.wasSuccessful() and result.testsRun else 1)
