#!/usr/bin/env python3
"""Measures Showcaller against floors and peers in the same run: a figure on a shared machine means something only as a ratio.

    bench.py [--only NAME,…] [--runs N] [--json FILE]     every figure
    bench.py growth                                       how the cost grows
    bench.py compare --reference SHOWCALLER               two builds in turn

Builds nothing: `make bench` does, and says where things are (SHOWCALLER, ENGINE, LOOP, FLOORS, and PYTHON with PyYAML and Jinja2).
"""
import argparse, datetime, functools, json, os, re, select, shutil, signal, socket, statistics, subprocess, sys, tempfile, time
import urllib.parse

SHOWCALLER = os.environ.get("SHOWCALLER", "showcaller")
ENGINE = os.environ.get("ENGINE", "EngineInVirtualTime")
LOOP = os.environ.get("LOOP", "BareHTTPLoop")
FLOORS = os.environ.get("FLOORS", ".")
PYTHON = os.environ.get("PYTHON", sys.executable)
HERE = os.path.dirname(os.path.abspath(__file__))
ACCOUNT = {"ZEGO_APP_ID": "12345", "ZEGO_SERVER_SECRET": "0123456789abcdef0123456789abcdef"}


# Measuring


class Finished:
    """A command that ended: seconds, the most memory it had in bytes, and what it printed."""

    def __init__(self, seconds, memory, output):
        self.seconds, self.memory, self.output = seconds, memory, output


def run(*command, env=None, keep=False, ok=(0,)):
    """Runs a command to its end, its output into a file, so that reading it costs nothing of the time."""
    with tempfile.TemporaryFile() as out, tempfile.NamedTemporaryFile() as measured:
        ended = subprocess.run(
            [f"{FLOORS}/measured", measured.name, *map(str, command)], stdout=out, stderr=subprocess.DEVNULL,
            env={**os.environ, **(env or {})})
        if ended.returncode not in ok:
            raise SystemExit(f"{' '.join(map(str, command))} ended with {ended.returncode}")
        seconds, memory = measured.read().split()
        out.seek(0)
        return Finished(float(seconds), int(memory), out.read().decode() if keep else "")


@functools.cache
def instruction_counter():
    """How instructions are counted here: by the processor, else by valgrind, else not at all (None)."""
    def prints(pattern, *command):
        try:
            done = subprocess.run(command, capture_output=True, text=True)
        except FileNotFoundError:
            return False
        return re.search(pattern, done.stderr) is not None

    for command, pattern in (
            (("perf", "stat", "-x,", "-e", "instructions:u"), r"^(\d+),"),
            (("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"), r"Collected : (\d+)")):
        pattern = re.compile(pattern, re.MULTILINE)
        if prints(pattern, *command, "true"):
            return command, pattern
    return None


