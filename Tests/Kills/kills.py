#!/usr/bin/env python3
"""Kills a real `showcaller run` again and again while it plays to a server that comes and goes, and compares what the server
got with what the run's log says. Needs nothing but Python; with libfaketime the clock is stepped too.

    kills.py SHOWCALLER [--kills 200] [--seed 1] [--rate 100]
"""
import argparse, bisect, collections, datetime, glob, http.server, json, os, random, signal, socket, socketserver, subprocess
import sys, tempfile, threading, time, urllib.parse

DELIVERIES = 1000
ROOMS = 10
FINAL = {"sent", "rejected", "failed", "missed", "cancelled", "unknown", "invalid"}


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """Answers as ZEGO does, or not at all, and writes down every message that an audience would have seen."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 1024

    def __init__(self, seed):
        super().__init__(("127.0.0.1", 0), Handler)
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.mode = "ok"
        self.shown = collections.Counter()  # (room, text)
        self.answered = collections.Counter()  # those of them with an answer that says so
        self.arrivals = []
        self.walls = []  # when each arrived by the wall clock, and which it was

    def handle_error(self, request, address):
        pass


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        self.answer()

    do_GET = do_POST

    def answer(self):
        arrival, wall = time.monotonic(), time.time()
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query + "&" + body)
        action = query.get("Action", [""])[0]
        server = self.server
        data = {}
        if action == "SendBarrageMessage":
            key = query["RoomId"][0], query["MessageContent"][0]
            with server.lock:
                server.arrivals.append(arrival)
                server.walls.append((wall, key))
                mode = server.mode
                is_shown = mode == "ok" or server.random.random() < 0.5
                if is_shown:
                    server.shown[key] += 1
                    if mode == "ok":
                        server.answered[key] += 1
            if mode == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                self.close_connection = True
                self.connection.close()
                return
            if mode == "hang":
                time.sleep(30)
                self.close_connection = True
                return
            data = {"MessageId": str(abs(hash(key)))}
        elif server.mode != "ok":
            self.close_connection = True
            return
        text = json.dumps({"Code": 0, "Data": data, "Message": "success", "RequestId": "1"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments):
        pass


def most_in_a_second(arrivals, window):
    times = sorted(arrivals)
    return max((bisect.bisect_left(times, t + window) - i for i, t in enumerate(times)), default=0)


def fullest_second(walls, left):
    """Of the second in which most arrived: how many, and by how many milliseconds their ways to the server differed.

    `left` is when each message left, by the log: the newest attempt before it arrived is the one."""
    walls = sorted(walls)
    times = [wall for wall, _ in walls]
    spans = [(bisect.bisect_left(times, t + 1) - i, i) for i, t in enumerate(times)]
    if not spans:
        return 0, 0
    count, first = max(spans)
    ways = []
    for wall, key in walls[first : first + count]:
        before = [time for time in left[key] if time <= wall + 0.001]
        if before:
            ways.append(wall - max(before))
    return count, round((max(ways) - min(ways)) * 1000) if ways else 0


def script(name, rate):
    lines = [f"timeline: {name}", "sender: {id: host}", "rooms:"]
    lines += [f"  r{room}: {{id: 'r{room}'}}" for room in range(ROOMS)]
    rooms = ", ".join(f"r{room}" for room in range(ROOMS))
    lines += [f"defaults: {{rooms: [{rooms}], late: send}}", "messages:"]
    pause = 1000 * ROOMS / rate
    lines += [f"  - {{id: m{n}, at: {int(n * pause)}ms, text: m{n}}}" for n in range(DELIVERIES // ROOMS)]
    return "\n".join(lines) + "\n"


class Show:
    def __init__(self, folder, name, tool, server, rate, rng, clock):
        self.folder, self.name, self.tool, self.server, self.rng, self.clock = folder, name, tool, server, rng, clock
        with open(f"{folder}/{name}.yaml", "w") as file:
            file.write(script(name, rate))
        runtime = f"{folder}/runtime"
        os.makedirs(runtime, mode=0o700, exist_ok=True)
        self.environment = {
            "PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": runtime, "SHOWCALLER_TEST_HOME": folder,
            "ZEGO_APP_ID": "12345", "ZEGO_SERVER_SECRET": "0123456789abcdef0123456789abcdef",
            "ZEGO_BASE_URL": f"http://127.0.0.1:{server.server_address[1]}",
        }
        if clock:
            self.environment |= {
                "LD_PRELOAD": clock, "FAKETIME_TIMESTAMP_FILE": f"{folder}/clock", "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1",
            }
            self.step(0)
        self.steps = self.stops = self.outages = 0
        self.processes = []
        self.left = 0

    def step(self, seconds):
        # Replaced at once: half a file would be another time.
        with open(f"{self.folder}/clock.new", "w") as file:
            file.write(f"{seconds:+.3f}\n")
        os.rename(f"{self.folder}/clock.new", f"{self.folder}/clock")

    def start(self):
        self.log = open(f"{self.folder}/{self.name}.out", "ab")
        # libfaketime sets a variable when it is loaded first, and Swift then does not find its arguments: `env` takes that.
        wrapper = ["/usr/bin/env"] if self.clock else []
        process = subprocess.Popen(
            [*wrapper, self.tool, "run", f"{self.name}.yaml", "--start", "now", "--log-dir", "runs", "--grace", "2s"],
            cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        self.log.close()
        self.processes.append(process.pid)
        return process

    def torment(self, process, most):
        """One life of a process. Returns whether it was killed."""
        end = time.monotonic() + self.rng.uniform(0.02, most)
        while time.monotonic() < end:
            what = self.rng.random()
            if what < 0.10:
                process.send_signal(signal.SIGSTOP)
                time.sleep(self.rng.uniform(0.05, 1.5))
                process.send_signal(signal.SIGCONT)
                self.stops += 1
            elif what < 0.18:
                self.server.mode = self.rng.choice(["reset", "hang"])
                time.sleep(self.rng.uniform(0.05, 1))
                self.server.mode = "ok"
                self.outages += 1
            elif what < 0.24 and self.clock:
                self.step(self.rng.uniform(-5, 5))
                self.steps += 1
            if process.poll() is not None:
                return False
            time.sleep(self.rng.uniform(0, 0.1))
        if process.poll() is not None:
            return False
        process.kill()
        process.wait()
        return True

    def check(self, status, kills):
        """What is wrong with the account book, held against what the server has got."""
        problems = []
        logs = glob.glob(f"{self.folder}/runs/{self.name}@*.jsonl")
        if len(logs) != 1:
            return [f"{len(logs)} logs of one show"]
        finals, attempted, ends, times = collections.defaultdict(list), set(), [], []
        self.left_at = collections.defaultdict(list)
        reasons = collections.Counter()
        with open(logs[0], "rb") as file:
            for line in file:
                record = json.loads(line)
                if record["event"] == "attempt":
                    attempted.add((record["room"], record["content"]))
                    times.append(datetime.datetime.fromisoformat(record["time"].replace("Z", "+00:00")).timestamp())
                    self.left_at[record["room"], record["content"]].append(times[-1])
                elif record["event"] == "result" and record["outcome"] in FINAL:
                    key = record["room"], record["message"]
                    finals[key].append(record["outcome"])
                    if record["outcome"] == "unknown":
                        answered = "answered, and killed before that was written" if self.server.answered[key[0], key[1]] else "never answered"
                        reasons[f"{answered} ({record.get('reason')})"] += 1
                elif record["event"] == "end":
                    ends.append(record)
        self.left = most_in_a_second(times, 1)
        if len(ends) != 1:
            problems.append(f"{len(ends)} ends")
        if len(finals) != DELIVERIES:
            problems.append(f"{len(finals)} of {DELIVERIES} deliveries are accounted for")
        problems += [f"{key} ended as {outcomes}" for key, outcomes in finals.items() if len(outcomes) != 1]
        shown = {key: count for key, count in self.server.shown.items()}
        problems += [f"{key} was shown {count} times" for key, count in shown.items() if count > 1]
        for key, count in shown.items():
            if key not in attempted:
                problems.append(f"{key} was shown, and the log knows of no attempt")
            elif finals[key] not in (["sent"], ["unknown"]):
                problems.append(f"{key} was shown, and ended as {finals[key]}")
        for key, outcomes in finals.items():
            if outcomes == ["sent"] and not self.server.answered[key]:
                problems.append(f"{key} is accepted by its log, and the server never said so")
        counts = collections.Counter(outcome for outcomes in finals.values() for outcome in outcomes)
        for end in ends:
            for outcome in FINAL:
                if end.get(outcome, 0) != counts[outcome]:
                    problems.append(f"the end says {end.get(outcome)} {outcome}, the records {counts[outcome]}")
        if status != (0 if counts["sent"] == DELIVERIES else 3):
            problems.append(f"exit status {status}")
        # What nobody can say is what the server left open: calls that it kept, reset, or that a kill cut off.
        self.reasons = dict(reasons)
        self.summary = f"{kills} kills, {dict(counts)}, {self.stops} stops, {self.outages} outages, {self.steps} steps"
        return problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("showcaller")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--kills-per-show", type=int, default=25)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--rate", type=float, default=100)
    options = parser.parse_args()
    tool = os.path.abspath(options.showcaller)
    clocks = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    rng = random.Random(options.seed)
    print(f"seed {options.seed}, {'stepped clocks' if clocks else 'no libfaketime: the clock is not stepped'}")
    kills = shows = 0
    failed = False
    while kills < options.kills:
        shows += 1
        with tempfile.TemporaryDirectory(prefix="kills-") as folder:
            server = Server(rng.randrange(1 << 30))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            # Every other show has a clock that is stepped.
            show = Show(folder, f"show-{shows}", tool, server, options.rate, rng, clocks[0] if clocks and shows % 2 == 0 else None)
            killed = 0
            wanted = min(options.kills_per_show, options.kills - kills)
            status = None
            while killed < wanted:
                process = show.start()
                if show.torment(process, 1.5):
                    killed += 1
                else:
                    status = process.wait()
                    if status in (0, 3):
                        break
            server.mode = "ok"
            for _ in range(5):
                if status in (0, 3):
                    break
                process = show.start()
                try:
                    status = process.wait(timeout=180)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    status = "did not end"
            problems = show.check(status, killed)
            # The quota holds where ways to the server differ by up to 20 ms. A process that is stopped in the middle of a call sends
            # it when it goes on, and this server is late itself on a busy host: then it may count some more.
            peak = most_in_a_second(server.arrivals, 1)
            count, spread = (peak, None) if show.clock else fullest_second(server.walls, show.left_at)
            if peak > options.rate * 1.1 or (spread is not None and spread <= 20 and count > options.rate):
                problems.append(f"{peak} calls arrived in a second on ways that differed by {spread} ms, {options.rate:g} are allowed")
            if not show.clock and show.left > options.rate:
                problems.append(f"{show.left} calls left in a second, {options.rate:g} are allowed")
            kills += killed
            print(f"{show.name}: {getattr(show, 'summary', '')}, at most {peak} calls arrived (on ways that differed by {spread} ms) and {show.left} left in a second, {len(server.arrivals)} calls")
            for reason, times in sorted(getattr(show, "reasons", {}).items(), key=lambda one: -one[1]):
                print(f"  unknown: {times} {reason}")
            for problem in problems[:20]:
                print(f"  WRONG: {problem}")
            if problems:
                failed = True
                kept = f"{tempfile.gettempdir()}/kept-{show.name}-{options.seed}"
                subprocess.run(["cp", "-r", folder, kept])
                print(f"  kept in {kept}")
            server.shutdown()
            server.server_close()
            # A killed process leaves what libfaketime shares.
            for process in show.processes:
                for name in glob.glob(f"/dev/shm/*faketime*_{process}"):
                    os.unlink(name)
            sys.stdout.flush()
    print(f"{kills} kills in {shows} shows: {'something is wrong' if failed else 'the account book and the server agree'}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
