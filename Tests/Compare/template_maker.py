"""Random templates within the documented subset, wrong ones included."""

# What each variable may be. The names say the kind: a template mostly, but not always, gets what it expects.
VARS = {
    "i": [0, 1, 2, 7, -3, 42, 1999, 255, 10**6, 2**53, 2**53 + 1, 2**62, 2**63 - 1],
    "j": [0, 1, 2, 3, -1, 5, 12],
    "f": [0.0, 2.5, -0.1, 1e16, 3.14159, 100.0, 0.5, 1.5, -2.5, 1e-7, 123456.789, 1e22, -0.0, 0.045, 1e15],
    "s": ["", "hello world", "Straße ﬁn", "ΟΔΟΣ Σ", "İstanbul", "第1条 价格", "a-b (c) [d", "it's \"x\"", "42", " 3.7 ",
          "foo bar baz qux quux", "e\u0301te\u0301 café", "a\nb\tc", "ǆ ŉ ΐ", "\u00a0x\u3000", "%s and %d", "0x1F", "1e3", "-7", ".5", "+5.",
          "👩‍👩‍👧 ok", "don't o'neil", "A{b<c[d", "tab\there", "x\\y", "ß", "ümlaut ÜMLAUT", "\u200bz", "ＡＢＣ", "1⁄2 ²"],
    "t": ["x", "AbC", "émile", "b", "E\u0301", "Σ", "abc abc", "ı", "Z"],
    "b": [True, False],
    "n": [None],
    "xs": [[], [1, 2, 3], [3, 1, 2, 1], [1.5, 2, -1], [True, 0, 5], [0.1, 0.2, 0.3], [7], [2**62, 2**62, 1], list(range(12))],
    "ws": [["b", "A", "a", "C"], ["x"], [], ["é", "e", "É", "e\u0301", "E"], ["one", "two words", "three"], ["ß", "SS", "ss", "ẞ"],
           ["Ä", "a", "z", "ä", "Z"], ["10", "9", "1"]],
    "ms": [[{"k": 2, "v": "b"}, {"k": 1, "v": "A"}, {"k": 2, "v": "a"}], [], [{"k": 1, "v": "z"}],
           [{"k": 1.5, "v": "x", "d": {"z": [1, 2]}}, {"k": 1, "v": "X", "d": {"z": [0, 3]}}], [{"v": "no k"}, {"k": 1, "v": "c"}]],
    "m": [{"k": 1, "name": "Nova", "deep": {"z": "zz"}}, {"name": "x"}, {}, {"b": 1, "a": [1, {"c": None}], "价": "价", "k": -2},
          {str(n): n for n in range(12)}],
    "mix": [[1, "a", None], [None, None], [[1, 2], [0]], [1, True, 1.0, "1"], [{"a": 1}], [[1, "a"], [1, "B"]], [[], {}, ""], ["a", ["a"]]],
}
WORDS = ["a", "b", "Hello", "x y", "%", "价", "-", "ß", "one two", ", ", "", "k", "A", "0", "e\u0301", "\U0001f600", "e"]
ESCAPES = ["\\n", "\\t", "\\\\", "\\'", '\\"', "\n"]
NUMBERS = ["0", "1", "2", "3", "10", "7", "1.5", "0.1", "2.675", "100", "123456789", "9007199254740993",
           "9223372036854775807", "0.5", "25", "0.0000001", "10000000000000000.0", "64"]
FLAGS = ["", "", "", "0", "-", "+", " ", "0-", "+0", "- ", "05", "10", "-8", ".2", ".0", "8.3", "08.3", "+.1", ".10", "-6.2"]
CONVERSIONS = list("sssdddfff%")
ROUNDS = ["round", "round(1)", "round(2)", "round(1, 'floor')", "round(method='ceil')", "round(precision=1, method='ceil')", "round(3)",
          "round(j)", "round(0, 'ceil')", "round(2, 'common')", "round(20)", "round(method='floor')", "round(2, 'floor')", "round(1, 'up')",
          "round(true)"]
INTS = ["int", "int(5)", "int(default=-1)", "int(none)", "int('x')", "float", "float(default=1)", "float(2.5)", "float('x')", "float(none)", "abs"]
TRUNCATES = ["truncate", "truncate(5)", "truncate(9, true)", "truncate(8, false, '…', 0)", "truncate(length=6, end='..')",
             "truncate(3, leeway=2)", "truncate(7, killwords=true)", "truncate(4, true, '')", "truncate(5, true, '..', 1)",
             "truncate(0, true, '', 0)", "truncate(j)", "truncate(2)", "truncate(9, leeway=0)", "truncate(5, end='')", "truncate(10, b, t, j)",
             "truncate(3, false, 'e\u0301', none)", "truncate(-1)", "truncate(8, leeway=-1)", "truncate(end='👩‍👩‍👧', length=9, leeway=0)"]
