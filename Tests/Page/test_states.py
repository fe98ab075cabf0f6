"""The connection, roles, alarms, clocks, the cue sheet and the monitor, against the made-up server."""
import unittest

from browser import MockCase
from mock_show import wall


class Connection(MockCase):
    def is_lost_within_three_seconds(self):
        """By the page's own clock, from the last thing it heard: a busy machine takes nothing away."""
        self.stand()
        while self.page.evaluate("lostAt") is None:
            self.assertLess(self.page.evaluate("performance.now() - heard"), 3000)
            self.passes(100)
        self.assertLessEqual(self.page.evaluate("lostAt - heard"), 3000)
        self.assertTrue(self.page.is_visible(".lost-bar"))
        self.assertIn("What you see is of", self.page.inner_text(".lost-bar"))
        self.assertEqual(self.page.eval_on_selector_all("main button", "(all) => all.filter((one) => !one.matches(':disabled')).length"), 0)
        before = self.page.inner_text(".show-clock")
        self.page.keyboard.press("Space")
        self.page.keyboard.press("h")
        self.page.keyboard.press("Escape")
        self.passes(1200)
        self.nothing_came()
        self.assertEqual(self.page.inner_text(".show-clock"), before)
        self.go_on()

    def test_a_line_that_is_dead_is_seen_and_comes_back(self):
        page = self.open(own_clock=True)
        self.held()
        asked = []
        page.on("request", lambda request: "/v1/events" in request.url and asked.append(request.headers.get("last-event-id")))
        self.mock(stream="silent")
        self.is_lost_within_three_seconds()
        with self.world.lock:
            self.world.runs[0].end_hold("Bob", "x")
        self.mock(stream="open")
        page.wait_for_selector("body[data-connection=live]")
        page.wait_for_selector(".clocks[data-state=playing]")
        self.assertIn("Bob", page.inner_text(".log"))
        # It asked for what it had missed, not for everything.
        self.assertTrue(asked and all(asked), asked)
        page.keyboard.press("h")
        self.wait_for_post("hold")

    def test_a_server_that_is_gone_is_seen_and_comes_back(self):
        page = self.open(own_clock=True)
        self.mock(stream="down")
        self.is_lost_within_three_seconds()
        self.shot("lost-1280")
        self.mock(stream="open")
        page.wait_for_selector("body[data-connection=live]")
        self.assertFalse(page.is_visible(".lost-bar"))

    def test_a_short_break_is_caught_up_without_a_word(self):
        page = self.open(own_clock=True)
        self.stand()
        streams = []
        page.on("request", lambda request: "/v1/events" in request.url and streams.append(request.headers.get("last-event-id")))
        for how in ("requestfinished", "requestfailed"):
            page.on(how, lambda request: "/v1/events" in request.url and streams.append("ended"))
        self.mock(stream="down")
        self.wait(lambda: "ended" in streams, "the stream did not end")
        self.mock(stream="open")
        # It tries again within its first pause of a quarter of a second.
        self.passes(400)
        heard = page.evaluate("heard")
        self.wait(lambda: len(streams) > 1 and page.evaluate("heard") > heard, "the page did not come back")
        self.assertTrue(streams[1])
        self.go_on()
        with self.world.lock:
            self.world.runs[0].begin_hold(wall(), by="Bob")
        page.wait_for_selector(".clocks[data-state=held]")
        self.assertIsNone(page.evaluate("lostAt"))

    def test_no_token_says_where_the_link_is(self):
        type(self).allowed = (*MockCase.allowed, "Failed to load resource: the server responded with a status of 401")
        self.mock(role="none")
        page = self.open(ready=".refused")
        self.assertIn("showcaller run --listen", page.inner_text("main"))
        page.keyboard.press("Space")
        self.nothing_came()

    def test_a_link_that_ends_while_looking(self):
        type(self).allowed = (*MockCase.allowed, "Failed to load resource: the server responded with a status of 401")
        page = self.open()
        self.mock(role="none")
        page.wait_for_selector(".refused")

    def test_the_clock_of_the_machine_is_not_asked(self):
        page = self.open(script="Date.now = () => 0; window.Date = new Proxy(Date, { construct: () => { throw new Error('the clock was asked'); } });")
        run = self.world.runs[0]

        def agrees():
            before = run.offset()
            hours, minutes, seconds = map(int, page.inner_text(".show-clock").split(":"))
            return before - 2000 < (hours * 3600 + minutes * 60 + seconds) * 1000 < run.offset() + 2000

        self.wait(agrees, "the page's clock is not the server's")


