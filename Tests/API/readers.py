#!/usr/bin/env python3
"""How late a show's messages leave, and how much memory it takes, while its event stream is read: by nobody, by many, and by many
beside clients that never read. Rounds of each in turn; medians are printed. Fails where a stream that is read was closed.

    readers.py SHOWCALLER [--readers 200] [--stuck 5] [--rounds 5]
"""
import argparse, asyncio, json, os, statistics, subprocess, sys, tempfile

TOKEN = "view" * 4
SCRIPT = """timeline: readers
sender: {id: host}
defaults: {rooms: [a]}
messages:
  - {id: tick, every: 20ms, from: 8s, times: 750, text: 'tick {{ occurrence }}'}
"""


async def read(port, closed):
    reader, writer = await open_stream(port)
    while await reader.read(1 << 16):
        pass
    closed.append(asyncio.get_running_loop().time())


async def open_stream(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode())
    await writer.drain()
    return reader, writer


async def play(showcaller, readers, stuck):
    with tempfile.TemporaryDirectory(prefix="readers-") as folder:
        with open(f"{folder}/show.yaml", "w") as file:
            file.write(SCRIPT)
        with open(os.open(f"{folder}/tokens", os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(f"view {TOKEN} Vera\n")
        os.mkdir(f"{folder}/runtime", 0o700)
        process = await asyncio.create_subprocess_exec(
            os.path.abspath(showcaller), "run", "show.yaml", "--simulate", "--start", "now", "--rate", "unlimited", "--room-rate", "unlimited", "--listen", "127.0.0.1:0", "--tokens", "tokens",
            cwd=folder, env={**os.environ, "XDG_RUNTIME_DIR": f"{folder}/runtime", "SHOWCALLER_TEST_HOME": folder}, stdout=subprocess.PIPE)
        port = None
        while port is None:
            line = (await process.stdout.readline()).decode()
            if line.startswith("page: "):
                port = int(line.strip().rstrip("/").rsplit(":", 1)[1])
        tasks, closed, hung = [], [], []
        for number in range(readers):
            tasks.append(asyncio.create_task(read(port, closed)))
            # A caller has twenty calls a second, and a hundred at once.
            if number >= 80:
                await asyncio.sleep(0.06)
        for _ in range(stuck):
            reader, writer = await open_stream(port)
            writer.transport.pause_reading()
            hung.append(writer)
        memory = 0

        async def watch():
            nonlocal memory
            while process.returncode is None:
                try:
                    with open(f"/proc/{process.pid}/status") as file:
                        memory = max(memory, int(file.read().split("VmRSS:")[1].split()[0]))
                except (OSError, IndexError):
                    pass
                await asyncio.sleep(0.2)

        watching = asyncio.create_task(watch())
        ended = asyncio.get_running_loop().time()
        while line := await process.stdout.readline():
            if b" ended" in line:
                ended = asyncio.get_running_loop().time()
        await process.wait()
        await watching
        lost = sum(moment < ended - 1 for moment in closed)
        for task in tasks:
            task.cancel()
        for writer in hung:
            writer.close()
        late = []
        for name in os.listdir(f"{folder}/runs/rehearsals"):
            if name.endswith(".jsonl"):
                with open(f"{folder}/runs/rehearsals/{name}") as file:
                    records = [json.loads(line) for line in file]
                late = sorted(record["late_ms"] for record in records if record["event"] == "result" and record["outcome"] == "sent")
        return {"p50": late[len(late) // 2], "p99": late[len(late) * 99 // 100], "max": late[-1], "sent": len(late), "MB": memory / 1024, "lost": lost}


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("showcaller")
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--stuck", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    kinds = {"nobody": (0, 0), f"{options.readers} readers": (options.readers, 0),
             f"{options.readers} and {options.stuck} that never read": (options.readers, options.stuck)}
    results = {kind: [] for kind in kinds}
    for _ in range(options.rounds):
        for kind, (readers, stuck) in kinds.items():
            results[kind].append(await play(options.showcaller, readers, stuck))
    for kind, rounds in results.items():
        medians = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
        print(f"{kind}: late p50 {medians['p50']:g} ms, p99 {medians['p99']:g} ms, max {medians['max']:g} ms; {medians['MB']:.0f} MB; "
              f"{medians['sent']:g} sent, {sum(one['lost'] for one in rounds)} streams lost; p99 of each {[one['p99'] for one in rounds]}", flush=True)
    print(f"load {os.getloadavg()[0]:.1f}")
    sys.exit(any(one["lost"] for rounds in results.values() for one in rounds))


asyncio.run(main())
