"""The essential ones against the real thing: `showcaller run --simulate --listen`. SHOWCALLER names the program."""
import glob
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import threading
import unittest

from browser import HELD, PageCase

SHOW = """
timeline: real
title: A real night · 真实的一夜
timezone: Asia/Shanghai
sender: {id: host}
rooms:
  stage: {id: "1", vars: {hello: Hello}}
  stage-zh: {id: "2", vars: {hello: 你好}}
  everyone: [stage, stage-zh]
defaults: {rooms: everyone}
messages:
  - {id: hello, at: 1s, text: "{{ room.hello }}!"}
  - {id: unveil, at: 4s, hold: true, text: "Here it is <b>now</b>"}
  - {id: tick, every: 5s, from: 60s, times: 600, category: chat, text: "Tick {{ occurrence }}"}
  - {id: ghost, at: 3s, rooms: stage, text: Nobody sees this}
"""
TOKENS = "view view-token-aaaaaaaaaaaaaaaaaaaaaaaaaaaa Vera\noperate operate-token-aaaaaaaaaaaaaaaaaaaaaaaaa Otto\nadmin admin-token-aaaaaaaaaaaaaaaaaaaaaaaaaaa Ada\n"
LINKS = {line.split()[2]: line.split()[1] for line in TOKENS.splitlines()}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@unittest.skipUnless(os.environ.get("SHOWCALLER"), "SHOWCALLER does not name the program")
class Program(PageCase):
    """The program itself, with its page."""

    script = SHOW
    simulate = ["--simulate"]
    wrapper = []
    allowed = (*PageCase.allowed, "Failed to load resource: the server responded with a status of 401")

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        folder = pathlib.Path(self.folder.name)
        (folder / "real.yaml").write_text(self.script)
        (folder / "tokens").write_text(TOKENS)
        (folder / "tokens").chmod(0o600)
        # A runtime folder of its own: beside another run of the same account.
        (folder / "runtime").mkdir(mode=0o700)
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder / "runtime"), "SHOWCALLER_TEST_HOME": str(folder)}
        self.before_start()
        self.start("--start", "now")

    def before_start(self):
        pass

    def start(self, *more):
        folder = pathlib.Path(self.folder.name)
        self.output = []
        self.process = subprocess.Popen(
            [*self.wrapper, os.environ["SHOWCALLER"], "run", "real.yaml", *self.simulate, "--log-dir", "logs", "--listen", f"127.0.0.1:{self.port}", "--tokens", "tokens", "--grace", "1s", *more],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.environment)
        ready = threading.Event()

        def read():
            for line in self.process.stdout:
                self.output.append(line)
                if re.search(r"page: http", line):
                    ready.set()
            ready.set()

        threading.Thread(target=read, daemon=True).start()
        self.addCleanup(self.stop)
        self.assertTrue(ready.wait(60) and self.process.poll() is None, "".join(self.output))

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(60)
        self.process.stdout.close()

    def open(self, who="Ada", view="operator", **options):
        page = self.open_page(f"{self.base}/?token={LINKS[who]}", **options)
        self.assertNotIn("token", page.url)
        if view != "operator":
            page.goto(f"{self.base}/#{view}")
        return page

    def log(self):
        return "".join(file.read_text() for file in pathlib.Path(self.folder.name).glob("logs/**/*.jsonl"))


