"""Holds the schema of the timeline file against the loader: what one refuses on structure, the other refuses.

usage: check_schema.py SHOWCALLER SEED COUNT, from the root of the package, with check-jsonschema beside this Python

First the kept samples: check-jsonschema accepts what is good and what is broken in its meaning only, and refuses what is
broken in its structure. Then COUNT mutants of the good ones: values, keys and whole branches are replaced, removed, moved
and wrapped, and both give their verdict. Exit status 1 on any disagreement, and where nothing was compared.
"""

import collections
import copy
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from schema_mutants import Mutator, as_yaml, read

SAMPLES = pathlib.Path("Tests/Samples")

# What the loader says of structure. Its other kinds are about meaning.
STRUCTURAL = {
    "unknown-key", "missing-key", "wrong-type", "bad-value", "bad-time", "timing", "reserved-name", "empty-text",
    "yaml-syntax",
}

# What the loader knows and no schema can: what one part says of another, and what takes arithmetic or a table.
LOADER_ALONE = [
    r"is not a time zone",  # a table of names
    r"contains itself",
    r"waits? for (itself|each other)",
    r"lies before \"from\"",
    r"ten years",
    r"never fires",
    r"runs backwards",
    r"that month has no day 29",  # leap years
    r"finer than a millisecond",  # in parts of a minute
    r"bytes, this one has",  # a schema counts characters
    r"cannot be said in a template",  # which characters are letters
    r"^a room id .*",  # of a script without "rooms", where names are ids
    r"the text is empty",  # once it is expanded
]


def loader_verdicts(showcaller, paths):
    """The problems that `check` finds: path → list of (kind, message)."""
    found = {path: [] for path in paths}
    # In parts: a command line has an end. One at a time would start a process for each.
    for part in (paths[start : start + 500] for start in range(0, len(paths), 500)):
        checked = subprocess.run([showcaller, "check", "--format", "json", *part], capture_output=True, text=True)
        if checked.returncode not in (0, 1):
            sys.exit(f"check ended with {checked.returncode}: {checked.stderr}")
        for problem in json.loads(checked.stdout):
            # Mutants of one sample have one name: that is about all of them, not about one.
            if problem["severity"] == "error" and problem["kind"] != "duplicate-timeline":
                found.setdefault(problem["file"], []).append((problem["kind"], problem["message"]))
    return found


def schema_refusals(schema, paths):
    """The paths that check-jsonschema refuses: path → where and why."""
    refused = {}
    tool = pathlib.Path(sys.executable).with_name("check-jsonschema")
    for part in (paths[start : start + 500] for start in range(0, len(paths), 500)):
        checked = subprocess.run(
            [tool, "--schemafile", schema, "--output-format", "json", *part], capture_output=True, text=True)
        if checked.returncode not in (0, 1):
            sys.exit(f"check-jsonschema ended with {checked.returncode}: {checked.stderr}")
        report = json.loads(checked.stdout)
        for error in report["errors"]:
            refused.setdefault(error["filename"], f"{error['path']}: {error['message'][:120]}")
        for error in report["parse_errors"]:
            refused.setdefault(error["filename"], "cannot be read")
    return refused


def check_samples(schema, included_schema):
    schedules = sorted(map(str, pathlib.Path("Schedules").glob("*.yaml")))
    good = sorted(map(str, (SAMPLES / "good").glob("*.yaml")))
    warned = sorted(map(str, (SAMPLES / "warned").glob("*.yaml")))
    broken = sorted(map(str, (SAMPLES / "broken").glob("*.yaml")))
    included = sorted(map(str, (SAMPLES / "included").glob("*.yaml")))
    structure = {path for path in broken if open(path, encoding="utf-8").readline().startswith("# structure:")}
    # A warning may be of what an editor marks as wrong: null is no text, though the loader takes it for the word.
    structure |= {path for path in warned if open(path, encoding="utf-8").readline().startswith("# structure:")}
    structure |= {path for path in included if open(path, encoding="utf-8").readline().startswith("# included: structure")}
    refused = schema_refusals(schema, schedules + good + warned + broken) | schema_refusals(included_schema, included)
    paths = schedules + good + warned + broken + included
    wrong = [f"{path}: refused, {refused[path]}" for path in paths if path in refused and path not in structure]
    wrong += [f"{path}: accepted" for path in sorted(structure) if path not in refused]
    counts = f"{len(schedules)} schedules, {len(good)} good, {len(structure)} broken in structure, " \
        f"{len(broken) + len(included) - len(structure)} others"
    if not (len(schedules) >= 4 and len(good) >= 10 and len(structure) >= 40 and included):
        wrong.append(f"too few samples: {counts}")
    print(f"schema: {counts}: {len(wrong)} judged wrongly")
    return wrong, good


def check_mutants(showcaller, schema, good, folder, seed, count):
    chance = random.Random(seed)
    mutator = Mutator(chance)
    originals = [read(path) for path in good]
    (folder / "mutants").mkdir()
    (folder / "included").mkdir()
    for path in (SAMPLES / "included").glob("*.yaml"):
        (folder / "included" / path.name).write_bytes(path.read_bytes())
    kinds = {}
    for number in range(count):
        data = copy.deepcopy(chance.choice(originals))
        what = " and ".join(mutator.mutate(data) for _ in range(chance.choice([1, 1, 1, 2])))
        path = folder / "mutants" / f"{number:05}.yaml"
        path.write_text(as_yaml(data), encoding="utf-8")
        kinds[str(path)] = what
    loader = loader_verdicts(showcaller, list(kinds))
    refused = schema_refusals(schema, list(kinds))
    wrong, table = [], collections.Counter()
    for path, what in kinds.items():
        structural = [(kind, message) for kind, message in loader[path] if kind in STRUCTURAL]
        knowable = [it for it in structural if not any(re.search(reason, it[1]) for reason in LOADER_ALONE)]
        if path in refused and not loader[path]:
            table["refused by the schema alone"] += 1
            wrong.append(f"{what}: only the schema refuses it: {refused[path]}\n{open(path, encoding='utf-8').read()}")
        elif knowable and path not in refused:
            table["refused by the loader alone"] += 1
            wrong.append(f"{what}: only the loader refuses it: {knowable[0]}\n{open(path, encoding='utf-8').read()}")
        elif path in refused:
            table["refused by both"] += 1
        elif loader[path]:
            table["wrong in meaning only"] += 1
        else:
            table["right for both"] += 1
    print(f"schema: {count} mutants: " + ", ".join(f"{number} {verdict}" for verdict, number in table.most_common()))
    if min(table["refused by both"], table["right for both"]) < count // 50:
        wrong.append("too few mutants were compared")
    return wrong


def main():
    showcaller, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        schema, included_schema = folder / "timeline.schema.json", folder / "included.schema.json"
        schema.write_bytes(subprocess.run([showcaller, "schema"], capture_output=True, check=True).stdout)
        included_schema.write_bytes(
            subprocess.run([showcaller, "schema", "--included"], capture_output=True, check=True).stdout)
        tool = pathlib.Path(sys.executable).with_name("check-jsonschema")
        subprocess.run([tool, "--quiet", "--check-metaschema", schema, included_schema], check=True)
        wrong, good = check_samples(schema, included_schema)
        wrong += check_mutants(showcaller, schema, good, folder, seed, count)
    for problem in wrong[:20]:
        print(problem)
    if wrong:
        sys.exit(f"schema: {len(wrong)} disagreements with the loader")


main()
