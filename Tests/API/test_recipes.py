#!/usr/bin/env python3
"""Tries what docs/recipes.md says of tools that are not on every host: DuckDB over real logs, and the requests of Companion's buttons.

Usage: test_recipes.py SHOWCALLER. Needs duckdb beside this Python.
"""
import collections
import glob
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import duckdb

SHOWCALLER = os.path.abspath(sys.argv[1])
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "recipes.md"), encoding="utf-8") as page:
    PAGE = page.read()
TOKEN = "operate" * 3


def check(condition, words):
    if not condition:
        sys.exit("test-recipes: " + words)
    print("ok:", words, flush=True)


def fence(words):
    return re.search(rf"```{words}\n(.*?)```", PAGE, re.S)[1]


def sql(folder, environment):
    with open(f"{folder}/night.yaml", "w", encoding="utf-8") as file:
        file.write(fence("yaml night.yaml"))
    results = collections.Counter()
    for seed in (7, 8):
        subprocess.run([SHOWCALLER, "rehearse", "night.yaml", "--seed", str(seed), "--fault", "104:lobby@4s", "--tell", "hold@2s", "--tell", "go@3s"],
                       cwd=folder, env=environment, stdout=subprocess.DEVNULL)
        # Two nights; the last line of the second is torn.
        log, = glob.glob(f"{folder}/runs/rehearsals/*.jsonl")
        night = f"night{seed}"
        with open(log, encoding="utf-8") as file:
            lines = [line.replace("night@", night + "@") for line in file]
        os.remove(log)
        records = [json.loads(line) for line in lines]
        results.update((record["run"], record["outcome"]) for record in records if record["event"] == "result")
        with open(f"{folder}/runs/{night}.jsonl", "w", encoding="utf-8") as file:
            file.writelines(lines + (['{"event":"result","outc'] if seed == 8 else []))
    here = os.getcwd()
    os.chdir(folder)
    rows = duckdb.sql(fence("sql")).fetchall()
    os.chdir(here)
    check({(run, outcome): count for run, outcome, count, _ in rows} == dict(results) and len(results) == 4, f"DuckDB counts what the logs say: {rows}")
    check(all(late is not None and 0 <= late < 1000 for *_, late in rows), "it knows how late they were")


def buttons(folder, environment):
    """Each button of the table, as the module sends it: by Node's client through got, with its headers and on a connection that stays."""
    rows = re.findall(r"^\| [^|]+ \| `(/v1/[^`]+)` \| `(\{.*?\})` \|$", PAGE, re.M)
    check(len(rows) >= 7, "the page has buttons")
    with open(f"{folder}/show.yaml", "w", encoding="utf-8") as file:
        file.write("timeline: show\nsender: {id: host}\ndefaults: {rooms: ['1']}\nmessages:\n"
                   "  - {id: winner, at: 0, hold: true, text: Now}\n  - {id: offer, at: 1h, text: Offer}\n  - {id: later, at: 2h, text: Later}\n")
    with open(os.open(f"{folder}/tokens", os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
        file.write(f"operate {TOKEN} Companion\n")
    process = subprocess.Popen([SHOWCALLER, "run", "show.yaml", "--simulate", "--start", "now", "--listen", "127.0.0.1:0", "--tokens", "tokens"],
                               cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        port, is_held = None, False
        for line in process.stdout:
            found = re.match(r"page: http://127.0.0.1:(\d+)/", line)
            port = int(found[1]) if found else port
            is_held = is_held or "before winner" in line
            # Which of the two is said first, nobody knows.
            if port and is_held:
                break
        check(port and is_held, "a show that holds is served")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

        def press(uri, body):
            connection.request("POST", uri, json.dumps(json.loads(body), separators=(",", ":")), {
                "user-agent": "got (https://github.com/sindresorhus/got)", "authorization": f"Bearer {TOKEN}", "content-type": "application/json",
                "accept-encoding": "gzip, deflate, br, zstd", "connection": "keep-alive"})
            answer = connection.getresponse()
            # The module reads the body as JSON, whatever the status.
            return answer.status, json.loads(answer.read())

        kinds = {(uri, body): None for uri, body in rows}
        for uri, body in sorted(kinds, key=lambda row: [name in row[0] + row[1] for name in ("panic", "fire", "skip", "shift", "/go", "hold")], reverse=False):
            status, answer = press(uri, body)
            # Whether there is something to be done depends on what was pressed before: then it says so.
            check(status == 200 and "message" in answer or status == 409 and answer["error"]["message"], f"POST {uri} {body}: {status} {json.dumps(answer)}")
            kinds[uri, body] = status
        check(sum(status == 200 for status in kinds.values()) >= 5, "most of them act")
        check(press("/v1/runs/current/cancel", "{}")[0] == 403, "a button's token cannot end the show")
        log, = glob.glob(f"{folder}/runs/rehearsals/*.jsonl")
        with open(log, encoding="utf-8") as file:
            controls = [record for record in map(json.loads, file) if record["event"] == "control" and record.get("by")]
        check(controls and all(record["by"] == "Companion" for record in controls), "the log says that it was Companion")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


with tempfile.TemporaryDirectory(prefix="recipes-") as folder:
    os.mkdir(f"{folder}/runtime", 0o700)
    environment = {**os.environ, "XDG_RUNTIME_DIR": f"{folder}/runtime", "SHOWCALLER_TEST_HOME": folder}
    sql(folder, environment)
    shutil.rmtree(f"{folder}/runs")
    buttons(folder, environment)
print("test-recipes passed")
