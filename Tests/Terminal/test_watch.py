#!/usr/bin/env python3
"""Plays `showcaller watch` in a pseudo-terminal, beside a simulated show that stands at its holds.

Usage: test_watch.py SHOWCALLER [keys] [sizes] [connections]. Needs pyte beside this Python. Everything is waited for, a minute at most, and nothing is timed.
"""
import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

import pyte

SHOWCALLER = os.path.abspath(sys.argv[1])
SCRIPT = """timeline: watched
title: A watched night
sender: {id: host}
inputs: {winner: {prompt: Who won?, max: 60}}
rooms: {stage: {id: '1'}, stage-zh: {id: '2'}, everyone: [stage, stage-zh]}
defaults: {rooms: everyone}
messages:
  - {id: doors, at: 0, text: The doors are open}
  - {id: unveil, at: 1s, hold: true, text: Here it is}
  - {id: thanks, at: 2s, hold: true, text: Thank you 谢谢}
  - {id: prize, at: 1h, text: 'The winner is {{ winner }}!'}
  - {id: rules, at: 2h, text: House rules}
  - {id: later, every: 10m, from: 3h, times: 20, text: 'Later {{ occurrence }}'}
"""
ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l"
LIMIT = 60


class Failed(Exception):
    pass


def until(condition, words, more=lambda: ""):
    end = time.monotonic() + LIMIT
    while not condition():
        if time.monotonic() > end:
            raise Failed(f"{words}: not within {LIMIT} s\n{more()}")
        time.sleep(0.02)
    return words


