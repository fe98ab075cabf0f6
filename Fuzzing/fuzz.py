#!/usr/bin/env python3
"""Runs libFuzzer on readers, one after the other, each from its kept corpus. Prints executions and coverage.

    fuzz.py FUZZ [--time 60] [--replay] TARGET…
"""
import argparse, os, re, shutil, subprocess, sys

here = os.path.dirname(os.path.abspath(__file__))
parser = argparse.ArgumentParser()
parser.add_argument("fuzz")
parser.add_argument("targets", nargs="+")
parser.add_argument("--time", type=int, default=60, help="seconds for each")
parser.add_argument("--replay", action="store_true", help="give the kept corpus alone")
options = parser.parse_args()
fuzz = os.path.abspath(options.fuzz)
work = os.path.join(os.path.dirname(os.path.dirname(fuzz)), "findings")
failed = False
for target in options.targets:
    kept = f"{here}/Corpus/{target}"
    # What it learns stays out of the repository, and is there for the next time.
    learnt = f"{work}/{target}"
    os.makedirs(learnt, exist_ok=True)
    if options.replay:
        what = [f"{kept}/{name}" for name in sorted(os.listdir(kept))]
    else:
        what = [learnt, kept, f"-max_total_time={options.time}", "-max_len=4096", "-timeout=25", "-rss_limit_mb=4096"]
    command = [fuzz, *what, "-print_final_stats=1", f"-artifact_prefix={work}/{target}-"]
    environment = {**os.environ, "FUZZ": target, "SWIFT_BACKTRACE": "enable=no", "ASAN_OPTIONS": "detect_leaks=1"}
    process = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    count = re.findall(r"stat::number_of_executed_units: *(\d+)", process.stdout) or [str(len(what))]
    coverage = re.findall(r"cov: (\d+) ft: (\d+)", process.stdout) or [("?", "?")]
    print(f"{target}: {count[-1]} executions, {coverage[-1][0]} edges, {coverage[-1][1]} features", flush=True)
    if process.returncode != 0:
        failed = True
        print(process.stdout[-3000:])
sys.exit(failed)
