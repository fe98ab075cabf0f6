#!/usr/bin/env python3
"""Calls the API of a simulated show with everything that openapi.yaml allows, and much that it does not.

Usage: test_api.py SHOWCALLER FOLDER [EXAMPLES]. Needs schemathesis beside this Python; uses promtool where there is one.
Fails on an answer of 500 or more, on one that openapi.yaml does not say, and where anything happens without a token.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

showcaller, folder = sys.argv[1], sys.argv[2]
examples = sys.argv[3] if len(sys.argv) > 3 else "20"
here = os.path.dirname(os.path.abspath(__file__))
spec = os.path.join(here, "..", "..", "docs", "openapi.yaml")
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder + "/run", mode=0o700)
tokens = {"view": "view" * 4, "operate": "operate" * 3, "admin": "admin" * 4}
with open(os.open(folder + "/tokens", os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
    file.writelines(f"{role} {token} {role}\n" for role, token in tokens.items())
with open(folder + "/show.yaml", "w") as file:
    file.write("timeline: show\nsender: {id: host}\nrooms: {stage: {id: '1'}, lobby: {id: '2'}, everyone: [stage, lobby]}\n"
               "defaults: {rooms: everyone}\nmessages:\n"
               "  - {id: tick, every: 1s, from: 1s, text: 'tick {{ occurrence }}'}\n"
               "  - {id: offer, at: 2h, text: offer}\n")


class Show:
    """A simulated show that is served on a port of its own."""

    def __enter__(self):
        self.process = subprocess.Popen(
            [showcaller, "run", folder + "/show.yaml", "--simulate", "--start", "now", "--new", "--log-dir", folder + "/logs",
             "--listen", "127.0.0.1:0", "--tokens", folder + "/tokens"],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "XDG_RUNTIME_DIR": folder + "/run"})
        for line in self.process.stdout:
            found = re.match(r"page: (http://\S+)/$", line)
            if found:
                self.url = found[1]
                break
        # Nobody reads on: what cannot be written is dropped.
        os.set_blocking(self.process.stdout.fileno(), False)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def call(self, path, role=None, method="GET", body=None):
        request = urllib.request.Request(self.url + path, method=method, data=body)
        if role:
            request.add_header("Authorization", "Bearer " + tokens[role])
        if body:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def log(self):
        logs = sorted(os.listdir(folder + "/logs/rehearsals"), key=lambda name: os.path.getmtime(f"{folder}/logs/rehearsals/{name}"))
        with open([f"{folder}/logs/rehearsals/{name}" for name in logs if name.endswith(".jsonl")][-1]) as file:
            return [json.loads(line) for line in file]


def schemathesis(show, role, *more):
    command = [os.path.join(os.path.dirname(sys.executable), "schemathesis"), "run", spec, "--url", show.url,
               "--max-examples", examples,
               # The same calls each time, and all of them however slow the host is. A caller has twenty a second.
               "--generation-deterministic", "--rate-limit", "18/s", "--request-timeout", "60",
               # A stream has no end; a command that ends the run is called last, by hand.
               "--exclude-operation-id", "events", "--exclude-operation-id", "cancel", "--exclude-operation-id", "stop", *more]
    if role:
        command += ["--header", "Authorization: Bearer " + tokens[role]]
    return subprocess.run(command).returncode


def check(condition, words):
    if not condition:
        sys.exit("test-api: " + words)
    print("ok:", words)


with Show() as show:
    check(schemathesis(show, "admin", "--checks",
                       "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance") == 0,
          "answers are what openapi.yaml says")
    check(show.call("/v1/runs/show/cancel", "operate", "POST")[0] == 403, "an operator may not cancel")
    check(show.call("/v1/runs/show/cancel", "admin", "POST")[0] == 200, "an admin may cancel")

with Show() as show:
    time.sleep(2)
    before = [record for record in show.log() if record["event"] == "control"]
    schemathesis(show, None, "--checks", "not_a_server_error", "--phases", "fuzzing")
    status = 0
    for method, path in [("POST", "/v1/panic"), ("POST", "/v1/runs/show/cancel"), ("GET", "/v1/status"), ("GET", "/v1/events")]:
        status, _ = show.call(path, None, method)
        check(status in (401, 429), f"{method} {path} needs a token")
        status, _ = show.call(path, "view", method) if method == "POST" else (403, "")
        check(status == 403, f"{method} {path} needs a role")
    after = [record for record in show.log() if record["event"] == "control"]
    check(before == after, "nothing happened without a token")
    check(show.call("/healthz") == (200, "ok\n"), "the process is alive")
    promtool = shutil.which("promtool")
    if promtool:
        metrics = show.call("/metrics", "view")[1]
        found = subprocess.run([promtool, "check", "metrics"], input=metrics, text=True, capture_output=True)
        check(found.returncode == 0, "promtool finds nothing wrong with /metrics" + found.stdout + found.stderr)
    else:
        print("!!! promtool is not here (Debian: apt-get install prometheus): /metrics was not checked")
    show.call("/v1/runs/show/stop", "admin", "POST")
print("test-api passed")