class Show:
    """A simulated show."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = {**os.environ, "XDG_RUNTIME_DIR": f"{folder}/runtime", "SHOWCALLER_TEST_HOME": folder, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        self.environment.pop("COLUMNS", None)
        os.mkdir(f"{folder}/runtime", 0o700)
        with open(f"{folder}/watched.yaml", "w") as file:
            file.write(SCRIPT)
        self.start()

    def start(self):
        self.process = subprocess.Popen([SHOWCALLER, "run", "watched.yaml", "--simulate", "--start", "now", "--grace", "1s"], cwd=self.folder,
                                        env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(how)
            self.process.wait(LIMIT)

    def records(self):
        folder = f"{self.folder}/runs/rehearsals"
        for name in os.listdir(folder) if os.path.isdir(folder) else []:
            if name.endswith(".jsonl"):
                with open(f"{folder}/{name}") as file:
                    return [json.loads(line) for line in file if line.endswith("\n")]
        return []

    def actions(self, name):
        """What operators did, and not the script."""
        return [record for record in self.records() if record.get("action") == name and record.get("by")]

    def sent(self, message):
        return [record for record in self.records() if record.get("message") == message and record.get("outcome") == "sent"]


class Terminal:
    """A terminal with the program in it, and a model of what it shows."""

    def __init__(self, show, *arguments, columns=80, rows=24):
        self.master, self.slave = pty.openpty()
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.lock = threading.Lock()
        self.output = b""
        self.resize(columns, rows)
        self.before = termios.tcgetattr(self.slave)
        self.process = subprocess.Popen([SHOWCALLER, "watch", *arguments], cwd=show.folder, env=show.environment, stdin=self.slave, stdout=self.slave,
                                        stderr=self.slave, start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while True:
            try:
                data = os.read(self.master, 1 << 16)
            except OSError:
                return
            if not data:
                return
            with self.lock:
                self.output += data
                self.stream.feed(data)

    def resize(self, columns, rows):
        with self.lock:
            self.screen.resize(rows, columns)
            # Nobody knows what a terminal makes of what it showed: all of it has to go.
            for row in range(rows):
                for column in range(columns):
                    self.screen.buffer[row][column] = self.screen.default_char._replace(data="#")
            fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def text(self):
        with self.lock:
            return "\n".join(self.screen.display)

    def sees(self, words, is_regex=False):
        text = self.text()
        return bool(re.search(words, text)) if is_regex else words in text

    def press(self, keys):
        os.write(self.master, keys.encode())

    def until_seen(self, pattern, words=None):
        check(until(lambda: self.sees(pattern, True), words or f"the screen says {pattern}", self.text))

    def still(self):
        """The screen without what goes on by itself: clocks, and how long it has held."""
        lines = [re.sub(r"\d+(:\d\d)+|\d+ of \d+/s|[█░]+", lambda found: "0" * len(found[0]), line).rstrip() for line in self.text().split("\n")]
        return "\n".join(lines)

    def ended(self):
        until(lambda: self.process.poll() is not None, "watch ends", self.text)
        with self.lock:
            output = self.output.decode("utf-8", "replace")
        check_that(self.process.returncode == 0, f"watch ends well ({self.process.returncode})")
        until(lambda: LEAVE in self.output.decode("utf-8", "replace"), "the other screen is left", lambda: repr(output[-300:]))
        check_that(termios.tcgetattr(self.slave) == self.before, "the terminal's settings are what they were")
        output = self.output.decode("utf-8", "replace")
        for on, off in [("\x1b[?25l", "\x1b[?25h"), ("\x1b[?7l", "\x1b[?7h"), ("\x1b[?2004h", "\x1b[?2004l"), (ENTER, LEAVE)]:
            check_that(output.rfind(off) > output.rfind(on) >= 0, f"{off[1:]} comes behind {on[1:]}")
        self.close()

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(LIMIT)
        for descriptor in (self.master, self.slave):
            os.close(descriptor)


def check(words):
    print("ok:", words, flush=True)


def check_that(condition, words):
    if not condition:
        raise Failed(words)
    check(words)


def press_until(terminal, key, condition, words):
    """A GO too soon after another, or a key while the next cue changes, does nothing and says so: then it is pressed again."""
    end = time.monotonic() + LIMIT
    while True:
        terminal.press(key)
        until(lambda: condition() or terminal.sees("nothing was done"), words, terminal.text)
        if condition():
            return check(words)
        if time.monotonic() > end:
            raise Failed(words + "\n" + terminal.text())
        # What was said has to go before it can be said again.
        until(lambda: not terminal.sees("nothing was done"), "the note goes", terminal.text)


def keys(show):
    terminal = Terminal(show)
    terminal.until_seen(r"HELD for \S+ before unveil, by the script: Space lets it go")
    terminal.until_seen(r"Here it is")
    press_until(terminal, " ", lambda: len(show.actions("go")) == 1, "Space lets the script's hold go")
    check(until(lambda: len(show.sent("unveil")) == 2, "what it held goes out"))
    terminal.until_seen(r"before thanks, by the script")
    # One GO ends one hold.
    check_that(len(show.sent("thanks")) == 0, "the next hold stands")
    press_until(terminal, " ", lambda: len(show.actions("go")) == 2, "Space lets the second hold go")
    terminal.until_seen(r"ON AIR")
    check(until(lambda: len(show.sent("thanks")) == 2, "what it held goes out too"))
    press_until(terminal, "h", lambda: len(show.actions("hold")) == 1, "H holds")
    check_that(show.actions("hold")[0]["by"], "the log says who held")
    terminal.until_seen(r"HELD for \S+, by \S+: Space lets it go")
    press_until(terminal, " ", lambda: len(show.actions("go")) == 3, "Space lets it go again")
    # The next one is `prize`; the arrow chooses the one behind it.
    terminal.until_seen(r"S skip prize")
    terminal.press("\x1b[B\x1b[B")
    terminal.until_seen(r"S skip rules")
    press_until(terminal, "s", lambda: [record["message"] for record in show.actions("skip")] == ["rules"], "S skips what was chosen")
    terminal.until_seen(r"U unskip rules")
    press_until(terminal, "u", lambda: len(show.actions("unskip")) == 1, "U brings it back")
    # Chosen by its key, cut as a stalled line cuts it: Home is no H, and F4 no S.
    for sequence in ("\x1b[H", "\x1bOS"):
        before = len(show.actions("hold") + show.actions("skip"))
        terminal.press(sequence[:1])
        terminal.until_seen(r"Esc once more holds every run")
        terminal.press(sequence[1:])
        terminal.press("=")
        terminal.until_seen(r"winner = ")
        check_that(len(show.actions("hold") + show.actions("skip")) == before, f"{sequence[1:]} behind a lone Esc does nothing")
        terminal.press("\x1b")
        until(lambda: not terminal.sees("winner = "), "Esc leaves the field", terminal.text)
        until(lambda: not terminal.sees("Esc once more"), "the note goes", terminal.text)
    terminal.press("=")
    terminal.until_seen(r"Who won\? winner = ")
    terminal.press("小明 & hq")
    terminal.until_seen(r"11 of 60 bytes", "keys are text in the field")
    terminal.press("\r")
    # The second column of a wide character is empty in the model.
    terminal.until_seen(r"The winner is 小 ?明 ? & hq!.*\n(.*\n)*.*Enter SETS it", "what goes out is shown before")
    check_that(show.actions("set") == [], "nothing is set yet")
    terminal.press("\r")
    check(until(lambda: [record["value"] for record in show.actions("set")] == ["小明 & hq"], "Enter sets it"))
    terminal.until_seen(r"prize +The winner is 小")
    terminal.press("\x1b")
    terminal.until_seen(r"Esc once more holds every run")
    held = len(show.actions("hold"))
    terminal.press("\x1b")
    check(until(lambda: len(show.actions("hold")) == held + 1, "Esc twice holds every run"))
    terminal.until_seen(r"HELD for \S+, by")
    terminal.press("q")
    terminal.ended()
    check_that(show.process.poll() is None, "the show goes on")


def sizes(show):
    """A window of another size has nothing on it that a new one of that size has not."""
    terminal = Terminal(show, columns=100, rows=30)
    terminal.until_seen(r"HELD")
    for columns, rows in [(60, 20), (40, 12), (132, 43), (80, 24), (20, 8), (80, 24)]:
        terminal.resize(columns, rows)
        fresh = Terminal(show, columns=columns, rows=rows)
        until(lambda: "ON AIR" in fresh.text() or "HELD" in fresh.text(), "a new one shows it", fresh.text)
        try:
            until(lambda: terminal.still() == fresh.still() and "#" not in terminal.text().replace("later#", ""), "", lambda: terminal.still() + "\n---\n" + fresh.still())
        except Failed as failed:
            raise Failed(f"{columns}x{rows} has ghosts{failed}")
        check(f"{columns}x{rows} has no ghosts")
        fresh.press("Q")
        until(lambda: fresh.process.poll() is not None, "Q quits", fresh.text)
        fresh.close()
    os.kill(terminal.process.pid, signal.SIGTERM)
    terminal.ended()


def connections(show):
    terminal = Terminal(show)
    terminal.until_seen(r"HELD")
    show.process.send_signal(signal.SIGSTOP)
    terminal.until_seen(r"CONNECTION LOST", "a scheduler that says nothing looks lost")
    terminal.press("h")
    terminal.until_seen(r"the connection is lost: nothing was sent")
    show.process.send_signal(signal.SIGCONT)
    until(lambda: not terminal.sees("CONNECTION LOST"), "it comes back", terminal.text)
    check("it comes back by itself")
    show.stop(signal.SIGKILL)
    terminal.until_seen(r"NO SCHEDULER RUNS HERE", "a scheduler that was killed is gone")
    show.start()
    until(lambda: not terminal.sees("NO SCHEDULER"), "it finds the next process", terminal.text)
    terminal.until_seen(r"HELD", "the next process of the run is found")
    terminal.press("\x03")
    terminal.ended()
    # A terminal that is closed takes what was in it along, and not the show.
    closed = Terminal(show)
    closed.until_seen(r"HELD")
    os.close(closed.slave)
    os.close(closed.master)
    check(until(lambda: closed.process.poll() is not None, "watch ends with its terminal"))
    check_that(show.process.poll() is None, "the show goes on")


def main():
    with tempfile.TemporaryDirectory(prefix="watch-") as folder:
        show = Show(folder)
        try:
            until(lambda: show.sent("doors"), "the show plays")
            for part in sys.argv[2:] or ("keys", "sizes", "connections"):
                {"keys": keys, "sizes": sizes, "connections": connections}[part](show)
        except Failed as failed:
            sys.exit(f"test-watch: {failed}")
        finally:
            show.stop()
    print("test-watch passed")


main()
