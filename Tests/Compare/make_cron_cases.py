#!/usr/bin/env python3
"""Makes random cron expressions and a year of their firings in zones with daylight saving, with croniter.

Usage: make_cron_cases.py SEED COUNT > cases.jsonl

A day is a number counted from 1970-01-01, a time an integer of Unix seconds. The first line says how clocks stand:

    {"from": TIME, "to": TIME, "zones": {NAME: {"offsets": [[DAY, SECONDS_EAST], …], "unsettled": [DAY, …]}}}

The firings looked at are those from `from` on and before `to`. An offset holds for the settled days from its DAY on; the days
around a change of the clocks are unsettled. Every other line is an expression:

    {"expression": TEXT, "patterns": [[MINUTE_OF_THE_DAY, …], …], "days": [[DAY, PATTERN], …], "around": {NAME: [TIME, …]}}

`days` has each local day that it fires on and the index of its minutes, the same in all zones; `around` has the firings of
the unsettled days of each zone, which stand for those of `days` there.

croniter says which local times match, without a zone. What an unsettled local time is in a zone, zoneinfo says, by our rule:
one that does not exist moves on by the length of the gap, one that exists twice is the first of the two. On settled days
croniter, told the zone, has to agree; anything else ends this with an error.

Not generated, since it means other things to croniter than to cron, or nothing at all to cron:
- a range of one number, `5-5`, is all numbers to croniter;
- a start of 7 with a step, `7/2`, goes on from Sunday to croniter and has no meaning to cron;
- `L`, `W`, `#`, `?`, `H` and `R`, seconds and years are croniter's own, and errors to ours;
- ranges that run backwards, `22-2`, are errors to ours, but for those that end with Sunday.
"""
import json
import multiprocessing
import random
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from croniter import CroniterBadDateError, croniter