def instructions(folder, program, *arguments):
    """The instructions of a command: the same whoever else is on this machine."""
    counter, pattern = instruction_counter()
    # Valgrind does not get through what Swift's compiler writes for debuggers.
    bare = folder / (os.path.basename(program) + f"-{abs(hash(program))}")
    if not os.path.exists(bare):
        subprocess.run(["strip", "-o", bare, program], check=True)
    done = subprocess.run([*counter, bare, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    counted = pattern.search(done.stderr)
    if done.returncode or not counted:
        raise SystemExit(f"{program} {' '.join(map(str, arguments))}: instructions are not counted: {done.stderr[-500:]}")
    return int(counted[1])


def per_step(folder, program, less, more, steps):
    """The instructions of a step: of what two sizes differ in, so that the start of the program is not in it."""
    return (instructions(folder, program, *more) - instructions(folder, program, *less)) / steps


def in_turn(runs, *measures):
    """The figures of several measures, run in turn so that all of them have the same machine."""
    figures = [[] for _ in measures]
    for _ in range(runs):
        for measure, kept in zip(measures, figures):
            kept.append(measure())
    return figures


def paired_ratio(ours, theirs):
    return statistics.median(a / b for a, b in zip(ours, theirs))


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


# Timelines


def large_timeline(count, rooms=50):
    """Messages of two rooms each, ten a second, with templates. One of the rooms is in all of them, the other one of so many."""
    lines = [
        "timeline: bench", "start: 2026-11-20T20:00:00+08:00", "sender: {id: host, name: Host}",
        "defaults: {category: system}", "vars: {product: Nova, city: Shanghai}", "messages:",
    ]
    for i in range(count):
        second, tenth = divmod(i, 10)
        lines.append(
            f"  - at: {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.{tenth * 100:03d}\n"
            f"    rooms: [room-{i % rooms:03d}, lobby]\n"
            f"    category: {('system', 'chat')[i % 2]}\n"
            f'    text: "第{i}条 {{{{ product }}}} is live in {{{{ city }}}} — item {i}, welcome to {{{{ room.id }}}}!"')
    return "\n".join(lines) + "\n"


class Folder:
    """A folder of timelines and logs for one figure."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="bench-")
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def write(self, name, text):
        path = os.path.join(self.path, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def __truediv__(self, name):
        return os.path.join(self.path, name)


class Arrivals:
    """The server that remembers when calls came."""

    def __enter__(self):
        self.process = subprocess.Popen([f"{FLOORS}/arrivals"], stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())
        self.env = {**ACCOUNT, "ZEGO_BASE_URL": f"http://127.0.0.1:{self.port}"}
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()

    def calls(self):
        """Ends the server. Returns (seconds since 1970, text) of each call, in their order."""
        self.process.send_signal(signal.SIGTERM)
        lines = self.process.stdout.read().decode().splitlines()
        self.process.wait()
        split = (line.split(" ", 1) for line in lines)
        return [(int(at) / 1e6, urllib.parse.unquote(text)) for at, text in split]


def play(folder, timeline, server, *options, ok=(0,)):
    return run(
        SHOWCALLER, "run", timeline, "--log-dir", folder / "runs", *options, env=isolated(folder, server), ok=ok)


def isolated(folder, server):
    # A runtime folder of its own: no lock and no socket of another run.
    runtime = folder / "runtime"
    os.makedirs(runtime, mode=0o700, exist_ok=True)
    return {**server.env, "XDG_RUNTIME_DIR": runtime}


def start_in(seconds):
    """An instant from now in whole seconds, and how it is written."""
    start = int(time.time() + seconds) + 1
    return start, datetime.datetime.fromtimestamp(start, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


# Figures. Each returns rows of: what, ours, against, ratio, goal in words, whether it was reached.


def row(name, ours, against, ratio, goal, reached):
    return {"what": name, "ours": ours, "against": against, "ratio": ratio, "goal": goal,
            "reached": None if reached is None else bool(reached)}


def floor_seconds(path):
    return float(run(f"{FLOORS}/libyaml_events", path, keep=True).output.split()[0])


def loading(runs):
    with Folder() as folder:
        path = folder.write("large.yaml", large_timeline(100_000))
        size = os.path.getsize(path)
        peak = []

        def check():
            done = run(SHOWCALLER, "check", path)
            peak.append(done.memory)
            return done.seconds

        def preview():
            return run(SHOWCALLER, "preview", path, "--format", "jsonl").seconds

        def rehearse():
            return run(SHOWCALLER, "rehearse", path, "--rate", "unlimited", "--log-dir", folder / "logs").seconds

        floor, check, preview, rehearse = in_turn(runs, lambda: floor_seconds(path), check, preview, rehearse)
        median = statistics.median
        against = f"libyaml {median(floor):.2f} s"
        ratios = [paired_ratio(figures, floor) for figures in (check, preview, rehearse)]
        return [
            row("check, 100,000 messages", f"{median(check):.2f} s", against, ratios[0], "≤ 2", ratios[0] <= 2),
            row("  its memory", f"{max(peak) / 1e6:.0f} MB", f"the file's {size / 1e6:.0f} MB", max(peak) / size, "≤ 5",
                max(peak) <= 5 * size),
            row("preview as jsonl", f"{median(preview):.2f} s", against, ratios[1], "≤ 3", ratios[1] <= 3),
            row("rehearse, log written", f"{median(rehearse):.2f} s", against, ratios[2], "≤ 8", ratios[2] <= 8),
        ]


def python(runs):
    """Of a tenth of the messages: the Python stack takes a minute for all of them."""
    with Folder() as folder:
        path = folder.write("tenth.yaml", large_timeline(10_000))
        script = os.path.join(HERE, "Floors", "python_stack.py")
        ours, theirs = in_turn(
            min(runs, 3), lambda: run(SHOWCALLER, "preview", path, "--format", "jsonl").seconds,
            lambda: run(PYTHON, script, path).seconds)
        ratio = paired_ratio(theirs, ours)
        small = folder.write("small.yaml", large_timeline(20))
        start, imports = in_turn(
            2 * runs + 1, lambda: run(SHOWCALLER, "preview", small).seconds,
            lambda: run(PYTHON, "-c", "import yaml, jinja2").seconds)
        share = paired_ratio(start, imports)
        return [
            row("preview of 10,000 messages", f"{statistics.median(ours):.2f} s",
                f"PyYAML (C), Jinja2 {statistics.median(theirs):.1f} s", ratio, "≥ 60 × faster", ratio >= 60),
            row("preview of 20 messages", f"{statistics.median(start) * 1e3:.0f} ms",
                f"python -c 'import yaml, jinja2' {statistics.median(imports) * 1e3:.0f} ms", share, "≤ 0.15", share <= 0.15),
        ]


def engine(runs):
    figures = [float(run(ENGINE, 500_000, keep=True).output.split()[2]) for _ in range(min(runs, 3))]
    best = statistics.median(figures)
    return [row("the engine alone", f"{best / 1e6:.2f} million a second", "–", best / 2e6, "≥ 2 million", best >= 2e6)]


def counted(folder):
    """The commands whose instructions are counted: of a small timeline, of one with 1,000 messages more, and how many steps that is."""
    small, large = (folder.write(f"{count}.yaml", large_timeline(count)) for count in (500, 1500))
    unpaced = ("--rate", "unlimited", "--log-dir", folder / "logs")
    return {
        "check, a message": (("check", small), ("check", large), 1000),
        "preview, a delivery": (("preview", small, "--format", "jsonl"), ("preview", large, "--format", "jsonl"), 2000),
        "rehearse, a delivery": (("rehearse", small, *unpaced), ("rehearse", large, *unpaced), 2000),
    }


def micro(runs):
    """What one step takes in instructions."""
    if not instruction_counter():
        return [row("instructions", "not counted", "needs perf counters or valgrind", None, "–", None)]
    with Folder() as folder:
        figures = {name: per_step(folder, SHOWCALLER, *steps) for name, steps in counted(folder).items()}
        figures["loading and the engine, a delivery"] = per_step(folder, ENGINE, (500,), (1500,), 2000)
        figures["start, and preview of 20 messages"] = instructions(
            folder, SHOWCALLER, "preview", folder.write("few.yaml", large_timeline(20)))
        counter = instruction_counter()[0][0]
        return [row(name, f"{figure:,.0f} instructions", counter, None, "–", None) for name, figure in figures.items()]


def repeating_timeline(messages, times):
    """Messages of two rooms each that repeat every ten seconds."""
    return "timeline: bench\nstart: 2026-11-20T20:00:00+08:00\nsender: {id: host}\nmessages:\n" + "".join(
        f"  - {{id: m{i}, every: 10s, from: {i * 10}ms, times: {times}, rooms: [room-{i % 50:03d}, lobby], "
        f'text: "item {i} of {{{{ occurrence }}}}, welcome to {{{{ room.id }}}}!"}}\n' for i in range(messages))


def million(runs):
    """A million deliveries, and logs of a million records: of messages that are due once, and of such that repeat."""
    rows = []
    for name, text in (("due once", large_timeline(500_000)), ("repeated", repeating_timeline(1_000, 250))):
        with Folder() as folder:
            path = folder.write("million.yaml", text)
            done = run(
                SHOWCALLER, "rehearse", path, "--rate", "unlimited", "--room-rate", "unlimited", "--log-dir", folder / "logs")
            if name == "due once":
                rows.append(row("rehearse of a million deliveries", f"{done.seconds:.1f} s", "–", done.seconds / 12, "≤ 12 s",
                                done.seconds <= 12))
            rows += log_of_a_million(folder, path, name, runs)
    return rows


def log_of_a_million(folder, path, name, runs):
    """What reading the first million records of a rehearsal costs."""
    logs = os.path.join(folder / "logs", "rehearsals")
    log = os.path.join(logs, os.listdir(logs)[0])
    with open(log, encoding="utf-8") as file:
        lines = [next(file) for _ in range(1_000_000)]
    with open(log, "w", encoding="utf-8") as file:
        file.writelines(lines)
    peak = []

    def report():
        reported = run(SHOWCALLER, "report", log)
        peak.append(reported.memory)
        return reported.seconds

    floor, reports = in_turn(min(runs, 3), lambda: run("wc", "-l", log).seconds, report)
    ratio, least = paired_ratio(reports, floor), statistics.median(floor)
    return [
        row(f"report of a million records, {name}", f"{statistics.median(reports):.2f} s", f"wc -l {least:.2f} s", ratio,
            "≤ 20", ratio <= 20),
        row("  its memory", f"{max(peak) / 1e6:.0f} MB", "–", max(peak) / 300e6, "≤ 300 MB", max(peak) <= 300e6),
        resuming(folder, path, lines, least),
    ]


def resuming(folder, path, lines, floor):
    """The same records as of a run that was killed: all that is left is too late, so it is closed at once."""
    with Arrivals() as server:
        header = json.loads(lines[0])
        header.update(mode="live", app_id=12345, host="127.0.0.1")
        lines[0] = json.dumps(header, ensure_ascii=False, separators=(",", ":")) + "\n"
        os.makedirs(folder / "runs")
        log = os.path.join(folder / "runs", header["run"] + ".jsonl")
        with open(log, "w", encoding="utf-8") as file:
            file.writelines(lines)
        done = play(folder, path, server, "--start", header["start"], ok=(0, 1, 3))
        return row("  resuming it", f"{done.seconds:.2f} s, {done.memory / 1e6:.0f} MB", f"wc -l {floor:.2f} s",
                   done.seconds / floor, "≤ 20, ≤ 300 MB", done.seconds <= 20 * floor and done.memory <= 300e6)


TICKS = """timeline: ticks
sender: {{id: host}}
messages:
  - id: tick
    every: {every}
    from: 0s
    times: {times}
    rooms: [{rooms}]
    text: "tick-{{{{ occurrence }}}}-{{{{ room.id }}}}"
"""


def tick_lateness(calls, start, every):
    """By how many microseconds each tick came late, due to the server's read."""
    ticks = (call for call in calls if call[1].startswith("tick-"))
    return [(at - start - (int(text.split("-")[1]) - 1) * every) * 1e6 for at, text in ticks]


def ticks_in_five_rooms(readers=0):
    """The lateness of 2,000 deliveries at 50 a second in 5 rooms: half of the quota, so that nothing waits for it."""
    lanes = "".join(
        f'  - {{id: lane-{lane}, every: 100ms, from: {20 * lane}ms, times: 400, rooms: [r{lane}], '
        f'text: "tick-{{{{ (occurrence - 1) * 5 + {lane} + 1 }}}}"}}\n' for lane in range(5))
    with Folder() as folder, Arrivals() as server:
        path = folder.write("ticks.yaml", f"timeline: ticks\nsender: {{id: host}}\nmessages:\n{lanes}")
        tokens = folder.write("tokens", "view 0d4be23e3bdb5b40dd4b6bd6d4d3e2ae readers\n")
        os.chmod(tokens, 0o600)
        # A token has twenty calls a second.
        start, written = start_in(2 + readers / 15)
        with Readers(readers) as audience:
            listen = ("--listen", f"127.0.0.1:{audience.port}", "--tokens", tokens) if readers else ()
            play(folder, path, server, "--start", written, *listen)
        ours = tick_lateness(server.calls(), start, 0.02)
        assert len(ours) == 2000, f"{len(ours)} of 2,000 came"
        return ours


class Readers:
    """Readers of the event stream, in a process of their own. They begin when somebody listens."""

    def __init__(self, count):
        self.count = count
        with socket.socket() as any_port:
            any_port.bind(("127.0.0.1", 0))
            self.port = any_port.getsockname()[1]

    def __enter__(self):
        self.process = subprocess.Popen([sys.executable, __file__, "readers", str(self.port), str(self.count)])
        return self

    def __exit__(self, *_):
        self.process.kill()
        assert self.process.wait() == -signal.SIGKILL, "the readers had nothing to read"


def read_events(port, count):
    """Reads as many event streams as asked for, until it is killed; fails where one of them is refused."""
    request = (f"GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n"
               "Authorization: Bearer 0d4be23e3bdb5b40dd4b6bd6d4d3e2ae\r\n\r\n").encode()
    poll, connections = select.poll(), {}
    while len(connections) < count:
        try:
            connection = socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            time.sleep(0.02)
            continue
        connection.sendall(request)
        time.sleep(1 / 18)
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 200"), "a reader was refused"
        connections[connection.fileno()] = connection
        poll.register(connection, select.POLLIN)
    while True:
        for descriptor, _ in poll.poll():
            if not connections[descriptor].recv(1 << 16):
                poll.unregister(descriptor)


def lateness(runs):
    with_readers = ticks_in_five_rooms(readers=200)
    ours = ticks_in_five_rooms()
    floor = [float(line) for line in run(f"{FLOORS}/timer", 2000, 20_000, keep=True).output.split()]
    rows = []
    for share, goal in ((0.5, 3), (0.99, 2)):
        have, want = percentile(ours, share), percentile(floor, share)
        rows.append(row(f"lateness p{share * 100:.0f}, due to the server", f"{have:.0f} µs", f"clock_nanosleep {want:.0f} µs",
                        have / want, f"≤ {goal}", have <= goal * want))
    alone, beside = percentile(ours, 0.99), percentile(with_readers, 0.99)
    rows.append(row("  p99 beside 200 readers of events", f"{beside:.0f} µs", f"without them {alone:.0f} µs", beside / alone,
                    "≤ 1.5", beside <= 1.5 * alone))
    return rows


def pace(runs):
    """2,000 at once under a quota of 100 a second."""
    with Folder() as folder, Arrivals() as server:
        rooms = ", ".join(f"r{number}" for number in range(2000))
        path = folder.write("burst.yaml", TICKS.format(every="1s", times=1, rooms=rooms))
        play(folder, path, server, "--start", "now")
        times = [at for at, _ in server.calls()]
        busiest, left = 0, 0
        for right, at in enumerate(times):
            while times[left] <= at - 1:
                left += 1
            busiest = max(busiest, right - left + 1)
        use = (len(times) - 1) / (times[-1] - times[0]) / 100
        return [
            row("busiest second, 2,000 at once", f"{busiest} calls", "quota 100", busiest / 100, "≤ 100", busiest <= 100),
            row("  use of the quota", f"{use * 100:.1f} %", "quota 100", use, "≥ 95 %", use >= 0.95),
        ]


def throughput(runs):
    """Unpaced, every attempt and result logged, against a bare loop and hey on the same kind of server."""
    calls, at_once = 40_000, 256

    def ours():
        with Folder() as folder, Arrivals() as server:
            rooms = ", ".join(f"r{number}" for number in range(200))
            path = folder.write("flood.yaml", TICKS.format(every="1ms", times=calls // 200, rooms=rooms))
            play(folder, path, server, "--start", "now", "--rate", "unlimited", "--room-rate", "unlimited")
            times = [at for at, _ in server.calls()]
            return (len(times) - 1) / (times[-1] - times[0])

    def loop():
        with Arrivals() as server:
            return float(run(LOOP, server.port, calls, at_once, keep=True).output)

    def hey():
        with Arrivals() as server:
            address = f"http://127.0.0.1:{server.port}/?Action=SendBarrageMessage&MessageContent=x"
            output = run("hey", "-n", calls, "-c", at_once, address, keep=True).output
            return float(output.split("Requests/sec:")[1].split()[0])

    peers = [("a bare AsyncHTTPClient loop", loop)] + ([("hey", hey)] if shutil.which("hey") else [])
    figures = in_turn(min(runs, 3), ours, *(measure for _, measure in peers))
    rows = []
    for (name, _), theirs in zip(peers, figures[1:]):
        ratio = paired_ratio(figures[0], theirs)
        rows.append(row("sending without a quota", f"{statistics.median(figures[0]):.0f} a second",
                        f"{name} {statistics.median(theirs):.0f}", ratio, "≥ 0.8", ratio >= 0.8))
    return rows


def first_byte(runs):
    """From the start of the process to the first byte at the server, and what a notice of ten years adds."""

    def measure(text):
        with Folder() as folder, Arrivals() as server:
            path = folder.write("first.yaml", text)
            # Plain http: there are no authorities to be read.
            environment = {**os.environ, **isolated(folder, server), "SSL_CERT_FILE": ""}
            begin = time.time()
            process = subprocess.Popen(
                [SHOWCALLER, "run", path, "--start", "now", "--log-dir", folder / "runs"], stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env=environment)
            time.sleep(0.5)
            with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
                memory = next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) * 1024
            process.kill()
            process.wait()
            return (server.calls()[0][0] - begin) * 1e3, memory

    now = TICKS.format(every="1h", times=2, rooms="a")
    years = now + "  - {id: notice, every: 1s, from: 10s, times: 315360000, rooms: [a], text: still live}\n"
    plain, endless = in_turn(2 * runs + 1, lambda: measure(now), lambda: measure(years))
    first = statistics.median(at for at, _ in plain)
    more_time = statistics.median(b[0] - a[0] for a, b in zip(plain, endless))
    more_memory = statistics.median(b[1] - a[1] for a, b in zip(plain, endless))
    return [
        row("exec to the first byte", f"{first:.0f} ms", "–", first / 40, "≤ 40 ms", first <= 40),
        row("a notice a second for ten years", f"{more_time:+.1f} ms, {more_memory / 1e6:+.1f} MB", "without it", None,
            "≤ 1 ms, ≤ 1 MB", more_time <= 1 and more_memory <= 1e6),
    ]


def reloading(runs):
    """A SIGHUP with 100,000 messages beside a tick every 200 ms."""
    with Folder() as folder, Arrivals() as server:
        text = large_timeline(100_000).replace("start: 2026-11-20T20:00:00+08:00\n", "")
        ticks = '  - {id: tick, every: 200ms, from: 0s, times: 100, rooms: [t], text: "tick-{{ occurrence }}-t"}\n'
        later = text.replace("- at: ", "- at: 9", 1_000_000)
        path = folder.write("reload.yaml", later + ticks)
        start, written = start_in(4)
        process = subprocess.Popen(
            [SHOWCALLER, "run", path, "--start", written, "--log-dir", folder / "runs"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={**os.environ, **isolated(folder, server)})
        time.sleep(max(0, start + 5 - time.time()))
        folder.write("reload.yaml", later.replace("Nova", "Nova 2", 1) + ticks)
        process.send_signal(signal.SIGHUP)
        time.sleep(max(0, start + 21 - time.time()))
        process.kill()
        process.wait()
        late = tick_lateness(server.calls(), start, 0.2)
        worst = max(late) / 1e3
        return [row("a tick while 100,000 messages are reloaded", f"{worst:.0f} ms late at most, {len(late)} ticks", "–",
                    worst / 20, "≤ 20 ms", worst <= 20 and len(late) == 100)]


def binary(runs):
    with Folder() as folder:
        path = folder / "showcaller"
        shutil.copy(SHOWCALLER, path)
        subprocess.run(["strip", path], check=True)
        size = os.path.getsize(path)
        assert "libswift" not in run("ldd", path, keep=True).output, "Swift's runtime is not linked in"
        return [row("the binary, stripped, runtime included", f"{size / 1e6:.1f} MB", "–", size / 25e6, "≤ 25 MB", size <= 25e6)]


FIGURES = {
    "loading": loading, "python": python, "engine": engine, "micro": micro, "million": million, "lateness": lateness, "pace": pace,
    "throughput": throughput, "first-byte": first_byte, "reloading": reloading, "binary": binary,
}


def growth(runs):
    print(f"{'messages':>10} {'rooms':>7} {'check':>9} {'libyaml':>9} {'ratio':>6}")
    for count, rooms in ((1_000, 50), (10_000, 50), (100_000, 50), (1_000_000, 50), (100_000, 1), (100_000, 100), (100_000, 10_000)):
        with Folder() as folder:
            path = folder.write("growth.yaml", large_timeline(count, rooms))
            ours, floor = in_turn(
                1 if count == 1_000_000 else runs, lambda: run(SHOWCALLER, "check", path).seconds, lambda: floor_seconds(path))
            print(f"{count:>10,} {rooms + 1:>7,} {statistics.median(ours):>7.3f} s {statistics.median(floor):>7.3f} s "
                  f"{paired_ratio(ours, floor):>6.2f}", flush=True)
    # preview looks at 500 runs of a timeline at most.
    print(f"\n{'runs':>10} {'timelines':>9} {'preview':>9} {'a run':>9}")
    for timelines, each in ((1, 1), (1, 100), (20, 500)):
        with Folder() as folder:
            for number in range(timelines):
                folder.write(f"cron-{number}.yaml", CRON.format(number=number))
            end = datetime.datetime(2026, 11, 20, 10) + datetime.timedelta(minutes=each - 1, seconds=30)
            words = ("preview", folder.path, "--from", "2026-11-20 10:00", "--to", f"{end:%Y-%m-%d %H:%M:%S}")
            seconds = statistics.median(
                run(SHOWCALLER, *words, "--rate", "unlimited", "--format", "jsonl").seconds for _ in range(1 if timelines > 1 else runs))
            print(f"{timelines * each:>10,} {timelines:>9} {seconds:>7.3f} s {seconds / timelines / each * 1e6:>6.0f} µs", flush=True)


CRON = """timeline: cron-{number}
start: {{cron: "* * * * *"}}
sender: {{id: host}}
messages:
  - {{id: first, at: 0s, rooms: [a], text: "in {{{{ room.id }}}}"}}
  - {{id: second, at: 10s, rooms: [a, b], text: "at {{{{ due | strftime('%H:%M') }}}}"}}
"""


def compare(runs, reference):
    """Pairs two builds: the ratio of each pair, so that the machine's drift is in both."""
    with Folder() as folder:
        path = folder.write("large.yaml", large_timeline(100_000))
        small = folder.write("small.yaml", large_timeline(20))
        commands = {
            "check": ("check", path), "preview as jsonl": ("preview", path, "--format", "jsonl"),
            "rehearse": ("rehearse", path, "--rate", "unlimited", "--log-dir", folder / "logs"),
            "preview of 20 messages": ("preview", small),
        }
        for name, words in commands.items():
            ours, theirs = in_turn(
                runs, lambda: run(SHOWCALLER, *words).seconds, lambda: run(reference, *words).seconds)
            print(f"{name:<24} {statistics.median(ours):7.3f} s, before {statistics.median(theirs):7.3f} s, "
                  f"ratio {paired_ratio(ours, theirs):.3f}", flush=True)
        if not instruction_counter():
            return print("instructions are not counted: this needs perf counters or valgrind")
        for name, steps in counted(folder).items():
            ours, theirs = (per_step(folder, program, *steps) for program in (SHOWCALLER, reference))
            print(f"{name:<24} {ours:9,.0f} instructions, before {theirs:9,.0f}, ratio {ours / theirs:.3f}", flush=True)


def main():
    if sys.argv[1:2] == ["readers"]:
        return read_events(int(sys.argv[2]), int(sys.argv[3]))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", default="all", choices=("all", "growth", "compare"))
    parser.add_argument("--only", help=f"of {', '.join(FIGURES)}")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", help="the same figures as JSON")
    parser.add_argument("--reference", help="another build of showcaller")
    options = parser.parse_args()
    if options.what == "growth":
        return growth(options.runs)
    if options.what == "compare":
        return compare(options.runs, options.reference)
    rows = []
    print(f"{'':2} {'what':<42} {'ours':<30} {'against':<40} {'ratio':>7}  goal")
    for name in options.only.split(",") if options.only else FIGURES:
        for figure in FIGURES[name](options.runs):
            rows.append(figure)
            ratio = "" if figure["ratio"] is None else f"{figure['ratio']:.2f}"
            mark = {True: "✓", False: "✗", None: " "}[figure["reached"]]
            print(f"{mark:2} {figure['what']:<42} {figure['ours']:<30} {figure['against']:<40} {ratio:>7}  {figure['goal']}", flush=True)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(rows, file, ensure_ascii=False, indent=1)


main()