class Real(Program):
    def test_a_night(self):
        page = self.open()
        self.assertIn("Ada · admin", page.inner_text(".who"))
        page.wait_for_selector(".go[data-held]:not(:disabled)")
        self.assertIn("unveil", page.inner_text(".go"))
        self.assertIn("Here it is <b>now</b>", page.inner_text(".cue[data-next]"))
        self.shot("real-hold")
        page.keyboard.press("Space")
        page.wait_for_selector(".clocks[data-state=playing]")
        self.wait(lambda: '"action":"go"' in self.log() and '"by":"Ada"' in self.log(), "go is not in the log")
        page.wait_for_selector(".log li:has-text('unveil')")
        # Hold, and the clock stands.
        page.keyboard.press("h")
        page.wait_for_selector(".clocks[data-state=held]")
        page.wait_for_timeout(300)
        before = page.inner_text(".show-clock")
        page.wait_for_timeout(1500)
        self.assertEqual(page.inner_text(".show-clock"), before)
        page.wait_for_timeout(400)
        page.keyboard.press("Space")
        page.wait_for_selector(".clocks[data-state=playing]")
        # Shift, skip and its undoing, fire.
        moved = page.inner_text(".fact:has-text('Moved by') dd")
        page.click(".shift button:has-text('+1m')")
        self.until(f"[...document.querySelectorAll('.fact')].find((one) => one.textContent.startsWith('Moved by')).querySelector('dd').textContent !== '{moved}'")
        page.wait_for_timeout(500)
        name = page.inner_text(".cue[data-next] .cue-name")
        page.keyboard.press("s")
        page.click(".toast button:has-text('Undo')")
        page.wait_for_selector(f".cue[data-next] .cue-name:text-is('{name}')")
        page.wait_for_timeout(500)
        page.keyboard.press("f")
        page.keyboard.press("Enter")
        page.wait_for_selector(f".log li:has-text('fire {name}')")
        self.wait(lambda: '"action":"fire"' in self.log(), "fire is not in the log")
        self.assertEqual(page.locator(".toast.bad").all_inner_texts(), [])
        # Panic by key.
        page.keyboard.press("Escape")
        page.wait_for_selector(".clocks[data-state=held]")

    def test_the_cue_sheet_and_the_monitor(self):
        page = self.open(view="script")
        page.wait_for_selector(".row:has-text('hello')")
        self.until("document.querySelector('.script-count').textContent === '603 cues'")
        page.wait_for_selector(".row[data-state=done]:has-text('accepted 2')")
        page.fill("#search", "tick 600")
        page.wait_for_selector(".row:has-text('tick#600')")
        self.assertLessEqual(self.overflow(), 0)
        self.shot("real-script")
        page.goto(f"{self.base}/#monitor")
        page.wait_for_selector(".monitor[data-phase=hold]")
        self.assertIn("Here it is <b>now</b>", page.inner_text(".monitor-cues"))
        self.shot("real-monitor")

    def test_view_sends_nothing(self):
        page = self.open("Vera", width=390, height=844)
        sent = []
        page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
        page.wait_for_selector(".clocks[data-state=held]")
        for key in ("Space", "h", "Escape", "s"):
            page.keyboard.press(key)
        page.wait_for_timeout(300)
        self.assertEqual(sent, [])
        self.assertEqual(page.locator("main button:visible").count(), 0)
        self.assertLessEqual(self.overflow(), 0)

    def test_a_restart_is_seen_and_the_old_link_says_so(self):
        page = self.open("Otto")
        page.wait_for_selector(".clocks[data-state=held]")
        self.stop(signal.SIGKILL)
        page.wait_for_selector("body[data-connection=lost]")
        self.start("--start", "now")
        # The session ended with the process.
        page.wait_for_selector(".refused")
        self.assertIn("showcaller run --listen", page.inner_text("main"))

    def test_without_a_token_the_page_says_where_the_link_is(self):
        page = self.open_page(self.base + "/", ready="body")
        self.assertIn("showcaller run --listen", page.inner_text("body"))
        self.assertIn("链接", page.inner_text("body"))


GIVEN = """
timeline: real
title: Hands on
sender: {id: host}
inputs: {winner: {prompt: "Who won?", max: 60}}
rooms:
  stage: {id: "1", vars: {won: "The winner is"}}
  stage-zh: {id: "2", vars: {won: 获奖者是}}
  broken: {id: "8"}
defaults: {rooms: [stage, stage-zh], max_late: 10m}
messages:
  - {id: hello, at: 500ms, rooms: [stage, broken], text: Hello}
  - {id: award, at: 2s, text: "{{ room.won }} {{ winner }}"}
  - {id: later, at: 2h, text: Later}
"""


