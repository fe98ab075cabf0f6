"""A made-up show: runs, cues and what happens to them, in the shapes of the API."""
import datetime
import itertools
import time

FAILURES = {
    "failed": "server error, tried 5 times",
    "unknown": "no answer in time",
    "rejected": "room does not exist: nobody is in the room",
    "missed": "later than max_late",
}
LONG_ZH = "亲爱的观众朋友们，大家晚上好！欢迎来到今晚的新品发布直播间，接下来的两个小时里我们将为您揭晓全新一代产品的全部秘密，请不要走开，精彩马上开始，更有多轮抽奖等着您参与！"
LONG_EN = (
    "Good evening and a very warm welcome to everybody who has joined us from all over the world: over the next two hours "
    "we shall show you everything there is to know about the new generation, and there will be prizes, so please stay."
)
EN, ZH = ["main-en", "shop-en", "vip-en"], ["main-zh", "shop-zh", "vip-zh"]


def rfc(ms):
    return datetime.datetime.fromtimestamp(ms / 1000, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{int(ms) % 1000:03d}Z"


def wall():
    return int(time.time() * 1000)


class Cue:
    def __init__(self, message, offset, texts, category="system", occurrence=1, hold=False, input=None, fate=None):
        self.message, self.offset, self.texts, self.category = message, offset, texts, category
        self.occurrence, self.hold, self.input, self.fate = occurrence, hold, input, fate or {}
        self.state, self.outcomes, self.due_when_done = "planned", {}, None
        self.repeats = False

    @property
    def name(self):
        return f"{self.message}#{self.occurrence}" if self.repeats else self.message

    @property
    def key(self):
        return f"{self.message}#{self.occurrence}"


def both(en, zh):
    return [(EN, en), (ZH, zh)]


def launch():
    s = 1000
    cues = [
        Cue("doors", -600 * s, both("Doors are open. We begin at 20:00.", "已开门，20:00 准时开始。")),
        Cue("welcome", 0, both(LONG_EN, LONG_ZH)),
        Cue("rules", 60 * s, both("Be kind. Questions go to the host.", "请文明发言，问题请发给主持人。"), "chat"),
        Cue("trailer", 300 * s, both("▶ The film is running", "▶ 影片播放中"), fate={"vip-zh": "unknown", "vip-en": "failed"}),
        Cue("offer", 540 * s, both("Lumen One for 2499, tonight 2199 with LUMEN300", "Lumen One 原价 2499，今晚 2199，优惠码 LUMEN300"), "chat", fate={"shop-zh": "rejected"}),
    ]
    for n in range(1, 41):
        cue = Cue("tip", (580 + 40 * n) * s, both(f"Tip {n}: the lamp remembers what you liked.", f"小贴士 {n}：灯会记住你的喜好。"), "chat", n)
        cue.repeats = True
        cues.append(cue)
    cues += [
        Cue("unveil", 660 * s, both("Here it is: Lumen One ✨", "它来了：Lumen One ✨"), hold=True),
        Cue("winner", 720 * s, both("And the winner is ‹winner›! 🥁", "获奖者是 ‹winner›！🥁"), input="winner"),
        Cue("tricky", 735 * s, [(["main-en"], "Order \u202eevil\u202c <b>now</b> & \u200bhere\x07\nsecond line")]),
        Cue("bye", 2400 * s, both("Good night, and thank you all!", "晚安，谢谢大家！"), "system"),
    ]
    return sorted(cues, key=lambda cue: cue.offset)


def large(count=20000, spacing=1000):
    cues = []
    for n in range(1, count + 1):
        cue = Cue("line", n * spacing, [([f"room-{n % 12:02d}"], f"Line {n} of a very long night · 第 {n} 行")], "chat" if n % 3 else "system", n)
        cue.repeats = True
        cues.append(cue)
    return cues


def short(title_text, gap=30, count=60):
    cues = []
    for n in range(count):
        cue = Cue("beat", n * gap * 1000, [(["lobby"], f"{title_text} {n + 1}")], "system", n + 1)
        cue.repeats = True
        cues.append(cue)
    return cues


class Run:
    """One run. Time is that of the wall, so that what a page shows can be compared."""

    def __init__(self, timeline, title, cues, at_ms, zone="Asia/Shanghai", inputs=(), mode="live"):
        self.timeline, self.title, self.cues, self.zone, self.mode = timeline, title, cues, zone, mode
        self.start = wall() - at_ms
        self.id = f"{timeline}@{datetime.datetime.fromtimestamp(self.start / 1000, datetime.timezone.utc):%Y%m%dT%H%M%SZ}"
        self.inputs = [dict(name=n, prompt=p, max=m, value=None) for n, p, m in inputs]
        self.shift, self.hold, self.state, self.holds = 0, None, "playing", itertools.count(1)
        self.records, self.passed, self.trouble, self.late = [], set(), [], 0
        self.by_name = {name: cue for cue in cues for name in ({cue.key, cue.name} | ({cue.message} if cue.occurrence == 1 else set()))}
        self.first = 0
        self.record("run", timeline=timeline, resumed=False)
        self.step(quietly=True)

    def record(self, event, at=None, **more):
        self.records.append({"event": event, "time": rfc(at or wall()), "run": self.id, **more})

    def control(self, action, by=None, command=None, **more):
        self.record("control", action=action, **more, **({"by": by} if by else {}), **({"command": command} if command else {}))

    def now(self):
        return self.hold["since_ms"] if self.hold else wall()

    def offset(self):
        return self.now() - self.start - self.shift

    def due(self, cue):
        return cue.due_when_done or self.start + self.shift + cue.offset

    def text(self, cue, text):
        for one in self.inputs:
            if one["value"] is not None:
                text = text.replace(f"‹{one['name']}›", one["value"])
        return text

    def missing(self, cue):
        one = next((one for one in self.inputs if one["name"] == cue.input), None)
        return cue.input if one and one["value"] is None else None

    def send(self, cue, at=None, outcomes=True):
        at = at or wall()
        cue.due_when_done = cue.due_when_done or self.start + self.shift + cue.offset
        cue.state, cue.outcomes = "done", {}
        for rooms, _ in cue.texts:
            for room in rooms:
                outcome = cue.fate.get(room, "sent")
                cue.outcomes[outcome] = cue.outcomes.get(outcome, 0) + 1
                self.record("result", at, delivery=f"{cue.key}@{room}", message=cue.message, occurrence=cue.occurrence, room=room, room_name=room,
                            category=cue.category, due=rfc(self.due(cue)), attempt=1, outcome=outcome, code=0, reason=FAILURES.get(outcome), late_ms=3)

    def step(self, quietly=False):
        """Lets time pass; says whether anything changed."""
        if self.state in ("ended", "stopped"):
            return False
        changed, now = False, wall()
        if self.hold:
            # What has left before the hold arrives all the same.
            for cue in self.cues[self.first : self.first + 40]:
                if cue.state == "on_its_way":
                    self.send(cue)
                    changed = True
            return changed
        self.state = "waiting" if now < self.start and not quietly and self.first == 0 else "playing"
        for index in range(self.first, len(self.cues)):
            cue = self.cues[index]
            due = self.start + self.shift + cue.offset
            if due > now:
                break
            if cue.state == "on_its_way":
                if now - due > 700:
                    self.send(cue)
                    changed = True
                    if index == self.first:
                        self.first = index + 1
                continue
            if cue.state in ("done", "skipped"):
                if index == self.first:
                    self.first = index + 1
                continue
            if not quietly and cue.key not in self.passed and (cue.hold or self.missing(cue)):
                self.begin_hold(due, before=cue.name, input=self.missing(cue))
                return True
            if quietly:
                self.send(cue, due + 20)
                self.first = index + 1
            else:
                cue.state = "on_its_way"
            changed = True
        if self.first >= len(self.cues) and not quietly:
            self.state = "ended"
            self.record("end")
            changed = True
        return changed

    def begin_hold(self, since, before=None, input=None, by=None, command=None):
        self.hold = {"name": f"hold-{next(self.holds)}", "before": before, "input": input, "since_ms": since, "by": by}
        self.state = "held"
        self.control("hold", by=by, command=command, **({"message": before, "due": rfc(since)} if before else {}))

    def end_hold(self, by, command):
        held = wall() - self.hold["since_ms"]
        if self.hold["before"]:
            self.passed.add(self.by_name[self.hold["before"]].key)
        self.hold, self.state = None, "playing"
        self.shift += held
        self.control("go", by=by, command=command, held_ms=held, shift_ms=self.shift)

    def cue_json(self, cue):
        missing = self.missing(cue)
        state = "held" if cue.state == "planned" and self.hold and self.hold["before"] == cue.name else cue.state
        return {
            "cue": cue.name, "message": cue.message, "occurrence": cue.occurrence, "due": rfc(self.due(cue)), "expected": None, "state": state,
            "category": cue.category, "hold": cue.hold, "input": missing,
            "texts": [{"rooms": rooms, "room_count": len(rooms), "text": self.text(cue, text), "bytes": len(self.text(cue, text).encode())} for rooms, text in cue.texts],
            "outcomes": cue.outcomes,
        }

    def json(self):
        counts = {name: 0 for name in ("sent", "rejected", "failed", "missed", "cancelled", "unknown", "invalid")}
        planned = 0
        for cue in self.cues:
            planned += sum(len(rooms) for rooms, _ in cue.texts)
            for name, n in cue.outcomes.items():
                counts[name] += n
        going = [cue for cue in self.cues[self.first : self.first + 40] if cue.state in ("planned", "on_its_way")][:10]
        needs = {}
        for cue in self.cues[self.first :]:
            if cue.input and cue.state == "planned":
                needs.setdefault(cue.input, cue.name)
        end = self.start + self.cues[-1].offset
        held = wall() - self.hold["since_ms"] if self.hold else 0
        return {
            "run": self.id, "timeline": self.timeline, "title": self.title, "timezone": self.zone, "mode": self.mode, "state": self.state,
            "start": rfc(self.start), "now": rfc(wall()), "shift_ms": self.shift, "offset_ms": self.offset(), "clock_off_ms": 0,
            "hold": {**{k: v for k, v in self.hold.items() if k != "since_ms"}, "since": rfc(self.hold["since_ms"])} if self.hold else None,
            "inputs": [{**one, "needed_by": needs.get(one["name"])} for one in self.inputs],
            "planned": planned, **counts, "open": planned - sum(counts.values()),
            "in_flight": sum(len(r) for c in going if c.state == "on_its_way" for r, _ in c.texts), "late": self.late,
            "planned_end": rfc(end), "ends": rfc(end + self.shift + held), "rooms": self.trouble, "next": [self.cue_json(cue) for cue in going],
        }
