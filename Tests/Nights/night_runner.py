"""Plays simulated nights of the engine by its tests, and reads which of them failed."""

import os
import re
import subprocess
import time

FAILED = re.compile(r"seed (\d+):\n(.*)")
PASSED = re.compile(r"Test run with [1-9]\d* tests? .*passed after")
# The whole of the nights: those that break a promise, and the calm ones that must be on time.
TESTS = "NightTests"


class Outcome:
    """What became of some nights.

    failures: seeds with the first line of what was wrong, in ascending order.
    crash: the end of the output where the tests did not come to their end, else None.
    """

    def __init__(self, nights, seconds, output, status):
        self.nights = nights
        self.seconds = seconds
        self.failures = sorted((int(seed), problem.strip()) for seed, problem in FAILED.findall(output))
        is_whole = bool(PASSED.search(output)) or "Test run with" in output
        self.crash = None if is_whole else output[-2000:]
        # Some other test of the suite failed: no seed is named.
        self.other = status != 0 and is_whole and not self.failures
        self.output = output


def play(flags, first, nights, cwd=None):
    """Plays `nights` nights from the seed `first` on, with what was built by `swift build` and the same flags."""
    environment = dict(
        os.environ, SHOWCALLER_ONLY="SchedulingTests", SHOWCALLER_FIRST_NIGHT=str(first), SHOWCALLER_NIGHTS=str(nights)
    )
    began = time.monotonic()
    process = subprocess.run(
        ["swift", "test", *flags, "--skip-build", "--disable-xctest", "--filter", TESTS],
        env=environment, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )
    return Outcome(nights, time.monotonic() - began, process.stdout, process.returncode)
