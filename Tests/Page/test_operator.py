"""What an operator does, by hand and by key, against the made-up server."""
import unittest

from browser import HELD, MockCase


class Keys(MockCase):
    def test_space_lets_the_named_hold_go(self):
        page = self.open()
        self.held()
        self.assertIn("lets hold-1 go: on with unveil", page.inner_text(".go"))
        page.keyboard.press("Space")
        self.assertEqual(self.wait_for_post("go")["hold"], "hold-1")
        page.wait_for_selector(".clocks[data-state=playing]")
        self.assertIn("nothing is held", page.inner_text(".go"))

    def test_two_quick_gos_are_one(self):
        page = self.open()
        self.held()
        page.keyboard.press("Space")
        page.keyboard.press("Space")
        self.wait_for_post("go")
        # Another hold at once: a finger that bounces does not let that go, too.
        run = self.world.runs[0]
        with self.world.lock:
            run.begin_hold(mock_now(), by="Bob")
        page.wait_for_selector(".go:has-text('hold-2')")
        page.evaluate("() => import('/page/core/commands.js').then((m) => { window.guard = m; })")
        page.keyboard.press("Space")
        if page.evaluate("window.guard.sinceGo() < 600"):
            self.assertEqual(len(self.posts("go")), 1)
            page.wait_for_selector(".toast.bad:has-text('600 ms')")
        page.wait_for_timeout(700)
        page.keyboard.press("Space")
        self.assertEqual(self.wait_for_post("go", 2)["hold"], "hold-2")

    def test_a_key_kept_down_is_one_press(self):
        page = self.open()
        page.keyboard.down("h")
        page.keyboard.down("h")
        page.keyboard.down("h")
        page.keyboard.up("h")
        self.wait_for_post("hold")
        page.wait_for_selector(".clocks[data-state=held]")
        page.wait_for_selector(".state-more:has-text('by Ann')")

    def test_escape_holds_everything_but_not_out_of_a_dialog(self):
        page = self.open()
        page.keyboard.press("?")
        page.wait_for_selector("dialog[open]")
        page.keyboard.press("h")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        self.nothing_came()
        page.wait_for_timeout(400)
        page.keyboard.press("Escape")
        self.wait_for_post("panic")
        page.wait_for_selector(".clocks[data-state=held]")

    def test_keys_do_nothing_while_typing(self):
        page = self.open()
        self.held()
        page.focus("#input-winner")
        page.keyboard.type("h f s ? 1 o")
        page.keyboard.press("Escape")
        self.nothing_came()
        self.assertEqual(page.input_value("#input-winner"), "h f s ? 1 o")
        self.assertFalse(page.evaluate("document.activeElement.matches('input')"))
        page.keyboard.press("Control+h")
        self.nothing_came()

    def test_space_is_go_after_a_click_but_belongs_to_a_button_reached_by_tab(self):
        page = self.open()
        self.held()
        # A next cue that has just become one is nobody's: see below.
        page.wait_for_timeout(500)
        page.click(".deck-cues button:first-child")
        self.wait_for_post("skip")
        page.keyboard.press("Space")
        self.wait_for_post("go")
        self.assertEqual(len(self.posts("skip")), 1)
        page.focus(".deck .hold:not(:disabled)")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        self.wait_for_post("hold")

    def test_skip_names_the_cue_and_can_be_taken_back(self):
        page = self.open()
        name = page.inner_text(".cue[data-next] .cue-name")
        page.wait_for_timeout(500)
        page.keyboard.press("s")
        self.assertEqual(self.wait_for_post("skip")["cue"], name)
        page.click(".toast button:has-text('Undo')")
        self.assertEqual(self.wait_for_post("unskip")["cue"], name)

    def test_a_next_cue_that_has_just_changed_is_not_meant(self):
        page = self.open(own_clock=True)
        self.stand()
        self.mock(advance_ms=46_000)

        def has_changed():
            self.passes(2)
            return page.inner_text(".cue[data-next] .cue-name") == "tip#2"

        self.wait(has_changed, "the next cue did not change")
        page.keyboard.press("s")
        page.wait_for_selector(".toast.bad:has-text('just changed')")
        self.nothing_came()

    def test_arrows_choose_which_cue_is_meant(self):
        page = self.open()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        name = page.inner_text(".cue[aria-current] .cue-name")
        self.assertEqual(page.inner_text(".deck-cues button:nth-child(2) .cue-name"), name)
        page.keyboard.press("s")
        self.assertEqual(self.wait_for_post("skip")["cue"], name)

    def test_fire_shows_the_text_and_asks(self):
        page = self.open()
        name = page.inner_text(".cue[data-next] .cue-name")
        page.keyboard.press("f")
        self.assertIn("Tip 1: the lamp remembers", page.inner_text("dialog"))
        self.nothing_came()
        page.keyboard.press("Enter")
        self.assertEqual(self.wait_for_post("fire")["cue"], name)