class Roles(MockCase):
    def test_view_sees_everything_and_sends_nothing(self):
        self.mock(role="view")
        page = self.open()
        self.held_for_view()
        self.assertIn("This link is for looking only", page.inner_text(".deck"))
        for key in ("Space", "h", "s", "Escape"):
            page.keyboard.press(key)
        self.nothing_came()
        names = page.eval_on_selector_all("main button, main input", "(all) => all.filter((one) => one.checkVisibility()).map((one) => one.outerHTML)")
        self.assertEqual(names, [])
        page.goto(self.base + "/#script")
        page.click(".row >> nth=9")
        page.wait_for_selector(".detail .words")
        self.assertEqual(page.locator(".detail .dialog-buttons button").count(), 0)

    def held_for_view(self):
        self.mock(start_hold=True)
        self.page.wait_for_selector(".clocks[data-state=held]")

    def test_operate_has_no_buttons_of_admin(self):
        self.mock(role="operate")
        page = self.open()
        page.click(".deck-more summary")
        self.assertEqual(page.eval_on_selector_all(".deck-admin button", "(all) => all.filter((one) => one.checkVisibility()).map((one) => one.firstChild.textContent)"), ["Send …"])


class Alarms(MockCase):
    def test_they_are_on_top_and_said_once_and_ticks_are_not(self):
        page = self.open()
        page.evaluate("""window.said = []; for (const id of ['polite', 'assertive']) new MutationObserver(() => {
            const text = document.getElementById(id).textContent; if (text) said.push(id + ': ' + text); }).observe(document.getElementById(id), { childList: true, characterData: true, subtree: true });""")
        page.wait_for_timeout(2500)
        self.assertEqual(page.evaluate("said"), [])
        self.mock(account="51000006: frozen", network="connection refused", log="disk full", clock_ahead_ms=-4000, late=2)
        self.until("document.querySelectorAll('.alarm').length === 5")
        words = page.inner_text(".alarms")
        for one in ("THE LOG CANNOT BE WRITTEN", "disk full", "THE ACCOUNT IS REFUSED", "51000006", "ZEGO CANNOT BE REACHED", "4000 ms behind", "2 messages are late"):
            self.assertIn(one, words)
        self.until("said.some((one) => one.startsWith('assertive: ') && one.includes('THE LOG'))")
        self.until("said.some((one) => one.startsWith('polite') && one.includes('late'))")
        page.wait_for_timeout(1500)
        said = page.evaluate("said")
        self.assertEqual(sum("late" in one for one in said if one.startswith("polite")), 1, said)
        self.assertTrue(page.title().startswith("▲"))
        self.mock(account=None, network=None, log=None, clock_ahead_ms=0, late=0)
        self.until("document.querySelector('.alarms').hidden")

    def test_the_title_says_every_alarm_and_no_warning(self):
        page = self.open()
        self.mock(late=2)
        self.until("document.querySelectorAll('.alarm').length === 1")
        self.assertFalse(page.title().startswith("▲"))
        self.mock(late=0, clock_ahead_ms=-4000)
        self.until("document.title.startsWith('▲')")
        self.mock(clock_ahead_ms=0)
        self.until("!document.title.startsWith('▲')")

    def test_rooms_in_trouble(self):
        page = self.open()
        self.mock(rooms=[{"room": "main-zh", "id": "lumen-main-zh", "waiting": 12, "trouble": "room does not exist"}])
        page.wait_for_selector(".room-list li:has-text('room does not exist'):has-text('12 waiting')")


