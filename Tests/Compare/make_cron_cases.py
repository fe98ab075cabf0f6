#!/usr/bin/env python3
"""Makes random cron expressions and a year of their firings in zones with daylight saving, with croniter.

Usage: make_cron_cases.py SEED COUNT > cases.tsv

Each line: expression, zone, a Unix time, and all the Unix times up to a year later (a few days for those that fire
often) at which it fires.

croniter says which local times match, without a zone. What a local time is in a zone, zoneinfo says, by our rule: one that
does not exist moves on by the length of the gap, one that exists twice is the first of the two. On days without a change of
the clocks croniter, told the zone, has to agree; anything else ends this with an error.
"""
import random
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from croniter import CroniterBadDateError, croniter

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago"]
WITHOUT_CHANGES = "Asia/Shanghai"
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DAYS = "SUN MON TUE WED THU FRI SAT".split()
YEAR = 2026
# More firings than this in a year: only the days around the changes of the clocks, and a few others.
OFTEN = 400


def part(rng, low, high, names):
    def number(value):
        if names and rng.random() < 0.4:
            name = names[value - low]
            return rng.choice([name, name.lower(), name.title()])
        return str(value)

    kind = rng.randrange(6)
    first = rng.randint(low, high)
    # croniter reads a range of one number as all of them.
    first = min(first, high - 1)
    last = rng.randint(first + 1, high)
    if kind == 0:
        return "*/%d" % rng.randint(1, max(high // 2, 2))
    if kind == 1:
        return "%s-%s" % (number(first), number(last))
    if kind == 2:
        return "%d-%d/%d" % (first, last, rng.randint(1, 7))
    return number(first)


def field(rng, low, high, open_share, names=None):
    if rng.random() < open_share:
        return "*"
    return ",".join(part(rng, low, high, names) for _ in range(rng.choice([1, 1, 1, 2, 3])))


def expression(rng):
    # Hours of the night are where the clocks change.
    hour = field(rng, 0, 4, 0) if rng.random() < 0.5 else field(rng, 0, 23, 0.2)
    weekdays = field(rng, 0, 6, 0.5, DAYS)
    if rng.random() < 0.1:
        weekdays = rng.choice(["7", "5-7", "0,7", "6-7/1", "1,7"])
    return " ".join([field(rng, 0, 59, 0.03), hour, field(rng, 1, 31, 0.6), field(rng, 1, 12, 0.6, MONTHS), weekdays])


def local_times(text, start, end):
    matches = croniter(text, start - timedelta(minutes=1))
    times = []
    try:
        while (time := matches.get_next(datetime)) < end:
            times.append(time)
    except CroniterBadDateError:  # none in the next fifty years
        pass
    return times


def offset_at(seconds, zone):
    return datetime.fromtimestamp(seconds, zone).utcoffset().total_seconds()


def instant(time, zone):
    """The Unix time of a local time by our rule."""
    # Without `fold` Python takes the offset from before a change, which moves what does not exist on by the gap.
    seconds = int(time.replace(tzinfo=zone, fold=0).timestamp())
    shown = datetime.fromtimestamp(seconds, zone).replace(tzinfo=None)
    before, after = offset_at(seconds - 86400, zone), offset_at(seconds + 86400, zone)
    assert shown == time or (after > before and shown - time == timedelta(seconds=after - before)), (time, zone)
    return seconds


def change_days(zone):
    days = set()
    day = datetime(YEAR - 1, 12, 28)
    while day < datetime(YEAR + 1, 1, 5):
        midnight, next_midnight = day.replace(tzinfo=zone), (day + timedelta(days=1)).replace(tzinfo=zone)
        if midnight.utcoffset() != next_midnight.utcoffset():
            days.add(day.date())
        day += timedelta(days=1)
    return days


def check_against_croniter(text, zone, name, start, end, found, changes):
    """Ends with an error where croniter itself, told the zone, has other firings on days without a change."""

    def settled(seconds):
        date = datetime.fromtimestamp(seconds, zone).date()
        return not any(date + timedelta(days=step) in changes for step in (-1, 0, 1))

    matches = croniter(text, start.replace(tzinfo=zone) - timedelta(minutes=1))
    theirs = []
    while (time := matches.get_next(datetime)) < end.replace(tzinfo=zone):
        theirs.append(int(time.timestamp()))
    ours = [seconds for seconds in found if settled(seconds)]
    theirs = [seconds for seconds in theirs if settled(seconds)]
    if ours != theirs:
        sys.exit("croniter with and without %s has other firings of %s" % (name, text))
    return len(ours)


def windows(count, changes):
    start, end = datetime(YEAR, 1, 1), datetime(YEAR + 1, 1, 1)
    if count <= OFTEN:
        return [(start, end)]
    return [(datetime(day.year, day.month, day.day) - timedelta(days=1), datetime(day.year, day.month, day.day) + timedelta(days=2))
            for day in sorted(changes) if day.year == YEAR] + [(datetime(YEAR, 6, 1), datetime(YEAR, 6, 3))]


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)
    zones = [(name, ZoneInfo(name)) for name in ZONES + [WITHOUT_CHANGES]]
    changes = {name: change_days(zone) for name, zone in zones}
    assert all(changes[name] for name in ZONES) and not changes[WITHOUT_CHANGES]
    lines = agreed = 0
    while count > 0:
        text = expression(rng)
        firings = local_times(text, datetime(YEAR, 1, 1), datetime(YEAR + 1, 1, 1))
        if not firings:
            continue  # 30 February and the like
        count -= 1
        for name, zone in zones:
            for start, end in windows(len(firings), changes[name]):
                found = sorted({instant(time, zone) for time in firings if start <= time < end})
                before = instant(start, zone) - 60
                if not found:
                    continue
                if lines % 7 == 0:  # the walk with a zone is slow
                    agreed += check_against_croniter(text, zone, name, start, end, found, changes[name])
                print("\t".join([text, name, str(before)] + [str(seconds) for seconds in found]))
                lines += 1
    if not agreed:
        sys.exit("croniter was never asked")
    print("%d lines, %d firings confirmed by croniter in the zone" % (lines, agreed), file=sys.stderr)


main()
