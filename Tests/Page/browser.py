"""A browser on a page, and what every test of the page asks besides: no error on the console, no violation of the policy."""
import json
import os
import pathlib
import time
import unittest
import urllib.request

from playwright.sync_api import sync_playwright

import mock_server

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SHOTS = pathlib.Path(os.environ.get("PAGE_SHOTS", ".build/page/shots"))
# What the network says while a test takes it away is no defect of the page.
EXPECTED = ("Failed to load resource: net::ERR_",)

# Notes when the page, by its own clock, heard something last, and when it began to look lost.
NOTES = """window.heard = null; window.lostAt = null;
const read = ReadableStreamDefaultReader.prototype.read;
ReadableStreamDefaultReader.prototype.read = async function () { const part = await read.call(this); if (!part.done) window.heard = performance.now(); return part; };
document.addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
    if (document.body.dataset.connection === 'lost') window.lostAt ??= performance.now(); }).observe(document.body, { attributes: true }));"""

# A button that asks for a second of holding is held for longer: on a busy machine that second takes its time.
HELD = 3000

_browser = None
_playwright = None


def browser():
    global _browser, _playwright
    if _browser is None:
        _playwright = sync_playwright().start()
        _browser = _playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    return _browser


def close_browser():
    if _browser:
        _browser.close()
        _playwright.stop()


class PageCase(unittest.TestCase):
    """A page in a context of its own."""

    allowed = EXPECTED

    def open_page(self, address, width=1280, height=800, ready="body[data-connection=live]", script=None, own_clock=False, **options):
        options.setdefault("locale", "en-GB")
        options.setdefault("color_scheme", "dark")
        self.context = browser().new_context(viewport={"width": width, "height": height}, **options)
        self.addCleanup(self.context.close)
        self.problems = []
        page = self.context.new_page()
        # Long: on a busy machine a page takes its time. What does not come at all is a failure all the same.
        page.set_default_timeout(60_000)
        if own_clock:
            page.clock.install()
            page.add_init_script(NOTES)
        page.on("console", lambda message: message.type in ("error", "warning") and not message.text.startswith(self.allowed) and self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.add_init_script("window.violations = []; document.addEventListener('securitypolicyviolation', (e) => violations.push(e.violatedDirective + ' ' + e.blockedURI));")
        if script:
            page.add_init_script(script)
        page.goto(address)
        page.wait_for_selector(ready, state="attached")
        if "data-connection=live" in ready:
            self.page = page
            self.until("document.querySelector('.who')?.textContent !== ''")
        self.page = page
        return page

    def tearDown(self):
        page = getattr(self, "page", None)
        if page:
            self.problems += page.evaluate("window.violations ?? []")
            self.assertEqual(self.problems, [], "console errors or violations of the policy")

    def wait(self, condition, what, seconds=60):
        until = time.monotonic() + seconds
        while True:
            value = condition()
            if value:
                return value
            if time.monotonic() > until:
                self.fail(what)
            # The driver's loop has to turn for events of the page to arrive.
            self.page.wait_for_timeout(30)

    def until(self, expression, seconds=60):
        # The driver's own wait evaluates text in the page, which the policy refuses.
        self.wait(lambda: self.page.evaluate(expression), f"never: {expression}", seconds)

    def stand(self):
        """The page's timers stand from here on, until `go_on`; only `passes` moves them. For a page that was opened with own_clock."""
        self.page.clock.pause_at(self.page.evaluate("Date.now()") / 1000 + 0.5)

    def passes(self, milliseconds):
        self.page.clock.run_for(milliseconds)

    def go_on(self):
        self.page.clock.resume()

    def overflow(self):
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    def shot(self, name):
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(SHOTS / f"{name}.png"))


class MockCase(PageCase):
    scenario = "night"

    def setUp(self):
        self.server, self.world = mock_server.start(self.scenario)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def mock(self, **change):
        request = urllib.request.Request(self.base + "/mock", data=json.dumps(change).encode(), method="POST")
        urllib.request.urlopen(request).read()

    def open(self, view="operator", **options):
        return self.open_page(f"{self.base}/#{view}", **options)

    def posts(self, verb=None):
        """The bodies of the commands that came, previews of inputs left out."""
        return [post["body"] for post in self.world.posts if not post["body"].get("check") and (verb is None or post["path"].endswith("/" + verb))]

    def wait_for_post(self, verb, count=1):
        self.wait(lambda: len(self.posts(verb)) >= count, f"no {verb} came: {self.world.posts}")
        self.assertEqual(len(self.posts(verb)), count)
        return self.posts(verb)[-1]

    def nothing_came(self, after=350):
        self.page.wait_for_timeout(after)
        self.assertEqual(self.posts(), [])

    def held(self):
        """Brings the show to the hold of its script."""
        self.mock(start_hold=True)
        self.page.wait_for_selector(".go[data-held]:not(:disabled)")