class CueSheet(MockCase):
    def test_past_and_future_live(self):
        page = self.open("script")
        page.wait_for_selector(".row:has-text('trailer'):has-text('unknown 1')")
        page.wait_for_selector(".row[data-now]:has-text('tip#1')")
        page.fill("#search", "获奖者")
        self.until("document.querySelectorAll('.row').length === 1")
        self.assertIn("winner", page.inner_text(".row"))
        page.fill("#search", "")
        page.select_option(".script-tools select >> nth=2", "trouble")
        self.until("document.querySelectorAll('.row').length === 2")
        page.select_option(".script-tools select >> nth=2", "ahead")
        page.select_option(".script-tools select >> nth=1", "system")
        page.wait_for_selector(".row:has-text('tricky')")
        self.until("![...document.querySelectorAll('.row')].some((row) => row.textContent.includes('tip#'))")
        page.select_option(".script-tools select >> nth=0", "shop-zh")
        self.until("![...document.querySelectorAll('.row')].some((row) => row.textContent.includes('tricky'))")
        # A shift moves what is to come.
        before = page.inner_text(".row:has-text('bye') .time")
        with self.world.lock:
            run = self.world.runs[0]
            run.shift += 60_000
            run.control("shift", "Bob", "s", by_ms=60_000, shift_ms=60_000)
        self.wait(lambda: page.inner_text(".row:has-text('bye') .time") != before, "the shift is not seen")

    def test_a_cue_from_the_sheet_and_by_keys(self):
        page = self.open("script")
        page.wait_for_selector(".name:text-is('tip#3')")
        page.click(".name:text-is('tip#3')")
        page.wait_for_selector(".detail:has-text('小贴士 3')")
        page.keyboard.press("ArrowDown")
        page.wait_for_selector(".detail:has-text('winner')")
        page.click(".detail button:has-text('Skip')")
        self.assertEqual(self.wait_for_post("skip")["cue"], "winner")
        page.wait_for_selector(".row[data-state=skipped]:has-text('winner')")
        page.click(".detail button:has-text('Take back')")
        self.assertEqual(self.wait_for_post("unskip")["cue"], "winner")
        page.keyboard.press("/")
        page.keyboard.type("s")
        self.assertEqual(page.input_value("#search"), "s")

    def test_lanes_are_drawn_and_a_mark_can_be_chosen(self):
        page = self.open("script")
        page.wait_for_selector(".name:text-is('tip#3')")
        page.wait_for_timeout(300)
        box = page.locator("canvas").bounding_box()
        colours = page.evaluate("""() => { const canvas = document.querySelector('canvas'); const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            const seen = new Set(); for (let i = 0; i < data.length; i += 4) seen.add(data[i] + ',' + data[i + 1] + ',' + data[i + 2]); return seen.size; }""")
        self.assertGreater(colours, 10)
        run = self.world.runs[0]
        share = 0.25 + (run.by_name["tip#1"].offset - run.offset()) / 900_000
        page.mouse.click(box["x"] + 140 + share * (box["width"] - 140), box["y"] + 34 + 15)
        page.wait_for_selector(".detail:has-text('tip#1')")


class LongScript(MockCase):
    scenario = "large"

    def test_twenty_thousand_cues(self):
        page = self.open("script")
        page.wait_for_selector(".row[data-now]")
        self.until("document.querySelector('.script-count').textContent === '20,000 cues'")
        self.assertLess(page.locator(".row").count(), 80)
        ordered = page.evaluate("""() => [...document.querySelectorAll('.row')].sort((a, b) => a.getAttribute('aria-posinset') - b.getAttribute('aria-posinset'))
            .map((row) => Number(row.querySelector('.name').textContent.split('#')[1]))""")
        self.assertEqual(ordered, list(range(ordered[0], ordered[0] + len(ordered))))
        self.assertEqual(page.get_attribute(".row", "aria-setsize"), "20000")
        page.fill("#search", "line 19999 of")
        self.until("document.querySelectorAll('.row').length === 1")
        page.fill("#search", "")
        self.until("document.querySelectorAll('.row').length > 5")
        page.focus(".script-list")
        page.keyboard.press("End")
        page.wait_for_selector(".row:has-text('line#20000')")
        page.keyboard.press("Home")
        page.wait_for_selector(".row[aria-posinset='1']:has-text('accepted 1')")
        page.click("button:has-text('Whole script')")
        longest = page.evaluate("""() => new Promise((resolve) => { let last = performance.now(), longest = 0, n = 0; const step = (now) => { longest = Math.max(longest, now - last); last = now; n += 1;
            n < 60 ? requestAnimationFrame(step) : resolve(longest); }; requestAnimationFrame(step); })""")
        print(f"  longest frame with 20,000 cues in the lanes: {longest:.0f} ms")
        page.click("button:has-text('Follow now')")
        page.wait_for_selector(".row[data-now]")


class Monitor(MockCase):
    def test_it_only_shows(self):
        page = self.open("monitor")
        self.assertEqual(page.locator("main button").all_inner_texts(), ["Full screen"])
        for key in ("Space", "h", "Escape", "s", "f"):
            page.keyboard.press(key)
        self.nothing_came()
        page.wait_for_selector(".monitor[data-phase=standby]:has-text('STAND BY')")
        # What went out last is asked for in a request of its own.
        page.wait_for_selector(".monitor-cues section:first-child:has-text('offer')")
        self.mock(advance_ms=40_000)
        page.wait_for_selector(".monitor[data-phase=ready]:has-text('READY')")
        page.wait_for_selector(".monitor[data-phase=go]:has-text('GO')")
        page.wait_for_selector(".monitor-cues section:first-child:has-text('Tip 1')")
        self.mock(start_hold=True)
        page.wait_for_selector(".monitor[data-phase=hold]:has-text('HOLD')")
        self.mock(ended=True)
        page.wait_for_selector(".monitor[data-phase=ended]:has-text('The end')")


if __name__ == "__main__":
    unittest.main()
