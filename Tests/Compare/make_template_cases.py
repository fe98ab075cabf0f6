#!/usr/bin/env python3
"""Makes random templates and contexts within the documented subset and renders them with Jinja2.

Usage: make_template_cases.py SEED COUNT > cases.jsonl

Each line is an object with `template`, `vars` and either `text` (what Jinja2 renders, spaces at both ends left out)
or `error` (the class of what it raises).
"""
import json
import random
import sys

from jinja2 import Environment, StrictUndefined

VARS = {
    "i": [0, 1, 2, 7, -3, 42, 1999],
    "f": [0.0, 2.5, -0.1, 1e16, 3.14159, 100.0, 0.5, 1.5],
    "s": ["", "hello world", "Straße ﬁn", "ΟΔΟΣ Σ", "İstanbul", "第1条 价格", "a-b (c) [d", "it's \"x\"", "42", " 3.7 ", "foo bar baz qux quux"],
    "t": ["x", "AbC", "émile", "b"],
    "b": [True, False],
    "n": [None],
    "xs": [[], [1, 2, 3], [3, 1, 2, 1], [1.5, 2, -1], [True, 0, 5]],
    "ws": [["b", "A", "a", "C"], ["x"], [], ["é", "e", "É"], ["one", "two words", "three"]],
    "ms": [[{"k": 2, "v": "b"}, {"k": 1, "v": "A"}, {"k": 2, "v": "a"}], [], [{"k": 1, "v": "z"}]],
    "m": [{"k": 1, "name": "Nova", "deep": {"z": "zz"}}, {"name": "x"}, {}],
    "mix": [[1, "a", None], [None, None], [[1, 2], [0]], [1, True, 1.0, "1"], [{"a": 1}]],
}
WORDS = ["a", "b", "Hello", "x y", "%", "价", "-", "ß", "one two", ", "]
FORMATS = ["%s", "%d", "%05d", "%.2f", "%-5s|", "%5s|", "%x", "%+d", "%%", "%g", "%e", "%r", "%s %s", "% d", "%08.3f", "%.1s", "%i-%s"]


