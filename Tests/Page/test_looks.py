"""Widths, languages, colours and what somebody needs who uses no mouse or no screen."""
import unittest

from browser import MockCase

# Text and what is behind it, as a browser composes them: every visible text needs 4.5, or 3 where it is large. What is disabled is let off, as WCAG does.
CONTRAST = r"""() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); const d = canvas.getImageData(0, 0, 1, 1).data; return [d[0], d[1], d[2], d[3] / 255]; };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (node) => { const stack = []; for (let n = node; n; n = n.parentElement) { const c = read(getComputedStyle(n).backgroundColor); stack.push(c); if (c[3] === 1) break; }
    return stack.reverse().reduce((under, top) => over(top, under), [255, 255, 255]); };
  const bad = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || node.closest(".unseen, .skip-link, :disabled, noscript, option")) continue;
    const style = getComputedStyle(node);
    const back = ground(node);
    const ink = over(read(style.color), back);
    const [a, b] = [light(ink), light(back)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const need = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    if (ratio < need) bad.push(`${node.className || node.tagName} "${node.textContent.slice(0, 30)}" ${ratio.toFixed(2)}`);
  }
  return [...new Set(bad)];
}"""

# Each control has a name, each id is there once, what is referred to exists, lists hold items only, targets are 24 px or more.
SOUND = r"""() => {
  const bad = [];
  const seen = (node) => node.checkVisibility({ visibilityProperty: true });
  const name = (node) => (node.getAttribute("aria-label") || [...(node.labels ?? [])].map((label) => label.textContent).join(" ") || (node.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ") || (["INPUT", "SELECT", "TEXTAREA"].includes(node.tagName) ? "" : node.textContent)).trim();
  for (const node of document.querySelectorAll("button, a[href], input, select, textarea, summary, [role], dialog, section, aside, nav, canvas, progress, meter")) {
    if (!seen(node) || node.matches(".unseen")) continue;
    if (!name(node)) bad.push("no name: " + node.outerHTML.slice(0, 120));
    const box = node.getBoundingClientRect();
    if (node.matches("button, a[href]:not(.skip-link), input, select, textarea, summary") && (box.height < 24 || box.width < 24)) bad.push(`small: ${box.width}x${box.height} ` + node.outerHTML.slice(0, 80));
  }
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) bad.push("twice: #" + id);
  for (const attribute of ["aria-describedby", "aria-labelledby", "aria-activedescendant", "for"]) for (const node of document.querySelectorAll(`[${attribute}]`)) for (const id of node.getAttribute(attribute).split(" ")) if (!document.getElementById(id)) bad.push(`${attribute} of nothing: ${id}`);
  for (const list of document.querySelectorAll("ul, ol")) for (const child of list.children) if (child.tagName !== "LI") bad.push("no item: " + child.outerHTML.slice(0, 80));
  if (document.querySelectorAll("main").length !== 1) bad.push("not one main");
  if (document.querySelector("[tabindex]:not([tabindex='0']):not([tabindex='-1'])")) bad.push("a tabindex of its own");
  if (!document.documentElement.lang) bad.push("no language");
  const live = (id, kind) => document.getElementById(id)?.getAttribute("aria-live") === kind;
  if (!live("polite", "polite") || !live("assertive", "assertive")) bad.push("no live regions");
  return bad;
}"""