def mock_now():
    import mock_show

    return mock_show.wall()


class Hands(MockCase):
    def test_shift_by_button_and_by_field(self):
        page = self.open()
        page.click(".shift button:has-text('+10s')")
        self.assertEqual(self.wait_for_post("shift")["by_ms"], 10000)
        page.fill(".shift input", "-1m30s")
        page.keyboard.press("Enter")
        self.assertEqual(self.wait_for_post("shift", 2)["by_ms"], -90000)
        page.fill(".shift input", "soon")
        page.keyboard.press("Enter")
        self.assertIn("write 1m30s", page.inner_text(".shift .problem"))
        self.assertEqual(len(self.posts("shift")), 2)

    def test_an_input_is_seen_before_it_is_set(self):
        page = self.open()
        page.fill("#input-winner", "小明 & <b>Ann</b>")
        page.wait_for_selector(".checked .text")
        shown = page.inner_text(".checked")
        self.assertIn("And the winner is 小明 & <b>Ann</b>!", shown)
        self.assertIn("获奖者是 小明 & <b>Ann</b>！", shown)
        self.assertIn("main-zh", shown)
        self.assertIsNone(self.world.runs[0].inputs[0]["value"])
        self.assertEqual(self.posts(), [])
        page.keyboard.press("Enter")
        self.assertEqual(self.wait_for_post("set")["value"], "小明 & <b>Ann</b>")
        page.wait_for_selector(".input[data-set] .input-value:has-text('小明')")
        page.wait_for_selector(".cue:has-text('And the winner is 小明')")

    def test_enter_before_the_text_is_shown_sets_nothing(self):
        page = self.open()
        page.fill("#input-winner", "x")
        page.keyboard.press("Enter")
        self.nothing_came()

    def test_an_input_that_is_too_long_cannot_be_set(self):
        page = self.open()
        page.fill("#input-code", "二十个字节放不下这么多字")
        self.assertIn("36 of 20 bytes", page.inner_text("#input-code-facts"))
        self.assertTrue(page.is_disabled(".input:has(#input-code) button[type=submit]"))
        page.keyboard.press("Enter")
        self.nothing_came()

    def test_go_leads_to_the_input_that_is_missing(self):
        page = self.open()
        run = self.world.runs[0]
        self.mock(advance_ms=145_000)
        with self.world.lock:
            cue = run.by_name["winner"]
            cue.state = "planned"
            run.first = run.cues.index(cue)
            run.begin_hold(mock_now(), before="winner", input="winner")
        page.wait_for_selector(".go[data-input]")
        page.keyboard.press("Space")
        self.nothing_came()
        self.assertTrue(page.evaluate("document.activeElement.id === 'input-winner'"))

    def test_what_failed_is_sent_again(self):
        page = self.open()
        page.click(".trouble[data-outcome=failed] button")
        body = self.wait_for_post("again")
        self.assertEqual((body["cue"], body["room"], body.get("not_shown")), ("trailer#1", "vip-en", None))
        page.wait_for_selector(".trouble[data-outcome=failed]", state="detached")

    def test_again_of_unknown_asks_to_be_held(self):
        page = self.open()
        button = ".trouble[data-outcome=unknown] button"
        page.click(button)
        self.nothing_came(1200)
        page.click(button, delay=HELD)
        self.assertIs(self.wait_for_post("again")["not_shown"], True)

    def test_dangerous_ones_ask_to_be_held_by_keyboard_too(self):
        page = self.open()
        page.focus(".panic")
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
        self.nothing_came()
        page.keyboard.down("Enter")
        page.wait_for_timeout(HELD)
        page.keyboard.up("Enter")
        self.wait_for_post("panic")

    def test_a_click_without_holding_arms_and_a_second_confirms(self):
        # What a screen reader does.
        page = self.open()
        page.click(".deck-more summary")
        stop = page.query_selector(".deck-admin button:has-text('Stop')")
        stop.evaluate("(node) => node.click()")
        self.nothing_came()
        stop.evaluate("(node) => node.click()")
        self.wait_for_post("stop")

    def test_reload_shows_what_changes_and_sends_what_was_shown(self):
        page = self.open()
        page.click(".deck-more summary")
        page.click("button:has-text('Reload …')")
        page.wait_for_selector(".diff .added")
        self.assertEqual([body["apply"] for body in self.posts("reload")], [False])
        page.click("dialog .hold-button", delay=HELD)
        self.wait(lambda: len(self.posts("reload")) == 2, "no reload")
        self.assertEqual(self.posts("reload")[-1]["sha256"], "ab" * 32)

    def test_a_message_now(self):
        page = self.open()
        page.click(".deck-more summary")
        page.click("button:has-text('Send …')")
        page.fill("dialog input >> nth=0", "main-en, main-zh")
        page.fill("dialog input >> nth=1", "host")
        page.fill("dialog textarea", "Hello 你好")
        self.assertIn("12 of 1024", page.inner_text("dialog"))
        page.click("dialog button[type=submit]")
        self.assertEqual(self.wait_for_post("send")["rooms"], ["main-en", "main-zh"])
        page.wait_for_selector("dialog li:has-text('main-zh')")

    def test_a_command_without_an_answer_is_repeated_with_its_id(self):
        page = self.open()
        bodies = []

        def first_fails(route):
            bodies.append(route.request.post_data_json["id"])
            route.abort() if len(bodies) == 1 else route.continue_()

        page.route("**/hold", first_fails)
        page.keyboard.press("h")
        self.wait_for_post("hold")
        self.assertEqual(len(bodies), 2)
        self.assertEqual(bodies[0], bodies[1])

    def test_text_is_never_markup_and_hides_nothing(self):
        page = self.open()
        # Near enough to be among the next.
        run = self.world.runs[0]
        with self.world.lock:
            for cue in run.cues:
                if cue.state == "planned" and cue.message == "tip":
                    cue.state = "skipped"
        cue = page.wait_for_selector(".cue:has-text('tricky')")
        words = cue.query_selector(".words")
        self.assertEqual(words.query_selector_all("b"), [])
        for hidden in ("⟨U+202E⟩evil⟨U+202C⟩", "<b>now</b>", "⟨U+200B⟩here⟨U+0007⟩"):
            self.assertIn(hidden, words.text_content())
        self.assertEqual(page.inner_text(".cue:has-text('winner') .missing-input >> nth=0"), "‹winner›")


class Several(MockCase):
    scenario = "many"

    def test_a_switch_between_runs_and_a_panic_for_all(self):
        page = self.open()
        self.assertEqual(page.locator(".run").count(), 4)
        self.assertEqual(page.locator(".run[aria-pressed=true]").count(), 1)
        page.keyboard.press("2")
        self.assertEqual(page.inner_text(".clocks h1"), "Lobby screen")
        page.keyboard.press("h")
        self.wait_for_post("hold")
        self.assertIn("lobby", self.world.posts[-1]["path"])
        page.keyboard.press("1")
        page.wait_for_selector(".run[data-state=held]:has-text('Lobby')")
        self.assertTrue(page.is_disabled(".go"))
        page.click(".panic", delay=HELD)
        self.wait_for_post("panic")
        self.until("document.querySelectorAll('.run[data-state=held]').length >= 3")
        page.reload()
        page.wait_for_selector(".run[aria-pressed=true]:has-text('Lumen')")


if __name__ == "__main__":
    unittest.main()