class Served(Program):
    """Before an API that fails in one room, and can be gone."""

    simulate = []

    def before_start(self):
        self.serve()

    def serve(self, port="0"):
        self.api = subprocess.Popen(
            [os.environ["SHOWCALLER"], "simulate", "--port", port, "--fault", "http500:8"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(self.end_api)
        for line in self.api.stdout:
            if line.startswith("export "):
                name, value = line[7:].strip().split("=", 1)
                self.environment[name] = value
                if name == "ZEGO_SERVER_SECRET":
                    break

    def end_api(self):
        if self.api.poll() is None:
            self.api.terminate()
            self.api.wait(60)
        self.api.stdout.close()


class Hands(Served):
    script = GIVEN

    def test_a_name_is_given_and_goes_out_as_it_was_shown(self):
        page = self.open("Otto")
        page.wait_for_selector(".go[data-input]")
        page.fill("#input-winner", "小明 & <b>Ann</b>")
        page.wait_for_selector(".checked .text")
        shown = page.inner_text(".checked")
        self.assertIn("The winner is 小明 & <b>Ann</b>", shown)
        self.assertIn("获奖者是 小明 & <b>Ann</b>", shown)
        self.assertNotIn('"action":"set"', self.log())
        page.keyboard.press("Enter")
        self.wait(lambda: '"action":"set"' in self.log() and '"by":"Otto"' in self.log(), "set is not in the log")
        # It goes on by itself, or waits for GO as the script says.
        if page.locator(".go[data-held]:not(:disabled)").count():
            page.focus("body")
            page.keyboard.press("Space")
        self.wait(lambda: '"content":"获奖者是 小明 & <b>Ann</b>"' in self.log(), "the name did not go out")

    def test_what_is_unknown_is_sent_again_while_a_button_is_held(self):
        page = self.open("Otto")
        button = ".trouble[data-outcome=unknown] button"
        page.wait_for_selector(button)
        page.click(button)
        page.wait_for_timeout(1200)
        self.assertNotIn('"action":"again"', self.log())
        page.click(button, delay=HELD)
        self.wait(lambda: '"action":"again"' in self.log() and self.log().count('"event":"attempt"') >= 3, "again is not in the log")

    def test_a_message_now_and_a_stop(self):
        page = self.open()
        page.wait_for_selector(".clocks[data-state]")
        page.click(".deck-more summary")
        page.click("button:has-text('Send …')")
        page.fill("dialog input >> nth=0", "stage, stage-zh")
        page.fill("dialog input >> nth=1", "host")
        page.fill("dialog textarea", "Hello 你好")
        page.click("dialog button[type=submit]")
        page.wait_for_selector("dialog li:has-text('stage-zh')")
        self.assertIn("accepted", page.inner_text("dialog"))
        page.keyboard.press("Escape")
        stop = page.query_selector(".deck-admin button:has-text('Stop')")
        stop.evaluate("(node) => node.click()")
        page.wait_for_timeout(300)
        self.assertIsNone(self.process.poll())
        stop.evaluate("(node) => node.click()")
        self.wait(lambda: self.process.poll() is not None, "the process did not end")
        self.assertEqual(self.process.returncode, 4)

    def test_a_reload_shows_what_changes(self):
        page = self.open()
        page.wait_for_selector(".clocks[data-state]")
        (pathlib.Path(self.folder.name) / "real.yaml").write_text(self.script.replace("text: Later", "text: Much later"))
        page.click(".deck-more summary")
        page.click("button:has-text('Reload …')")
        page.wait_for_selector("dialog .diff:has-text('Much later')")
        self.assertNotIn('"action":"reload"', self.log())
        page.click("dialog .hold-button", delay=HELD)
        self.wait(lambda: '"action":"reload"' in self.log(), "reload is not in the log")

    def test_an_api_that_is_gone_is_seen_and_its_return_too(self):
        page = self.open()
        page.wait_for_selector(".go[data-input]")
        port = self.environment["ZEGO_BASE_URL"].rsplit(":", 1)[1]
        self.end_api()
        page.fill("#input-winner", "Ann")
        page.wait_for_selector(".checked .text")
        page.keyboard.press("Enter")
        self.wait(lambda: '"action":"set"' in self.log(), "set is not in the log")
        if page.locator(".go[data-held]:not(:disabled)").count():
            page.focus("body")
            page.keyboard.press("Space")
        page.wait_for_selector(".alarm:has-text('ZEGO CANNOT BE REACHED')")
        self.assertTrue(page.title().startswith("▲"))
        self.shot("real-alarm")
        self.serve(port)
        self.wait(lambda: '"content":"The winner is Ann"' in self.log() and page.locator(".alarm:has-text('ZEGO CANNOT')").count() == 0, "it does not go on")


TICKS = """
timeline: real
title: Ticks
sender: {id: host}
rooms: {stage: {id: "1"}}
defaults: {rooms: stage, late: send}
messages:
  - {id: tick, every: 1s, from: 1s, times: 3000, text: "Tick {{ occurrence }}"}
"""
FAKE_TIME = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), None)