# An hour in spring and autumn; half an hour; changes at midnight, forward and back; a zone without any.
ZONES = {name: ZoneInfo(name) for name in [
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago", "Asia/Shanghai"]}
WITHOUT_CHANGES = "Asia/Shanghai"
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DAYS = "SUN MON TUE WED THU FRI SAT".split()
START, END = datetime(2026, 1, 1), datetime(2027, 1, 1)
# The days before and after count too: what they have may fall into the year.
FIRST, LAST = START - timedelta(days=3), END + timedelta(days=3)
EPOCH = date(1970, 1, 1).toordinal()
# How many firings croniter is asked for in the zone: its walks are slow there.
ASKED_IN_ZONE = 40


def part(rng, low, high, names):
    def number(value):
        if names and rng.random() < 0.4:
            name = names[value - low]
            return rng.choice([name, name.lower(), name.title()])
        return str(value)

    kind = rng.randrange(14)
    first = rng.randint(low, high - 1)
    last = rng.randint(first + 1, high)
    step = rng.randint(1, 7)
    if kind < 2:
        return "*/%d" % rng.randint(1, max(high // 2, 2))
    if kind < 4:
        return "%s-%s" % (number(first), number(last))
    if kind < 6:
        return "%d-%d/%d" % (first, last, step)
    if kind == 6:
        return "%d/%d" % (first, step)
    return number(rng.randint(low, high))


def field(rng, low, high, open_share, names=None):
    if rng.random() < open_share:
        return "*"
    return ",".join(part(rng, low, high, names) for _ in range(rng.choice([1, 1, 1, 2, 3])))


def expression(rng):
    # Hours of the night are where the clocks change.
    hour = field(rng, 0, 4, 0) if rng.random() < 0.5 else field(rng, 0, 23, 0.1)
    days, weekdays = field(rng, 1, 31, 0.6), field(rng, 0, 6, 0.5, DAYS)
    if rng.random() < 0.1:
        weekdays = rng.choice(["7", "5-7", "0,7", "6-7/1", "1,7", "fri-SUN", "6-0", "1-7/2", "0-7/3", "2-7/5", "3-0/2"])
    if rng.random() < 0.05:
        days, weekdays = rng.choice(
            [("*/1", "*/2"), ("*/2", "*/1"), ("*/2", "0-6"), ("1-31", "*/3"), ("1-31", "5"), ("13", "0-6"), ("*/2", "5"),
             ("*,5", "5"), ("13", "2,*"), ("*/2", "*/2")])
    # One minute is what most schedules have, and what croniter is quick with.
    minute = str(rng.randrange(60)) if rng.random() < 0.6 else field(rng, 0, 59, 0.05)
    return " ".join([minute, hour, days, field(rng, 1, 12, 0.6, MONTHS), weekdays])


def local_times(text):
    """Every local time that croniter has from FIRST on and before LAST."""
    matches = croniter(text, FIRST - timedelta(minutes=1))
    times = []
    try:
        while (time := matches.get_next(datetime)) < LAST:
            times.append(time)
    except CroniterBadDateError:  # none in the next fifty years
        pass
    return times


def day_number(time):
    return time.toordinal() - EPOCH


def offset_at(seconds, zone):
    return int(datetime.fromtimestamp(seconds, zone).utcoffset().total_seconds())


def instant(time, zone):
    """The Unix time of a local time by our rule."""
    # Without `fold` Python takes the offset from before a change, which moves what does not exist on by the gap.
    seconds = int(time.replace(tzinfo=zone, fold=0).timestamp())
    shown = datetime.fromtimestamp(seconds, zone).replace(tzinfo=None)
    before, after = offset_at(seconds - 86400, zone), offset_at(seconds + 86400, zone)
    assert shown == time or (after > before and shown - time == timedelta(seconds=after - before)), (time, zone)
    return seconds


def clocks(zone):
    """The offsets of a zone and its unsettled days."""
    offsets, unsettled = [], set()
    day = FIRST
    while day < LAST:
        noon = int((day + timedelta(hours=12)).replace(tzinfo=zone).timestamp())
        around = {offset_at(noon + hours * 3600, zone) for hours in range(-48, 49)}
        if len(around) > 1:
            unsettled.add(day_number(day))
        elif not offsets or offsets[-1][1] not in around:
            offsets.append([day_number(day), around.pop()])
        day += timedelta(days=1)
    return {"offsets": offsets, "unsettled": sorted(unsettled)}


CLOCKS = {name: clocks(zone) for name, zone in ZONES.items()}
UNSETTLED = {name: set(clock["unsettled"]) for name, clock in CLOCKS.items()}


def confirmed_in_zone(text, name, times, rng):
    """How many firings on settled days croniter confirms in the zone from some time of the year on."""
    zone = ZONES[name]
    start = START + timedelta(minutes=rng.randrange(365 * 1440))
    if day_number(start) in UNSETTLED[name]:
        return 0
    matches = croniter(text, start.replace(tzinfo=zone))
    theirs = []
    for _ in range(ASKED_IN_ZONE):
        time = matches.get_next(datetime).replace(tzinfo=None)
        # Behind a change it may have lost its way.
        if time >= END or day_number(time) in UNSETTLED[name]:
            break
        theirs.append(time)
    ours = [time for time in times if time > start][:len(theirs)]
    if ours != theirs:
        sys.exit("croniter with and without %s has other firings of %s after %s" % (name, text, start))
    return len(ours)


def case(job):
    """The line of one expression, None for one without firings, how many firings and how many confirmed in a zone."""
    text, seed = job
    rng = random.Random(seed)
    times = local_times(text)
    if not any(START <= time < END for time in times):
        return None, 0, 0  # 30 February and the like
    by_day = {}
    for time in times:
        by_day.setdefault(day_number(time), []).append(time)
    patterns, days = {}, []
    for day, day_times in by_day.items():
        minutes = tuple(time.hour * 60 + time.minute for time in day_times)
        days.append([day, patterns.setdefault(minutes, len(patterns))])
    around = {
        name: sorted({instant(time, zone) for day in CLOCKS[name]["unsettled"] for time in by_day.get(day, [])})
        for name, zone in ZONES.items()}
    confirmed = sum(confirmed_in_zone(text, name, times, rng) for name in ZONES)
    line = {"expression": text, "patterns": list(patterns), "days": days, "around": around}
    return json.dumps(line), len(times), confirmed


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)
    assert all(bool(clock["unsettled"]) == (name != WITHOUT_CHANGES) for name, clock in CLOCKS.items())
    start, end = (int(time.replace(tzinfo=timezone.utc).timestamp()) for time in (START, END))
    print(json.dumps({"from": start, "to": end, "zones": CLOCKS}))
    jobs = ((expression(rng), rng.random()) for _ in range(2 * count + 100))
    lines = firings = confirmed = 0
    with multiprocessing.Pool() as pool:
        for line, found, agreed in pool.imap(case, jobs):
            if line and lines < count:
                print(line)
                lines, firings, confirmed = lines + 1, firings + found, confirmed + agreed
            if lines == count:
                break
    if lines < count or not confirmed:
        sys.exit("only %d expressions, and %d firings confirmed" % (lines, confirmed))
    print("%d expressions, %d firings of each zone, %d confirmed by croniter in the zone" % (lines, firings, confirmed),
          file=sys.stderr)


if __name__ == "__main__":
    main()
