#!/usr/bin/env python3
"""Serves the page's files and plays made-up shows with the JSON and the events of the API, for states that are hard to make
for real: alarms, a lost connection, twenty thousand cues. Standard library only.

    Tests/Page/mock_server.py --port 8123 --scenario night      then open http://127.0.0.1:8123/

POST /mock changes what it plays, with a JSON object: role, account, network, log, clock_ahead_ms, rooms, late, stream ("open", "silent",
"down"), start_hold, advance_ms, answer_delay_ms, ended. GET /mock gives the posts it had.
"""
import argparse
import collections
import json
import pathlib
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import mock_show
from mock_show import rfc, wall

FILES = pathlib.Path(__file__).resolve().parents[2] / "Sources/ControlPage/Files"
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
CSP = ("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; "
       "form-action 'none'; frame-ancestors 'none'")
RANKS = {"view": 0, "operate": 1, "admin": 2}
NEEDS = {"cancel": "admin", "stop": "admin", "reload": "admin"}


class World:
    def __init__(self, scenario):
        self.lock = threading.Condition()
        self.role, self.stream, self.delay = "admin", "open", 0
        good = {"held": False, "reason": None, "since": None}
        self.account, self.network, self.log, self.ahead = dict(good), dict(good), {"blocked": False, "reason": None}, 0
        self.posts, self.seen, self.id = [], {}, 0
        self.ring = collections.deque(maxlen=240)
        self.told = {}
        self.runs = []
        night = lambda **more: mock_show.Run("bilingual-launch", "Lumen One launch · 新品发布之夜", mock_show.launch(), 570_000,
                                             inputs=[("winner", "Who won? 谁获奖了？", 60), ("code", "Tonight's code", 20)], **more)
        if scenario in ("night", "many"):
            self.runs.append(night())
        if scenario == "many":
            self.runs.append(mock_show.Run("lobby", "Lobby screen", mock_show.short("Lobby"), 100_000, zone="Europe/Berlin", mode="simulate"))
            self.runs.append(mock_show.Run("late-night", "The late night show with an exceptionally long title that does not fit", mock_show.short("Late"), -3_600_000, zone="America/New_York"))
            self.runs.append(mock_show.Run("matinee", "Matinée", mock_show.short("Matinée", gap=1, count=20), 60_000, zone="UTC"))
        if scenario == "large":
            self.runs.append(mock_show.Run("large", "A very long night", mock_show.large(), 5_000_000, zone="UTC"))
        threading.Thread(target=self.play, daemon=True).start()

    def record_count(self):
        return sum(len(run.records) for run in self.runs)

    def status(self):
        return {
            "now": rfc(wall()), "account": self.account, "network": self.network, "log": self.log, "clock_ahead_ms": self.ahead,
            "quota": {"rate": 100, "used": 0.34, "per_second": 34, "share": 1}, "runs": [run.json() for run in self.runs],
            "upcoming": [{"timeline": "friday", "start": rfc(wall() + 86_400_000)}],
        }

    def latest(self, count=50):
        return sorted((record for run in self.runs for record in run.records), key=lambda one: one["time"])[-count:]

    def play(self):
        """Four times a second: time passes, and what changed becomes an event."""
        sent_records = {}
        last = 0
        while True:
            with self.lock:
                for run in self.runs:
                    run.step()
                data, fresh = {"now": rfc(wall())}, []
                status = self.status()
                for name in ("account", "network", "log", "quota", "clock_ahead_ms", "upcoming"):
                    if self.told.get(name) != json.dumps(status[name]) and name != "upcoming":
                        self.told[name] = json.dumps(status[name])
                        data[name] = status[name]
                runs = []
                for run in status["runs"]:
                    key = json.dumps({k: v for k, v in run.items() if k not in ("now", "offset_ms", "ends")})
                    if self.told.get(run["run"]) != key:
                        self.told[run["run"]] = key
                        runs.append(run)
                for run in self.runs:
                    fresh += run.records[sent_records.get(run.id, 0) :]
                    sent_records[run.id] = len(run.records)
                if runs:
                    data["runs"] = runs
                if fresh:
                    data["records"] = fresh[-50:]
                if len(data) > 1 or time.monotonic() - last >= 0.9:
                    data["clocks"] = [{name: run[name] for name in ("run", "now", "offset_ms", "ends")} for run in status["runs"] if run["state"] in ("playing", "held")]
                    last = time.monotonic()
                    self.id += 1
                    self.ring.append((self.id, data))
                    self.lock.notify_all()
            time.sleep(0.25)

    def run(self, name):
        if name == "current":
            return self.runs[0]
        return next((run for run in self.runs if name in (run.id, run.timeline)), None)

    def command(self, run, verb, body, by):
        """(status, answer) of a command; the caller holds the lock."""
        error = lambda status, code, text: (status, {"error": {"code": code, "message": text}})
        done = lambda text, **more: (200, {"done": True, "message": text, **more})
        command = body.get("id")
        if verb == "hold":
            if run.hold:
                return 200, {"done": False, "message": f"{run.hold['name']} holds already"}
            run.begin_hold(wall(), by=by, command=command)
            return done(f"{run.hold['name']} holds")
        if verb == "go":
            if not run.hold or body.get("hold") not in (None, run.hold["name"]):
                return 200, {"done": False, "message": f"{body.get('hold')} does not hold"}
            if run.hold["input"] and run.missing(run.by_name[run.hold["before"]]):
                return error(409, "input_missing", f"set {run.hold['input']} first")
            name = run.hold["name"]
            run.end_hold(by, command)
            return done(f"{name} is let go")
        if verb == "shift":
            run.shift += body["by_ms"]
            run.control("shift", by, command, by_ms=body["by_ms"], shift_ms=run.shift)
            return done(f"moved by {body['by_ms'] / 1000:g} s")
        if verb == "set":
            one = next((one for one in run.inputs if one["name"] == body["name"]), None)
            if not one:
                return error(404, "no_input", f"no input {body['name']}")
            if len(body["value"].encode()) > one["max"]:
                return error(400, "too_long", f"{len(body['value'].encode())} of at most {one['max']} bytes")
            before, one["value"] = one["value"], body["value"]
            texts = [{"cue": cue.name, "rooms": rooms, "text": run.text(cue, text), "bytes": len(run.text(cue, text).encode())}
                     for cue in run.cues if cue.state == "planned" for rooms, text in cue.texts if f"‹{one['name']}›" in text]
            if body.get("check"):
                one["value"] = before
                return 200, {"done": False, "message": "this is what would go out", "texts": texts}
            run.control("set", by, command, name=body["name"], value=body["value"])
            if run.hold and run.hold["input"] == body["name"]:
                run.hold["input"] = None
            return done(f"{body['name']} is set", texts=texts)
        if verb in ("skip", "unskip", "fire", "again"):
            cue = run.by_name.get(body.get("cue", ""))
            if not cue:
                return error(404, "no_cue", f"no cue {body.get('cue')}")
            if verb == "again" and cue.outcomes.get("unknown") and not body.get("not_shown") and not body.get("room"):
                return error(409, "unknown", "nobody knows whether it was shown")
            run.control(verb, by, command, message=cue.message, occurrence=cue.occurrence, category=cue.category, rooms=[r for rooms, _ in cue.texts for r in rooms])
            if verb == "skip":
                cue.state = "skipped"
            elif verb == "unskip":
                cue.state = "planned"
            else:
                cue.fate = {}
                run.send(cue)
            return done({"skip": "is skipped", "unskip": "goes out again", "fire": "goes out now", "again": "goes out again"}[verb])
        if verb == "cancel":
            for cue in run.cues:
                if cue.state == "planned":
                    cue.state, cue.outcomes = "skipped", {"cancelled": sum(len(r) for r, _ in cue.texts)}
            run.state, run.hold = "ended", None
            run.control("cancel", by, command)
            return done("the run is cancelled")
        if verb == "stop":
            run.state, run.hold = "stopped", None
            run.control("shutdown", by, command)
            return done("the run is stopped")
        if verb == "reload":
            if body.get("apply"):
                run.control("reload", by, command, sha256="ab" * 32)
                return done("the script is read anew")
            diff = "~ 00:11:00  unveil  main-en\n    text      Here it is: [-Lumen-]{+Lumen One+}\n+ 00:12:30  encore  main-en, main-zh\n- 00:13:00  old  shop-en\n1 added, 1 removed, 1 changed, 46 the same"
            return 200, {"done": False, "message": "1 added, 1 removed, 1 changed", "diff": diff, "sha256": "ab" * 32}
        return error(404, "not_found", verb)

    def change(self, body):
        """What a test asks for."""
        now = rfc(wall())
        for name in ("account", "network"):
            if name in body:
                setattr(self, name, {"held": body[name] is not None, "reason": body[name], "since": now if body[name] else None})
        if "log" in body:
            self.log = {"blocked": body["log"] is not None, "reason": body["log"]}
        self.ahead = body.get("clock_ahead_ms", self.ahead)
        self.role = body.get("role", self.role)
        self.stream = body.get("stream", self.stream)
        self.delay = body.get("answer_delay_ms", self.delay)
        run = self.runs[0]
        run.trouble = body.get("rooms", run.trouble)
        run.late = body.get("late", run.late)
        if "advance_ms" in body:
            run.start -= body["advance_ms"]
            run.step(quietly=True)
        if body.get("ended"):
            for cue in run.cues:
                if cue.state == "planned":
                    run.send(cue)
            run.state, run.hold, run.first = "ended", None, len(run.cues)
            run.record("end")
        if body.get("start_hold"):
            cue = next(cue for cue in run.cues if cue.hold and cue.state == "planned")
            run.start -= max(0, cue.offset - run.offset() + 1)
            run.step()
        if "posts" in body:
            self.posts = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    world = None

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", len(data)), ("Content-Security-Policy", CSP), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")):
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        world, url = self.world, urllib.parse.urlsplit(self.path)
        path, query = url.path, dict(urllib.parse.parse_qsl(url.query))
        if path == "/mock":
            return self.answer(200, {"posts": world.posts})
        if path == "/" or path.startswith("/page/"):
            file = (FILES / ("index.html" if path == "/" else path[1:])).resolve()
            if FILES in file.parents and file.is_file():
                return self.answer(200, file.read_bytes(), TYPES[file.suffix])
            return self.answer(404, b"", "text/plain")
        if world.stream == "down":
            self.close_connection = True
            return None
        if world.role == "none":
            return self.answer(401, {"error": {"code": "unauthorized", "message": "no token"}})
        if path == "/v1/me":
            return self.answer(200, {"role": world.role, "name": "Ann", "version": "0.1.0"})
        if path == "/v1/events":
            return self.events()
        parts = path.split("/")
        if len(parts) == 5 and parts[2] == "runs":
            run = world.run(urllib.parse.unquote(parts[3]))
            if not run:
                return self.answer(404, {"error": {"code": "no_run", "message": "no such run"}})
            with world.lock:
                if parts[4] == "records":
                    return self.answer(200, {"records": run.records[-int(query.get("limit", 100)) :]})
                return self.answer(200, self.cues(run, query))
        return self.answer(404, {"error": {"code": "not_found", "message": path}})

    def cues(self, run, query):
        start, limit = query.get("from", "now"), min(500, int(query.get("limit", 50)))
        if start == "start":
            at = 0
        elif start == "now":
            at = next((i for i, cue in enumerate(run.cues) if cue.state in ("planned", "on_its_way")), len(run.cues))
        else:
            at = run.cues.index(run.by_name[start])
        page = run.cues[at : at + limit]
        more = run.cues[at + limit].name if at + limit < len(run.cues) else None
        return {"run": run.id, "now": rfc(wall()), "timezone": run.zone, "cues": [run.cue_json(cue) for cue in page], "more": more}

    def events(self):
        world = self.world
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

        def send(name, id, data):
            self.wfile.write(f"event: {name}\nid: {id}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode())
            self.wfile.flush()

        try:
            with world.lock:
                last = self.headers.get("Last-Event-ID", "").removeprefix("mock-")
                at = int(last) if last and last.isdigit() and world.ring and world.ring[0][0] <= int(last) + 1 and int(last) <= world.id else None
                if at is None:
                    at = world.id
                    first = {**world.status(), "records": world.latest()}
                else:
                    first = None
            if first:
                send("state", f"mock-{at}", first)
            while world.stream != "down" and world.role != "none":
                with world.lock:
                    world.lock.wait(1)
                    fresh = [one for one in world.ring if one[0] > at]
                if world.stream == "silent":
                    continue
                for at, data in fresh:
                    send("change", f"mock-{at}", data)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def do_POST(self):
        world = self.world
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        if self.path == "/mock":
            with world.lock:
                world.change(body)
            return self.answer(200, {})
        if world.stream == "down":
            self.close_connection = True
            return None
        if world.delay:
            time.sleep(world.delay / 1000)
        parts = [urllib.parse.unquote(part) for part in self.path.split("/")]
        verb = parts[-1]
        with world.lock:
            world.posts.append({"path": self.path, "body": body})
            if world.role == "none":
                return self.answer(401, {"error": {"code": "unauthorized", "message": "no token"}})
            if RANKS[world.role] < RANKS[NEEDS.get(verb, "operate")]:
                return self.answer(403, {"error": {"code": "forbidden", "message": f"{verb} needs another role"}})
            if body.get("id") in world.seen:
                status, answer = world.seen[body["id"]]
                return self.answer(status, {**answer, "done": False})
            if verb == "panic":
                held = [run for run in world.runs if not run.hold and run.state in ("playing", "waiting")]
                for run in held:
                    run.begin_hold(wall(), by="Ann", command=body.get("id"))
                status, answer = 200, {"done": bool(held), "message": f"{len(held)} runs hold"}
            elif verb == "send":
                status, answer = 200, {"done": True, "message": "sent", "results": [{"room": room, "outcome": "sent", "code": 0, "reason": None} for room in body["rooms"]]}
            else:
                run = world.run(parts[3])
                status, answer = world.command(run, verb, body, "Ann") if run else (404, {"error": {"code": "no_run", "message": "no such run"}})
            if status == 200 and not body.get("check"):
                world.seen[body["id"]] = (status, answer)
        return self.answer(status, answer)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def start(scenario="night", port=0):
    """A server in this process: (server, world)."""
    world = World(scenario)
    handler = type("Bound", (Handler,), {"world": world})
    server = Server(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, world


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8123)
    parser.add_argument("--scenario", choices=["night", "many", "large"], default="night")
    arguments = parser.parse_args()
    server, _ = start(arguments.scenario, arguments.port)
    print(f"http://127.0.0.1:{server.server_port}/")
    threading.Event().wait()