TESTS = ["defined", "undefined", "none", "string", "number", "integer", "float", "boolean", "even", "odd", "divisibleby 3", "divisibleby(2)",
         "mapping", "true", "false", "divisibleby j", "divisibleby 0"]
LOOPS = ["index", "index0", "first", "last", "length", "revindex", "revindex0", "previtem", "nextitem"]


def context(rng):
    """A value for nearly every name. Filters that are lazy in Jinja2 may never look at these three."""
    return {name: rng.choice(values) for name, values in VARS.items() if name in ("m", "i", "j") or rng.random() < 0.97}


def apart(expression):
    """An expression that may stand on either side of an operator, and before `if`.

    Where Jinja2 looks for a value it takes any word for a name. So behind a test `not in` and `if` begin with the test's argument,
    and behind an operator `not ()` is a call of a thing named not. Nothing can define these names: they fail when they are
    reached. Ours are syntax errors.
    """
    return "(%s)" % expression if " is " in expression or expression.startswith("not ") else expression


class Maker:
    def __init__(self, rng, depth):
        self.rng = rng
        self.depth = depth
        self.names = []
        self.loops = 0

    def template(self):
        if self.depth == 1:
            return self.data() + self.out(self.expression(self.rng.randrange(1, 4))) + self.data()
        return self.body(self.depth - 1)

    # Choosing

    def pick(self, *choices):
        return self.rng.choice(choices)

    def chance(self, share):
        return self.rng.random() < share

    # Leaves

    def string(self):
        word = self.rng.choice(WORDS)
        if self.chance(0.12):
            word += self.rng.choice(ESCAPES) + self.pick("", "", "z", "7")
        quote = self.pick('"', "'")
        return quote + word + quote

    def number(self):
        return self.rng.choice(NUMBERS if self.chance(0.5) else NUMBERS[:12])

    def name(self):
        if self.names and self.chance(0.35):
            return self.rng.choice(self.names)
        return "nope" if self.chance(0.04) else self.rng.choice(list(VARS))

    # Numbers

    def num(self, depth):
        if depth <= 0 or self.chance(0.2):
            return self.pick("i", "j", "f", "i", "j", self.number(), self.number(), self.number(), "b", "-" + self.number())
        kind = self.rng.randrange(12)
        if kind < 4:
            return "%s %s %s" % (self.num(depth - 1), self.pick("+", "-", "*", "/", "//", "%"), self.num(depth - 1))
        if kind == 4:
            return "%s %s %s" % (self.num(depth - 1), self.pick("*", "//", "%"), self.pick("2", "j", "0", "-1", "0.5", "b", "20"))
        if kind == 5:
            return "(%s)" % self.num(depth - 1)
        if kind == 6:
            return self.pick("-", "+", "- -", "-(") .replace("(", "") + self.num(depth - 1)
        if kind == 7:
            operand = self.pick("i", "f", "s", "j", self.number(), "(%s)" % self.num(depth - 1), self.string(), self.name())
            return "%s | %s" % (operand, self.rng.choice(ROUNDS + INTS))
        if kind == 8:
            return "%s | %s" % (self.seq(depth - 1), self.reduction())
        if kind == 9:
            return "%s | %s" % (self.pick("s", "t", self.string(), self.name()), self.pick("length", "count"))
        if kind == 10:
            return "(%s if %s else %s)" % (self.num(depth - 1), self.cond(depth - 1), self.num(depth - 1))
        return "%s[%s]" % (self.pick("xs", "[1, 2.5, 3]", "mix"), self.pick("0", "-1", "j", "i", "b", "5"))

    def reduction(self):
        return self.pick(
            "length", "count", "sum", "min", "max", "first", "last", "sum(start=5)", "sum(attribute='k')", "max(attribute='k')",
            "min(case_sensitive=true)", "first | string | length", "sum('k', 0.5)", "min(attribute='v')", "max(true, 'v')",
            "sum(attribute=0)", "max(attribute='d.z.0')", "min(attribute='d.z')", "sum(start=f)", "max(false, 0)",
            "max(case_sensitive=b, attribute=none)", "first | default('none')", "last | default(0)")

    # Texts

    def format(self):
        pieces = []
        for _ in range(self.rng.randrange(1, 4)):
            pieces.append("%" + self.rng.choice(FLAGS) + self.rng.choice(CONVERSIONS))
            pieces.append(self.pick("", " ", "|", "价", "%%"))
        return '"%s"' % "".join(pieces)

    def formatted(self):
        arguments = ", ".join(self.pick("i", "f", "s", "b", "n", "j", "t", "f", "i", self.num(1), "m") for _ in range(self.rng.randrange(1, 4)))
        return "%s | format(%s)" % (self.format(), arguments)

    def text(self, depth):
        if depth <= 0 or self.chance(0.2):
            return self.pick("s", "t", self.string(), "m.name", "s", self.string())
        kind = self.rng.randrange(11)
        if kind == 0:
            return "%s ~ %s" % (self.expression(depth - 1), apart(self.expression(depth - 1)))
        if kind == 1:
            return "%s + %s" % (self.text(depth - 1), self.text(depth - 1))
        if kind == 2:
            return self.pick("%s * %s" % (self.pick("s", self.string(), "t"), self.pick("2", "3", "0", "j", "-1", "b")), "j * t")
        if kind < 5:
            return self.formatted()
        if kind == 5:
            return "%s[%s]%s" % self.pick(("s", self.slice(), ""), ("t", self.slice(), ""), ("ws", self.slice(), " | join"), ("xs", self.slice(), " | join(' ')"), (self.string(), self.slice(), ""))
        if kind == 6:
            return "%s | join%s" % (self.seq(depth - 1), self.pick(
                "", "(', ')", "('-')", "(d='|')", "(', ', attribute='v')", "(attribute='k')", "('', 'd.z')", "(j)", "(attribute=0)", "(d=none)", "('/', 'v')",
                "(nope)", "(attribute='k.x')", "(', ', attribute='name')"))
        operand = self.text(depth - 1) if self.chance(0.5) else "(%s)" % self.expression(depth - 1)
        return "%s | %s" % (operand, self.text_filter(depth))

    def slice(self):
        return self.pick("0", "-1", "i", "1:", ":2", "::-1", "1:3", "::2", "-3:", "j:", ":j", ":-1", "::j", "5:1:-1", "-1:0:-2", ":", "::", "99:", "b:", "i:", "::i")

    def text_filter(self, depth):
        fixed = ["upper", "lower", "title", "capitalize", "trim", "trim('ax ')", "trim(chars='%')", "trim(none)", "trim(t)", "replace('a', 'b')",
                 "replace('o', '0', 1)", "replace('', '-')", "replace(old='e', new='')", "replace('a', 'aa', count=2)", "replace(t, s)", "replace(1, 2)",
                 "replace('', '.', 2)", "replace(' ', '', -1)", "replace('x', none)", "replace('e', 'E', 0)", "replace('b', 'c', none)",
                 "string", "reverse", "list", "first", "last", "length", "trim | title", "upper | lower", "capitalize | truncate(5)",
                 "default('d')", "d('x', true)", "default(default_value='v', boolean=b)", "d(boolean=true)", "default", "default(none)",
                 "default(s, false)"]
        if self.chance(0.2):
            return self.rng.choice(TRUNCATES)
        if self.chance(0.15):
            return "default(%s%s)" % (self.expression(depth - 1), self.pick("", ", true", ", boolean=true"))
        return self.rng.choice(fixed)

    # Lists

    def seq(self, depth):
        if depth <= 0 or self.chance(0.3):
            return self.pick("xs", "ws", "ms", "mix", "s", "m", "[1, i, f]", "[s, t]", "(1, 2)", "[]", "xs + [9]", "ws[1:]", "m | items | list", "[[2, 'b'], [1, 'a']]",
                             "['b', 'A', 'a']", "xs * 2", "[b, 1, 1.0, 0]", "mix + mix", "m.deep", "nope", "i", "ms[:2]", "(t, s)", "[n]", "range(j)", "range(1, j)", "range(5, 0, -2)", "[%s]" % self.expression(1))
        return "%s | %s" % (self.seq(depth - 1), self.seq_filter())

    def seq_filter(self):
        return self.pick(
            "sort", "sort(reverse=true)", "sort(case_sensitive=true)", "sort(attribute='k')", "sort(false, true)", "sort(attribute='k,v')",
            "sort(true, false, 'v')", "sort(attribute='v', case_sensitive=b)", "sort(attribute=0)", "sort(attribute='1')", "sort(attribute='d.z.1')",
            "sort(attribute='v,k', reverse=b)", "unique | list", "unique(true) | list", "unique(attribute='k') | list", "unique(false, 'v') | list",
            "unique(case_sensitive=b, attribute=none) | list", "batch(2) | list", "batch(2, 'x') | list", "batch(linecount=3, fill_with=none) | list",
            "batch(j) | list", "batch(j, i) | list", "batch(5, fill_with=0) | first", "list", "sort | reverse | list", "reverse | list", "list | list",
            "batch(2) | batch(2) | list", "unique | batch(2) | list", "batch(2) | reverse", "batch(2) | first", "unique | first | list",
            "reverse | first | list", "unique | sort")

    # Conditions

    def cond(self, depth):
        if depth <= 0 or self.chance(0.12):
            return self.pick("b", "i", "s", "xs", "n", "not b", "m", "true", "False", "none", "f", "''", "nope", "0.0", "()")
        kind = self.rng.randrange(9)
        if kind == 0:
            return "%s %s %s" % (self.num(depth - 1), self.comparison(), self.num(depth - 1))
        if kind == 1:
            return "%s %s %s" % (apart(self.expression(depth - 1)), self.comparison(), apart(self.expression(depth - 1)))
        if kind == 2:
            return "%s %s %s" % (self.pick("i", "t", "1", self.string(), "n", "xs", "[1, 2]", "(1, 2)", "j", "nope", "m", "1.0", "true"),
                                 self.pick("in", "not in"),
                                 self.pick("xs", "ws", "s", "m", "mix", "[1, 2]", "(1, 'a', none)", "nope", "i", "''"))
        if kind == 3:
            return "%s %s %s" % (self.cond(depth - 1), self.pick("and", "or"), self.cond(depth - 1))
        if kind == 4:
            return "%s %s %s %s %s" % (self.num(depth - 1), self.comparison(), self.num(depth - 1), self.comparison(), self.num(depth - 1))
        if kind == 5:
            return "not %s" % self.cond(depth - 1)
        if kind == 6:
            return "(%s)" % self.cond(depth - 1)
        subject = self.name() if self.chance(0.5) else self.pick(
            "m.k", "m.nope", "xs[9]", "(%s)" % self.expression(depth - 1), self.string(), self.number(), "s | upper", "m.deep.z", "'upper'", "'odd'", "[]", "nope.x", "(1,)")
        test = self.rng.choice(TESTS)
        return "%s is %s%s" % (subject, self.pick("", "", "not "), test)

    def comparison(self):
        return self.pick("<", "<=", ">", ">=", "==", "!=", "==", "in", "not in")

    # Anything

    def expression(self, depth):
        kind = self.rng.randrange(13)
        if kind < 3:
            return self.num(depth)
        if kind < 6:
            return self.text(depth)
        if kind == 6:
            return "%s%s" % (self.seq(depth), self.pick("", " | join(' ')", " | join('-')", " | length", " | first", " | join(', ', 'k')"))
        if kind == 7:
            return self.cond(depth)
        if kind == 8:
            if self.chance(0.2):
                return "(%s if %s)" % (apart(self.expression(depth - 1)), self.cond(depth - 1))
            return "%s if %s else %s" % (self.num(depth - 1), self.cond(depth - 1), self.expression(depth - 1))
        if kind == 9:
            return self.pick("m.k", "m['k']", "m.deep.z", "xs[0]", "ws[-1]", "m.nope | default('?')", "ms[0].v", "{'a': i, 'b': [s]}[t]", "m", "{'a': i, 'b': s}.a", "nope | default(i)",
                             "xs[1:]", "m[s]", "m[t]", "mix[0][0]", "ms[0]['d'].z[1]", "m.deep['z'][0]", "xs[j]", "xs[b]", "m[n]", "m[xs]", "s[t]", "xs['0']", "m.a[1].c", "m['价']", "m.价",
                             "[i, [f, (s,)]][1][0]", "m['0']", "n.x", "i.x", "nope.x", "nope[0]", "xs[nope]", "(nope)", "m.deep.nope.x", "(i, s)[1]", "xs[f]")
        if kind == 10:
            return "(%s) | default(%s)" % (self.name(), self.expression(depth - 1))
        if kind == 11 and depth > 0:
            return "(%s)" % self.expression(depth - 1)
        return self.name()

    # Statements

    def tag(self, inner):
        opening = "{%" + self.sign(0.15, 0.05)
        closing = self.sign(0.15, 0.05) + "%}"
        space = self.pick(" ", " ", " ", "", "\n", "  ")
        # A sign next to a sign would be another word.
        return opening + (space or " ") + inner + (space or " ") + closing

    def sign(self, minus, plus):
        choice = self.rng.random()
        return "-" if choice < minus else "+" if choice < minus + plus else ""

    def out(self, expression):
        opening = "{{" + self.sign(0.12, 0.03)
        closing = ("-" if self.chance(0.12) else "") + "}}"
        space = self.pick(" ", " ", " ", "\n", "\t", "\u3000")
        return opening + space + expression + self.pick(" ", " ", "\n") + closing

    def data(self):
        return self.pick("", "a", " ", "\n", " b ", "价 ", "|", " - ", "{ ", "} ", "% ", "\n\n x", "\t", "\u3000", "#", "}}", "%}", "é", "\u00a0", " { ", " \n ", "-")

    def body(self, depth):
        return "".join(self.node(depth) for _ in range(self.rng.randrange(1, 4)))

    def node(self, depth):
        kind = self.rng.randrange(14)
        if depth <= 0 or kind < 4:
            return self.data() + self.out(self.expression(self.rng.randrange(3)))
        if kind == 4:
            return self.data()
        if kind < 7:
            return self.condition(depth)
        if kind < 10:
            return self.loop(depth)
        if kind < 12:
            return self.assignment(depth)
        if kind == 12:
            return self.pick("{# c {{ x }} #}", "{#- c -#}", "{# c -#}", "{#+ c +#}", "{##}", "{#-#}",
                             "{# {% if #}", "{#\n'\n#}")
        return self.out(self.rng.choice(self.names) if self.names else "i")

    def condition(self, depth):
        parts = [self.tag("if " + self.decision()), self.body(depth - 1)]
        while self.chance(0.3):
            parts += [self.tag("elif " + self.decision()), self.body(depth - 1)]
        if self.chance(0.5):
            parts += [self.tag("else"), self.body(depth - 1)]
        return "".join(parts + [self.tag("endif")])

    def decision(self):
        condition = self.cond(2)
        # Behind `if` and `for x in`, another `if` needs parentheses.
        return "(%s)" % condition if " if " in condition else condition

    def assignment(self, depth):
        name = self.pick("p", "q", "i", "s", "xs", "loop_", "x")
        saved = list(self.names)
        if self.chance(0.2):
            text = self.tag("set " + name) + self.body(depth - 1) + self.tag("endset")
        elif self.chance(0.2):
            target, value = self.pick(("p, q", "%s, %s"), ("p, q", "[%s, %s]"), ("p, q", "(%s, %s)"))
            text = self.tag("set %s = %s" % (target, value % (self.expression(1), self.expression(1))))
            saved += ["p", "q"]
        elif self.chance(0.1):
            text = self.tag("set %s = %s" % (self.pick("p, q", "p, q, x"), self.pick("s", "xs", "m", "t * 2", "ws", "mix[0]")))
            saved += ["p", "q"]
        else:
            text = self.tag("set %s = %s" % (name, self.expression(2)))
        self.names = saved + [name]
        return text

    def loop(self, depth):
        saved = list(self.names)
        target, items = self.rng.choice([
            ("x", self.seq(1)), ("x", self.seq(2)), ("x", "xs"), ("w", "ws"), ("p, q", "m | items"), ("p, q", "[(1, 2), (3, 4)]"), ("x", "ms"), ("s", "ws"),
            ("x", "i, f, s"), ("x", "xs | batch(2)"), ("x", "xs | batch(j)"), ("p, q", "xs | batch(2, 0)"), ("x", "m"), ("x", "s"),
            ("x", "xs | unique"), ("x", "xs | sort | reverse"), ("p, q", "ws"), ("i", "xs"), ("x", "nope"), ("x", "xs if b else ws"), ("x", "(xs if b)"), ("q", "mix"),
            ("x", "1, 2"), ("x", "[%s, %s]" % (self.expression(1), self.expression(0))),
        ])
        if " if " in items and self.chance(0.95):
            items = "(%s)" % items
        test = " if " + self.pick("x is odd", "loop.index", "x", "i > 1", "x != 2", "q", "x is string", "not x", "x in xs", "loop is defined", "x | string | length < 3", self.cond(1)) if self.chance(0.25) else ""
        self.names = saved + target.replace(",", " ").split()
        if self.chance(0.7):
            self.names += ["loop." + name for name in LOOPS]
            self.names += ["loop.previtem | default('-')", "(loop.nextitem is defined)", "(loop.previtem is undefined)", "loop['index']", "loop.nope is defined", "'last' if loop.last else ', '"]
        text = self.tag("for %s in %s%s" % (target, items, test)) + self.body(depth - 1)
        self.names = saved
        if self.chance(0.25):
            text += self.tag("else") + self.body(depth - 1)
        return text + self.tag("endfor")