class Looks(MockCase):
    scenario = "many"

    def look(self, name, views=("operator", "script", "monitor")):
        for view in views:
            self.page.evaluate("(view) => { location.hash = view; }", f"#{view}")
            self.page.wait_for_selector(f"body[data-view={view}]")
            self.page.wait_for_timeout(700)
            with self.subTest(f"{name} {view}"):
                self.shot(f"{name}-{view}")
                self.assertLessEqual(self.overflow(), 0)
                self.assertEqual(self.page.evaluate(CONTRAST), [])
                self.assertEqual(self.page.evaluate(SOUND), [])

    def test_a_phone_in_chinese(self):
        self.open(width=390, height=844, locale="zh-CN", has_touch=True, is_mobile=True)
        self.assertEqual(self.page.get_attribute("html", "lang"), "zh-CN")
        self.assertIn("操作台", self.page.inner_text(".views"))
        self.look("390-dark-zh")
        self.mock(start_hold=True, account="51000006: frozen", late=3)
        self.page.wait_for_selector(".alarm")
        self.look("390-dark-zh-alarm")

    def test_a_phone_in_english_light(self):
        self.open(width=390, height=844, color_scheme="light")
        self.look("390-light-en")

    def test_a_desk(self):
        self.open(color_scheme="light")
        self.look("1280-light-en")
        self.mock(start_hold=True, account="51000006: frozen", network="connection refused", log="disk full", clock_ahead_ms=3000, late=3,
                  rooms=[{"room": "main-zh", "id": "x", "waiting": 12, "trouble": "room does not exist"}])
        self.page.wait_for_selector(".alarm")
        self.look("1280-light-en-alarm")

    def test_a_wall(self):
        self.open(width=1920, height=1080)
        self.look("1920-dark-en")
        self.page.click(".tools button:nth-child(2)")
        self.assertEqual(self.page.get_attribute("html", "lang"), "zh-CN")
        self.look("1920-dark-zh")
        self.page.evaluate("location.hash = '#operator'")
        self.page.click(".tools button:nth-child(1)")
        self.page.click(".tools button:nth-child(1)")
        self.assertEqual(self.page.get_attribute("html", "data-theme"), "light")
        self.look("1920-light-zh")

    def test_dialogs(self):
        page = self.open()
        page.keyboard.press("?")
        page.wait_for_selector("dialog[open]")
        self.assertEqual(page.evaluate(SOUND), [])
        self.assertEqual(page.evaluate(CONTRAST), [])
        page.keyboard.press("Escape")
        page.keyboard.press("f")
        self.assertTrue(page.evaluate("document.activeElement.textContent") == "Fire now")
        page.keyboard.press("Escape")
        page.click(".deck-more summary")
        page.click("button:has-text('Send …')")
        self.assertEqual(page.evaluate(SOUND), [])

    def test_the_tab_key_goes_through_in_order_and_is_seen(self):
        page = self.open()
        self.mock(start_hold=True)
        page.wait_for_selector(".go[data-held]:not(:disabled)")
        order, names = [], []
        for _ in range(60):
            page.keyboard.press("Tab")
            here = page.evaluate("""() => { const node = document.activeElement; if (node === document.body) return null; const style = getComputedStyle(node);
                return { index: [...document.querySelectorAll('*')].indexOf(node), ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, name: (node.getAttribute('aria-label') || node.textContent).slice(0, 30), seen: node.checkVisibility() }; }""")
            if here is None or (order and here["index"] <= order[-1]):
                break
            self.assertTrue(here["ring"], f"no ring on {here['name']}")
            self.assertTrue(here["seen"])
            order.append(here["index"])
            names.append(here["name"])
        self.assertGreater(len(order), 15)
        self.assertTrue(any(name.startswith("GO") for name in names), names)
        self.assertTrue(any(name.startswith("PANIC") for name in names), names)

    def test_motion_can_be_turned_off(self):
        page = self.open(reduced_motion="reduce")
        page.click(".panic", delay=300)
        self.assertEqual(page.eval_on_selector_all("*", "(all) => all.filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0 || parseFloat(getComputedStyle(one).animationDuration) > 0).length"), 0)

    def test_who_chooses_a_language_keeps_it(self):
        page = self.open()
        page.click(".tools button:nth-child(2)")
        page.reload()
        page.wait_for_selector(".views:has-text('操作台')")
        page.keyboard.press("?")
        self.assertIn("按键", page.inner_text("dialog"))


if __name__ == "__main__":
    unittest.main()
