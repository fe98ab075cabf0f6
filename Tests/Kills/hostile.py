#!/usr/bin/env python3
"""A server that answers one room of ten with anything but an answer, against a real `showcaller run`: a hundred fixed answers,
then mutated ones. Nothing may crash, every delivery is accounted for, and the healthy rooms are on time.

    hostile.py SHOWCALLER [--mutated 10000] [--seed 1]
"""
import argparse, asyncio, collections, glob, json, os, random, subprocess, sys, tempfile, time, urllib.parse

GOOD = b'{"Code":0,"Data":{"MessageId":"1"},"Message":"success","RequestId":"2"}'
HOSTILE = "r5"


def answer(status=b"HTTP/1.1 200 OK", headers=(), body=GOOD, length=None):
    length = len(body) if length is None else length
    lines = [status, *headers] + ([b"Content-Length: %s" % str(length).encode()] if length != "" else [])
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def fixed():
    statuses = [
        b"HTTP/1.1 000 Nope", b"HTTP/1.1 001 Nope", b"HTTP/1.1 099 Nope", b"HTTP/1.1 100 Continue", b"HTTP/1.1 101 Switching",
        b"HTTP/1.1 102 Processing", b"HTTP/1.1 103 Early Hints", b"HTTP/1.1 199 Nope", b"HTTP/1.1 204 No Content",
        b"HTTP/1.1 205 Reset", b"HTTP/1.1 206 Partial", b"HTTP/1.1 301 Moved", b"HTTP/1.1 304 Not Modified",
        b"HTTP/1.1 400 Bad", b"HTTP/1.1 407 Proxy", b"HTTP/1.1 408 Timeout", b"HTTP/1.1 421 Misdirected", b"HTTP/1.1 426 Upgrade",
        b"HTTP/1.1 429 Too Many", b"HTTP/1.1 500 No", b"HTTP/1.1 502 No", b"HTTP/1.1 599 No", b"HTTP/1.1 600 No",
        b"HTTP/1.1 999 No", b"HTTP/1.1 1000 No", b"HTTP/1.1 65536 No", b"HTTP/1.1 99999999999999999999 No", b"HTTP/1.1 -1 No",
        b"HTTP/1.1 +200 OK", b"HTTP/1.1 2 OK", b"HTTP/1.1 20 OK", b"HTTP/1.1  200 OK", b"HTTP/1.1 200", b"HTTP/1.1", b"HTTP/1.0 200 OK",
        b"HTTP/0.9 200 OK", b"HTTP/2.0 200 OK", b"HTTP/9.9 200 OK", b"HTTP/1.1 200 \xff\xfe\0", b"http/1.1 200 OK", b"ICY 200 OK",
        b"", b"\0", b"GET / HTTP/1.1", b"\x16\x03\x01\x02\0", b"PRI * HTTP/2.0", b"HTTP/1.1 200 " + b"x" * 100000,
    ]
    headers = [
        [b"Transfer-Encoding: chunked"], [b"Transfer-Encoding: gzip"], [b"Transfer-Encoding: chunked, chunked"],
        [b"Content-Length: 5"], [b"Content-Length: 5", b"Content-Length: 6"], [b"Content-Length: -1"], [b"Content-Length: 0x10"],
        [b"Content-Length: 99999999999999999999"], [b"Connection: upgrade", b"Upgrade: websocket"], [b"Upgrade: h2c"],
        [b"Connection: close"], [b"Connection: keep-alive", b"Keep-Alive: timeout=0"], [b"Content-Encoding: gzip"], [b"Trailer: x"],
        [b"X: " + b"y" * 200000], [b"X: y"] * 5000, [b": y"], [b"X"], [b" X: y"], [b"X : y"], [b"X: \0"], [b"X: a\r\n b"], [b"\xff: y"],
        [b"Location: http://127.0.0.1:1/"], [b"Set-Cookie: a=b"], [b"Date: never"], [b"Expect: 100-continue"],
    ]
    bodies = [
        b"", b"{", b"[]", b"null", b"0", b'"x"', b"{}", b'{"Code":null}', b'{"Code":"0"}', b'{"Code":0,"Code":1}', b'{"Code":-0}',
        b'{"Code":0.0}', b'{"Code":1e400}', b'{"Code":9223372036854775808}', b'{"Code":206}', b'{"Code":207}', b'{"Code":104}',
        b'{"Code":0,"Data":[]}', b'{"Code":0,"Data":{"MessageId":{}}}', b"[" * 100000, b'{"Code":0' + b" " * 300000 + b"}",
        b'{"Code":0,"Message":"' + b"\xc3" + b'"}', b'{"Code":1,"Message":"\\ud800"}', b'{"Code":1,"Message":"\x1b[2J\\u001b[2J\\u202e"}',
        b"\xef\xbb\xbf" + GOOD, GOOD + GOOD, GOOD + b"\0", b"\0" * 1000, b"<html>" * 100, b'{"Code":0,"' + b"k" * 70000 + b'":1}',
    ]
    interim = [b"HTTP/1.1 100 Continue\r\n\r\n" * n + answer() for n in (1, 2, 100)]
    chunked = [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body
        for body in (b"", b"0\r\n\r\n", b"5\r\nabc", b"ffffffffffffffff\r\nabc", b"-1\r\nabc", b"g\r\nabc", b"1;x=" + b"y" * 9000 + b"\r\na")
    ]
    return (
        [answer(status) for status in statuses] + [answer(headers=lines) for lines in headers]
        + [answer(body=body) for body in bodies] + interim + chunked
        + [answer(length=n) for n in (0, 1, 10**6)] + [answer(length=""), b"\r\n" * 1000, b"HTTP/1.1 200 OK\r\n", b"x" * 10000, answer() * 3]
    )


