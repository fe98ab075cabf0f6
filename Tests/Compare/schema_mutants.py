"""Scripts with something changed in their structure: what is compared is whether the loader and the schema agree on them."""

import json
import pathlib

import ruamel.yaml

KEYS = """timeline title start timezone sender vars rooms defaults messages include id at every from until times after
category late max_late overflow on_unknown skip hold when text cron name x-note""".split()

VALUES = [
    "", " ", "a", "stage", "opening", "host", "UTC", "Asia/Shanghai", "0", "5", "-1", "90s", "-5m", "00:05", "1:5",
    "10min", "0s", "1.5h", "2026-11-20 20:00", "2026-11-20T20:00:00Z", "2026-13-01 00:00", "0 20 * * FRI", "0 20 * *",
    "chat", "system", "Chat", "send", "skip", "split", "resend", "true", "false", "yes", "{{ title }}", "{{ nothing }}",
    "room.id == \"r1\"", "a b", "größe", "A" * 70, "a" * 130, "价格", "a/b", "x-y", "../included/shared.yaml",
    0, 1, 5, -5, 90, 0.5, 1.25, True, False,
    [], ["stage"], ["stage", "lobby"], [5], [[]], [{}], {}, {"id": "r1"}, {"id": ""}, {"name": "x"},
    {"id": "r1", "vars": {"a": 1}}, {"cron": "0 20 * * *"}, {"cron": "60 * * * *"}, {"title": 1}, {"a": [1, {"b": 2}]},
    {"a-b": 1}, {"at": 0, "text": "x"}, [{"at": 0, "text": "x"}], [{"every": "1s", "times": 2, "text": "x"}],
]


def read(path):
    """A sample as Python's values, merge keys resolved, each alias a value of its own."""
    loaded = ruamel.yaml.YAML(typ="safe", pure=True).load(pathlib.Path(path))
    # Through JSON: dates are the text that was written, keys are text.
    return json.loads(json.dumps(loaded, default=str))


def as_yaml(data):
    """The value as JSON, but for null: nothing is written for it, which is nothing for YAML and for the loader."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {as_yaml(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(as_yaml(value) for value in data if value is not None) + "]"
    return "" if data is None else json.dumps(data, ensure_ascii=False)


class Mutator:
    def __init__(self, chance):
        self.chance = chance

    def mutate(self, data):
        """Changes one thing in a document. Returns what."""
        places = list(self.places(data))
        holder, key = self.chance.choice(places)
        return self.chance.choice([self.replace, self.replace, self.remove, self.rename, self.add, self.wrap, self.take])(
            data, holder, key, places)

    def places(self, value):
        """Every (collection, key or index) below a value."""
        pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
        for key, below in list(pairs):
            yield value, key
            yield from self.places(below)

    def value(self):
        return json.loads(json.dumps(self.chance.choice(VALUES)))

    def replace(self, data, holder, key, places):
        holder[key] = None if self.chance.random() < 0.05 and isinstance(holder, dict) else self.value()
        return f"{key} is {as_yaml(holder[key])}"

    def remove(self, data, holder, key, places):
        if len(data) > 1 or holder is not data:
            del holder[key]
        return f"{key} removed"

    def rename(self, data, holder, key, places):
        if not isinstance(holder, dict):
            return self.replace(data, holder, key, places)
        letter = self.chance.randrange(len(key) + 1)
        other = self.chance.choice([key[:letter] + key[letter + 1:], key + "s", self.chance.choice(KEYS)])
        # In its place: the order of keys is none of a schema's business, and a message in the log goes by it.
        pairs = [(other if name == key else name, value) for name, value in holder.items()]
        holder.clear()
        holder.update(pairs)
        return f"{key} renamed to {other}"

    def add(self, data, holder, key, places):
        if isinstance(holder, dict):
            name = self.chance.choice(KEYS)
            holder[name] = self.value()
            return f"{name} added: {as_yaml(holder[name])}"
        holder.insert(key, self.value())
        return f"an element added: {as_yaml(holder[key])}"

    def wrap(self, data, holder, key, places):
        holder[key] = self.chance.choice([[holder[key]], {"id": holder[key]}, {"text": holder[key]}])
        return f"{key} wrapped"

    def take(self, data, holder, key, places):
        """What stands elsewhere."""
        other, there = self.chance.choice(places)
        holder[key] = json.loads(json.dumps(other[there])) if not isinstance(other, dict) or there in other else None
        return f"{key} is what {there} is"