class Maker:
    def __init__(self, rng):
        self.rng = rng
        self.names = []

    def pick(self, *choices):
        return self.rng.choice(choices)

    def string(self):
        word = self.rng.choice(WORDS)
        return '"%s"' % word if self.rng.random() < 0.5 else "'%s'" % word

    def number(self):
        return self.pick("0", "1", "2", "3", "10", "7", "-1", "1.5", "0.1", "2.675", "1e3", "100", "1_000")

    def name(self):
        r = self.rng.random()
        if self.names and r < 0.35:
            return self.rng.choice(self.names)
        if r > 0.97:
            return "nope"
        return self.rng.choice(list(VARS))

    def num(self, d):
        if d <= 0 or self.rng.random() < 0.25:
            return self.pick("i", "f", "i", self.number(), self.number(), "b")
        k = self.rng.randrange(9)
        if k < 4:
            return "%s %s %s" % (self.num(d - 1), self.pick("+", "-", "*", "/", "//", "%", "**"), self.num(d - 1))
        if k == 4:
            return "(%s)" % self.num(d - 1)
        if k == 5:
            return "-%s" % self.num(d - 1)
        if k == 6:
            return "%s | %s" % (self.pick("i", "f", "s", self.number()), self.pick("abs", "int", "float", "round", "round(1)", "round(2)", "round(1, 'floor')", "round(method='ceil')", "int(5)", "round(precision=1, method='ceil')", "round(-1)", "round(3)", "string", "float(default=1)"))
        if k == 7:
            return "%s | %s" % (self.seq(d - 1), self.pick("length", "count", "sum", "min", "max", "first", "last", "sum(start=5)", "sum(attribute='k')", "max(attribute='k')", "min(case_sensitive=true)", "first | string | length"))
        return "%s | %s" % (self.pick("s", "t"), self.pick("wordcount", "length"))

    def text(self, d):
        if d <= 0 or self.rng.random() < 0.25:
            return self.pick("s", "t", self.string(), "m.name", "s")
        k = self.rng.randrange(10)
        if k == 0:
            return "%s ~ %s" % (self.expr(d - 1), self.expr(d - 1))
        if k == 1:
            return "%s + %s" % (self.text(d - 1), self.text(d - 1))
        if k == 2:
            return "%s * %s" % (self.pick("s", self.string()), self.pick("2", "3", "0", "i"))
        if k == 3:
            return "%s %% %s" % ('"%s"' % self.rng.choice(FORMATS), self.pick("i", "f", "s", "(i, s)", "(s, i)", "xs", "m", "b"))
        if k == 4:
            args = ", ".join(self.pick("i", "f", "s", "b", "n", "xs") for _ in range(self.rng.randrange(3)))
            return '"%s" | format(%s)' % (self.rng.choice(FORMATS), args)
        if k == 5:
            return "%s[%s]" % (self.pick("s", "t"), self.pick("0", "-1", "i", "1:", ":2", "::-1", "1:3", "::2", "-3:"))
        if k == 6:
            return "%s | join%s" % (self.seq(d - 1), self.pick("", "(', ')", "('-')", "(d='|')", "(', ', attribute='v')", "(attribute='k')"))
        f = self.pick(
            "upper", "lower", "title", "capitalize", "trim", "trim('ax ')", "replace('a', 'b')", "replace('o', '0', 1)",
            "replace('', '-')", "string", "truncate(5)", "truncate(9, true)", "truncate(8, false, '…', 0)",
            "truncate(length=6, end='..')", "default('d')", "d('x', true)", "reverse", "truncate(3, leeway=2)",
        )
        return "%s | %s" % (self.text(d - 1) if self.rng.random() < .5 else "(%s)" % self.expr(d - 1), f)

    def seq(self, d):
        if d <= 0 or self.rng.random() < 0.4:
            return self.pick("xs", "ws", "ms", "mix", "s", "m", "[1, i, f]", "[s, t]", "(1, 2)", "[]", "xs + [9]", "ws[1:]")
        f = self.pick(
            "sort", "sort(reverse=true)", "sort(case_sensitive=true)", "sort(attribute='k')", "sort(false, true)", "sort(attribute='k,v')",
            "unique | list", "batch(2) | list", "batch(2, 'x') | list", "list", "unique(true) | list", "sort | reverse | list",
            "unique(attribute='k') | list", "items | list", "unique", "batch(3)",
        )
        return "%s | %s" % (self.seq(d - 1), f)

    def cond(self, d):
        if d <= 0 or self.rng.random() < 0.15:
            return self.pick("b", "i", "s", "xs", "n", "not b", "m", "true", "False")
        k = self.rng.randrange(7)
        if k == 0:
            return "%s %s %s" % (self.num(d - 1), self.pick("<", "<=", ">", ">=", "==", "!="), self.num(d - 1))
        if k == 1:
            return "%s %s %s" % (self.expr(d - 1), self.pick("==", "!=", "<", ">"), self.expr(d - 1))
        if k == 2:
            return "%s %s %s" % (self.pick("i", "t", "1", self.string()), self.pick("in", "not in"), self.pick("xs", "ws", "s", "m", "mix", "[1, 2]"))
        if k == 3:
            return "%s %s %s" % (self.cond(d - 1), self.pick("and", "or"), self.cond(d - 1))
        if k == 4:
            return "1 < %s <= %s" % (self.num(d - 1), self.num(d - 1))
        if k == 5:
            return "not %s" % self.cond(d - 1)
        test = self.pick(
            "defined", "not defined", "none", "not none", "string", "number", "integer", "float", "boolean", "even", "odd",
            "divisibleby 3", "divisibleby(2)", "mapping", "sequence", "iterable", "true", "false", "eq 1", "ne(2)", "lt 3",
            "le 2", "gt 1", "ge 7", "in xs", "not in [1, 2]", "upper", "lower", "sameas true", "undefined",
        )
        return "%s is %s" % (self.name(), test)

    def expr(self, d):
        k = self.rng.randrange(12)
        if k < 3:
            return self.num(d)
        if k < 6:
            return self.text(d)
        if k == 6:
            return self.seq(d)
        if k == 7:
            return self.cond(d)
        if k == 8:
            if self.rng.random() < 0.15:
                return "(%s if %s)" % (self.expr(d - 1), self.cond(d - 1))
            return "%s if %s else %s" % (self.num(d - 1), self.cond(d - 1), self.text(d - 1))
        if k == 9:
            return self.pick("m.k", "m['k']", "m.deep.z", "xs[0]", "ws[-1]", "m.nope | default('?')", "xs.0", "ms[0].v", "{'a': i, 'b': [s]}", "m", "(i, t)", "nope | default(i)", "xs[1:]")
        if k == 10:
            return "(%s) | default(%s)" % (self.name(), self.expr(d - 1))
        return self.name()

    def tag(self, inner):
        a = "{%-" if self.rng.random() < 0.15 else "{%+" if self.rng.random() < 0.03 else "{%"
        z = "-%}" if self.rng.random() < 0.15 else "+%}" if self.rng.random() < 0.03 else "%}"
        return a + " " + inner + " " + z

    def out(self, e):
        a = "{{-" if self.rng.random() < 0.1 else "{{"
        z = "-}}" if self.rng.random() < 0.1 else "}}"
        return a + " " + e + " " + z

    def data(self):
        return self.pick("a", " ", "\n", " b ", "价 ", "|", " - ", "{ ", "} ", "% ", "\n\n x")

    def body(self, d):
        return "".join(self.node(d) for _ in range(self.rng.randrange(1, 4)))

    def node(self, d, loop=False):
        k = self.rng.randrange(14)
        if d <= 0 or k < 4:
            return self.data() + self.out(self.expr(2))
        if k < 6:
            return self.data()
        if k == 6:
            parts = [self.tag("if " + self.cond(2)), self.body(d - 1)]
            if self.rng.random() < 0.4:
                parts += [self.tag("elif " + self.cond(2)), self.body(d - 1)]
            if self.rng.random() < 0.5:
                parts += [self.tag("else"), self.body(d - 1)]
            return "".join(parts + [self.tag("endif")])
        if k < 10:
            return self.for_(d)
        if k < 12:
            name = self.pick("p", "q", "i", "s", "xs")
            saved = list(self.names)
            if self.rng.random() < 0.2:
                text = self.tag("set " + name) + self.body(d - 1) + self.tag("endset")
            elif self.rng.random() < 0.15:
                text = self.tag("set p, q = %s, %s" % (self.expr(1), self.expr(1)))
                saved += ["p", "q"]
            else:
                text = self.tag("set %s = %s" % (name, self.expr(2)))
            self.names = saved + [name]
            return text
        if k == 12:
            return self.pick("{# c {{ x }} #}", "{#- c -#}", "{% raw %}{{ x }}{% endraw %}", "{%- raw -%} {% x %} {%- endraw -%}", "{# c -#}")
        return self.out(self.rng.choice(self.names) if self.names else "i")

    def for_(self, d):
        saved = list(self.names)
        target, items = self.rng.choice([
            ("x", self.seq(1)), ("x", "xs"), ("w", "ws"), ("x", "range(3)"), ("p, q", "m | items"), ("p, q", "[(1, 2), (3, 4)]"), ("x", "ms"), ("s", "ws"), ("x", "i, f, s"),
        ])
        test = " if " + self.pick("x is odd", "loop.index", "x", "i > 1", "x != 2", "q") if self.rng.random() < 0.2 else ""
        self.names = saved + target.split(", ")
        if self.rng.random() < 0.6:
            self.names += ["loop." + n for n in ("index", "index0", "first", "last", "length", "revindex", "revindex0")]
            self.names += ["loop.previtem | default('-')", "loop.nextitem is defined", "loop.cycle('a', 'b', i)", "loop.changed(i)", "loop.nextitem"]
        text = self.tag("for %s in %s%s" % (target, items, test)) + self.body(d - 1)
        self.names = saved
        if self.rng.random() < 0.25:
            text += self.tag("else") + self.body(d - 1)
        return text + self.tag("endfor")


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    env = Environment(undefined=StrictUndefined)
    rng = random.Random(seed)
    for _ in range(count):
        maker = Maker(rng)
        template = maker.body(3)
        context = {name: rng.choice(values) for name, values in VARS.items() if rng.random() < 0.97}
        case = {"template": template, "vars": context}
        try:
            text = env.from_string(template).render(**context)
            if " object at 0x" in text:  # a generator has no text of its own
                raise ValueError("shows an address")
            case["text"] = text.strip(" \t\n")
        except Exception as error:  # whatever Jinja2 or Python raises is a refusal
            case["error"] = "%s: %s" % (type(error).__name__, error)
        print(json.dumps(case, ensure_ascii=False))


main()