class Alarms(Served):
    """What goes wrong around a show that sends something every second."""

    script = TICKS

    def alarm(self, words):
        """The alarm, once it is there."""
        alarm = self.page.wait_for_selector(f".alarm:has-text('{words}')")
        return alarm.inner_text()

    def is_in_title(self):
        """Where nothing is sent, a page that nobody looks at says so too."""
        self.wait(lambda: self.page.title().startswith("▲"), "the title says nothing of it")

    def is_over(self, words):
        self.wait(lambda: self.page.locator(f".alarm:has-text('{words}')").count() == 0, f"{words} is not over")

    def accepted(self):
        return self.log().count('"outcome":"sent"')

    def goes_on(self):
        before = self.accepted()
        self.wait(lambda: self.accepted() > before, "nothing is sent any more")


class AccountAlarm(Alarms):
    def before_start(self):
        super().before_start()
        self.secret = pathlib.Path(self.folder.name) / "secret"
        self.right = self.environment.pop("ZEGO_SERVER_SECRET").strip("'")
        self.secret.touch(mode=0o600)
        self.secret.write_text("0" * len(self.right))
        self.environment["ZEGO_SERVER_SECRET_FILE"] = str(self.secret)

    def test_a_wrong_secret_is_seen_until_it_is_right(self):
        self.open("Vera")
        self.assertIn("100000005", self.alarm("THE ACCOUNT IS REFUSED"))
        self.is_in_title()
        self.assertEqual(self.accepted(), 0)
        self.secret.write_text(self.right)
        self.is_over("THE ACCOUNT IS REFUSED")
        self.goes_on()
        self.assertIn('"action":"account_ok"', self.log())
        self.assertNotIn(self.right, self.page.content())


class LogAlarm(Alarms):
    def test_a_log_that_cannot_be_written_is_seen_until_it_can(self):
        self.open("Otto")
        self.wait(lambda: self.accepted() > 0, "nothing is sent")
        logs = pathlib.Path(self.folder.name) / "logs"
        # The folder is gone, and none can be made in its place.
        logs.rename(logs.with_name("elsewhere"))
        logs.write_text("no folder")
        self.assertIn("logs", self.alarm("THE LOG CANNOT BE WRITTEN"))
        self.is_in_title()
        logs.unlink()
        logs.mkdir()
        self.is_over("THE LOG CANNOT BE WRITTEN")
        self.goes_on()
        # The whole of it is there again.
        self.assertIn('"message":"tick","occurrence":1,', self.log())


@unittest.skipUnless(FAKE_TIME, "Debian's libfaketime is not here: no clock can be set")
class ClockAlarms(Alarms):
    def before_start(self):
        # Only the show's clock is set, and not that of the API.
        super().before_start()
        self.environment.update({
            "LD_PRELOAD": FAKE_TIME, "FAKETIME_TIMESTAMP_FILE": f"{self.folder.name}/clock", "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"})
        # libfaketime sets a variable when it is loaded first, and Swift then does not find its arguments: `env` takes that.
        self.wrapper = ["/usr/bin/env"]
        self.set_clock(0)

    def set_clock(self, seconds):
        clock = pathlib.Path(self.folder.name) / "clock"
        new = clock.with_name("clock.new")
        new.write_text(f"{seconds:+d}\n")
        new.rename(clock)

    def test_a_clock_that_is_set_is_seen_and_the_show_goes_on(self):
        self.open("Otto")
        self.wait(lambda: self.accepted() > 0, "nothing is sent")
        self.set_clock(45)
        self.alarm("THE CLOCK WAS STEPPED")
        # By the answers of the API it is wrong as well.
        self.alarm("THIS CLOCK IS WRONG")
        self.goes_on()
        self.set_clock(0)
        self.is_over("THE CLOCK WAS STEPPED")
        self.goes_on()


if __name__ == "__main__":
    unittest.main()
