"""Builds deliberate defects into a copy of the engine, one after the other: each must be caught by the simulated nights.

    python3 mutants.py                   all of them
    python3 mutants.py NAME …            some of them
    python3 mutants.py --check           whether each still fits the source, without a build

What else begins with a dash goes to `swift build` and `swift test`.

A defect is a text of the source and what stands in its place. One that no longer fits is an error: the source has changed, and
the defect has to be written anew.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys

from night_runner import play

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPY = ROOT / ".build-mutants"
ENGINE = "Sources/Scheduling"
PORTION = 25
MOST_NIGHTS = 500


class Mutant:
    """A deliberate defect: edits are (file below Sources, text that stands there once, text in its place)."""

    def __init__(self, name, *edits):
        self.name = name
        self.edits = edits

    def problems(self, root):
        for file, before, _ in self.edits:
            count = (root / "Sources" / file).read_text().count(before)
            if count != 1:
                yield f"{self.name}: {count} places in {file} instead of one for {before.strip()!r}"

    def apply(self, root):
        for file, before, after in self.edits:
            path = root / "Sources" / file
            path.write_text(path.read_text().replace(before, after))


MUTANTS = [
    Mutant(
        "resend after a timeout",
        (
            "Scheduling/Engine/Scheduler+Results.swift",
            "if runs[Int(delivery.key.run)].policy(of: delivery.key).onUnknown == .resend {",
            "if runs[Int(delivery.key.run)].policy(of: delivery.key).onUnknown == .resend || end.kind == .unanswered {",
        ),
    ),
    Mutant(
        "attempts forgotten by a restart",
        (
            "Scheduling/Recovery/RunRecovery.swift",
            "case .attempt(let attempt): if let entry { take(attempt, entry) }",
            "case .attempt: break",
        ),
    ),
    Mutant(
        "one call a second over the quota",
        ("Pacing/Pacer.swift", "Int64((Self.spacing * 1e9 / $0).rounded(.up))", "Int64((1e9 / ($0 + 1)).rounded(.up))"),
    ),
    Mutant(
        "a restart begins with a quota of its own",
        ("Pacing/Pacer.swift", "last.map { $0 + interval + Self.catchUp } ??", "last.map { _ in Uptime(nanoseconds: .min / 2) } ??"),
    ),
    Mutant(
        "shift lost by a restart",
        (
            "Scheduling/Recovery/RunRecovery+Reading.swift",
            "            notePastShift(until: min(hold?.since ?? left ?? time, time))\n            shift = total\n",
            "            notePastShift(until: min(hold?.since ?? left ?? time, time))\n            _ = total\n",
        ),
    ),
    Mutant(
        "two final results",
        (
            "Scheduling/Engine/Scheduler+Outcomes.swift",
            "        emit(.record(.result(record)))\n    }\n\n    // MARK: Many at once",
            "        emit(.record(.result(record)))\n"
            "        if outcome == .rejected { emit(.record(.result(record))) }\n    }\n\n    // MARK: Many at once",
        ),
    ),
    Mutant(
        "lateness ignored",
        (
            "Scheduling/Engine/Scheduler+Dispatch.swift",
            "guard time(of: delivery, at: now) > delivery.latest else { return false }",
            "guard time(of: delivery, at: now) > delivery.latest + .seconds(30) else { return false }",
        ),
    ),
    Mutant(
        "a reload replays",
        (
            "Scheduling/Reload/Run+Reloading.swift",
            "cursor = PlanCursor(plan, from: min(offset + Interval(nanoseconds: 1), cursor.next?.offset ?? .longest * 2))",
            "cursor = PlanCursor(plan, from: min(offset - .seconds(20), cursor.next?.offset ?? .longest * 2))",
        ),
        (
            "Scheduling/Engine/Scheduler+Reloading.swift",
            "for remainder in runs[index].remainder(ofMessages: prepared.changes.map(\\.message), until: past) {",
            "for remainder in runs[index].remainder(ofMessages: prepared.changes.map(\\.message), until: past - .seconds(20)) {",
        ),
    ),
    Mutant(
        "full disk ignored",
        (
            "Scheduling/Engine/Scheduler+Dispatch.swift",
            "guard !isStopping, !isBlocked else { return }",
            "guard !isStopping else { return }",
        ),
    ),
    Mutant(
        "hold lost by a restart",
        (
            "Scheduling/Recovery/RunRecovery+Reading.swift",
            "if hold == nil { hold = .byOperator(since: time) } else { hold?.isOperators = true }",
            "if hold != nil { hold?.isOperators = true }",
        ),
    ),
    Mutant(
        "the timeline's holds forgotten by a restart",
        (
            "Scheduling/Run/Run.swift",
            "        holds = findHolds()\n        let place",
            "        holds = []\n        let place",
        ),
    ),
    Mutant(
        "the network's hold never ends",
        (
            "Scheduling/Gates/NetworkGate.swift",
            "        guard isHeld else { return .none }\n        hold.end(at: now)\n        return .open\n",
            "        return .none\n",
        ),
    ),
    Mutant(
        "a fired cue goes out at its time too",
        (
            "Scheduling/Commands/Scheduler+Firing.swift",
            "        runs[index].markBegun(delivery.key)\n        queue.insert(delivery)",
            "        queue.insert(delivery)",
        ),
    ),
    Mutant(
        "nothing waits for its claim",
        (
            "Scheduling/Claims/Scheduler+Claiming.swift",
            "return runs[index].claims.durable.contains(delivery.key)",
            "return true",
        ),
    ),
    Mutant(
        "claims forgotten after a power loss",
        (
            "Scheduling/Recovery/RunRecovery+Finishing.swift",
            "        openByName = [:]\n        takeClaimed()\n",
            "        openByName = [:]\n",
        ),
    ),
    Mutant(
        "chat before system",
        (
            "Scheduling/Queue/ReservedShare.swift",
            "static let slots = 20",
            "static let slots = 2",
        ),
    ),
    Mutant(
        "a skip forgotten by a restart",
        (
            "Scheduling/Recovery/RunRecovery+Reading.swift",
            "            skips.insert(cue)\n",
            "",
        ),
    ),
    Mutant(
        "the rest of a refused text goes out",
        (
            "Scheduling/Engine/Scheduler+Outcomes.swift",
            "if outcome == .rejected, delivery.part == 1 {",
            "if outcome == .rejected, delivery.part == 7 {",
        ),
    ),
    Mutant(
        "a hold lets chat through",
        (
            "Scheduling/Commands/Scheduler+Commands.swift",
            "suspendQueue(of: index) { !$0.isFired }",
            "suspendQueue(of: index) { !$0.isFired && $0.category == .system }",
        ),
    ),
    Mutant(
        "attempts without an end",
        ("Scheduling/Attempts/RetryPolicy.swift", "static let mostAttempts = 5", "static let mostAttempts = 50"),
    ),
    Mutant(
        "a command carried out twice",
        (
            "Scheduling/Commands/Scheduler+Commands.swift",
            "if let done = origin.id.flatMap({ runs[index].commands[$0] }) { return done }",
            "",
        ),
    ),
    Mutant(
        "a miss is recorded late",
        (
            "Scheduling/Engine/Scheduler+Waking.swift",
            "return deadline.map { $0 + Interval(nanoseconds: 1) }",
            "return deadline.map { $0 + .seconds(1) }",
        ),
    ),
]


def copy_source():
    COPY.mkdir(exist_ok=True)
    for folder in ("Sources", "Tests/SchedulingTests", "Tests/TestSupport"):
        target = COPY / folder
        target.mkdir(parents=True, exist_ok=True)
        sources = {path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*") if path.is_file()}
        for path in list(target.rglob("*")):
            if path.is_file() and path.relative_to(target) not in sources:
                path.unlink()
        for name in sources:
            # What is the same stays as it is, so that nothing is built without need.
            source, copied = ROOT / folder / name, target / name
            if not copied.exists() or copied.read_bytes() != source.read_bytes():
                copied.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, copied)
    shutil.copy(ROOT / "Package.swift", COPY)


def build(flags):
    """Returns what is wrong with the build, None where nothing is."""
    environment = dict(os.environ, SHOWCALLER_ONLY="SchedulingTests")
    process = subprocess.run(
        ["swift", "build", *flags, "--build-tests", "--quiet"],
        env=environment, cwd=COPY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    return None if process.returncode == 0 else process.stdout[-3000:]


def catch(flags):
    """Plays nights until one fails. Returns the number of nights it took and what was found, or None and why not."""
    for first in range(0, MOST_NIGHTS, PORTION):
        outcome = play(flags, first, PORTION, cwd=COPY)
        if outcome.failures:
            seed, problem = outcome.failures[0]
            return seed + 1, problem
        if outcome.crash:
            return first + PORTION, "the engine trapped: " + outcome.crash.strip().splitlines()[-1]
        if outcome.other:
            return first + PORTION, "a calm night was not as it should be"
    return None, f"{MOST_NIGHTS} nights say nothing of it"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--check", action="store_true")
    options, flags = parser.parse_known_args()
    unknown = set(options.names) - {mutant.name for mutant in MUTANTS}
    if unknown:
        print("no such mutant: " + ", ".join(sorted(unknown)))
        return 2
    mutants = [mutant for mutant in MUTANTS if not options.names or mutant.name in options.names]
    problems = [problem for mutant in mutants for problem in mutant.problems(ROOT)]
    if problems or options.check:
        print("\n".join(problems) or f"{len(mutants)} mutants fit the source")
        return 1 if problems else 0

    survivors = []
    copy_source()
    problem = build(flags)
    if problem:
        print(problem)
        return 1
    sound = play(flags, 0, PORTION, cwd=COPY)
    if sound.failures or sound.crash or sound.other:
        print(f"nights fail without any mutant: {sound.failures or sound.crash or sound.output[-2000:]}")
        return 1
    for mutant in mutants:
        copy_source()
        mutant.apply(COPY)
        problem = build(flags)
        if problem:
            print(f"{mutant.name}: does not build\n{problem}")
            survivors.append(mutant.name)
            continue
        nights, found = catch(flags)
        if nights is None:
            survivors.append(mutant.name)
            print(f"NOT CAUGHT  {mutant.name}: {found}", flush=True)
        else:
            print(f"caught within {nights:3} nights  {mutant.name}: {found[:100]}", flush=True)
    copy_source()
    print(f"{len(mutants) - len(survivors)} of {len(mutants)} mutants were caught")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