def mutated(rng, kinds):
    data = bytearray(rng.choice(kinds)[:4000])
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(data) + 1)
        # Mostly where it hurts: in the status line and the headers.
        if rng.random() < 0.6:
            place = min(place, rng.randrange(60))
        what = rng.random()
        if what < 0.4 and place < len(data):
            data[place] = rng.choice(b"\0\r\n 0129:HTP\x7f\x80\xff\"{}") if rng.random() < 0.7 else rng.randrange(256)
        elif what < 0.6:
            del data[place : place + rng.randint(1, 20)]
        elif what < 0.8:
            data[place:place] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 8)))
        else:
            data[place:place] = data[rng.randrange(len(data) + 1) :][: rng.randint(1, 40)]
    return bytes(data)


class Server:
    def __init__(self, rng, mutations):
        self.rng, self.mutations = rng, mutations
        self.kinds = fixed()
        self.given = 0
        self.good = answer()

    def hostile(self):
        self.given += 1
        return self.kinds[self.given - 1] if self.given <= len(self.kinds) else mutated(self.rng, self.kinds)

    async def serve(self, reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                query = urllib.parse.parse_qs(urllib.parse.urlsplit(head.split(b" ", 2)[1].decode()).query)
                if query.get("RoomId", [""])[0] == HOSTILE:
                    data = self.hostile()
                    # In one piece, or cut anywhere.
                    cut = self.rng.randrange(len(data) + 1) if self.rng.random() < 0.3 else len(data)
                    writer.write(data[:cut])
                    await writer.drain()
                    if cut < len(data):
                        await asyncio.sleep(0.001)
                        writer.write(data[cut:])
                        await writer.drain()
                    return
                writer.write(self.good)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()


async def play(options):
    rng = random.Random(options.seed)
    server = Server(rng, options.mutated)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, backlog=1000)
    port = listening.sockets[0].getsockname()[1]
    count = len(server.kinds) + options.mutated
    problems = []
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        rooms = ", ".join(f"r{n}" for n in range(10))
        with open(f"{folder}/show.yaml", "w") as file:
            file.write(f"timeline: show\nsender: {{id: host}}\nmessages:\n")
            file.write(f"  - {{id: m, every: {options.every}ms, from: 100ms, times: {count}, rooms: [{rooms}], text: x, max_late: 5m}}\n")
        os.mkdir(f"{folder}/runtime", 0o700)
        environment = {
            "PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": f"{folder}/runtime", "SHOWCALLER_TEST_HOME": folder,
            "ZEGO_APP_ID": "12345", "ZEGO_SERVER_SECRET": "0123456789abcdef0123456789abcdef",
            "ZEGO_BASE_URL": f"http://127.0.0.1:{port}",
        }
        process = await asyncio.create_subprocess_exec(
            os.path.abspath(options.showcaller), "run", "show.yaml", "--start", "now", "--rate", "unlimited", "--room-rate", "unlimited",
            cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        errors = await process.stderr.read()
        status = await process.wait()
        if status != 3:
            problems.append(f"exit status {status}: {errors[-2000:].decode(errors='replace')}")
        outcomes, late, holds, broken = collections.Counter(), [], collections.Counter(), 0
        for path in glob.glob(f"{folder}/runs/*.jsonl"):
            with open(path, "rb") as file:
                for line in file:
                    record = json.loads(line)
                    if record["event"] == "control":
                        holds[record["action"]] += 1
                    if record["event"] != "result" or record["outcome"] in ("retrying", "throttled", "held"):
                        continue
                    if record["room"] == HOSTILE:
                        outcomes[record["outcome"]] += 1
                    elif record["outcome"] == "sent":
                        late.append(record["late_ms"])
                    elif record["outcome"] == "unknown":
                        # The server closes connections after what may have been a whole answer: another call may be on it.
                        broken += 1
                    else:
                        problems.append(f"{record['delivery']} of a healthy room is {record['outcome']}: {record.get('reason')}")
        if sum(outcomes.values()) != count:
            problems.append(f"{sum(outcomes.values())} of {count} hostile deliveries are accounted for")
        if len(late) + broken != 9 * count or broken > count * 9 // 50:
            problems.append(f"{len(late)} of {9 * count} healthy deliveries were accepted, {broken} broken off")
        late.sort()
        p99 = late[len(late) * 99 // 100] if late else None
        if p99 is None or p99 > options.late:
            problems.append(f"healthy rooms are {p99} ms late (p99)")
    print(f"seed {options.seed}: {len(server.kinds)} fixed and {server.given - len(server.kinds)} mutated answers, {dict(outcomes)};")
    print(f"{len(late)} healthy deliveries accepted, {broken} broken off with a connection; late p50 {late[len(late) // 2] if late else None} ms, p99 {p99} ms; controls {dict(holds)}")
    for problem in problems[:20]:
        print(f"  WRONG: {problem}")
    return 1 if problems else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("showcaller")
    parser.add_argument("--mutated", type=int, default=10000)
    parser.add_argument("--every", type=int, default=40, help="milliseconds from one hostile answer to the next")
    parser.add_argument("--late", type=int, default=1000, help="milliseconds that healthy rooms may be late (p99)")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    sys.exit(asyncio.run(play(parser.parse_args())))


if __name__ == "__main__":
    main()
