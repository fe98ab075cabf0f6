/// Cases that were once rendered otherwise than by Jinja2, and the rules of scope and of filters, as the generator writes
/// them: one a line, rendered by Jinja2 3.1 with `StrictUndefined`.
enum KeptCases {
    static let text = #"""
        {"template": "{{ \"%%\" % nope }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "%"}
        {"template": "{{ -1 ** i }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "-1"}
        {"template": "{% for p, q in nope | items %}a{% endfor %}b", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "b"}
        {"template": "a{{ (\"x\" if false) }}b", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "ab"}
        {"template": "{{ (\"x\" if false) ~ 1 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1"}
        {"template": "{{ (\"x\" if false) | upper }}|", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "|"}
        {"template": "{% set x = 1 %}{% for i in [1, 2] %}{{ x }}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "12131"}
        {"template": "{% if b %}{% set y = 2 %}{% endif %}{{ y }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "2"}
        {"template": "{% if not b %}{% set x = 2 %}{% endif %}{{ x }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "7"}
        {"template": "{% if not b %}{% set nope = 2 %}{% endif %}{{ nope }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% for i in xs %}{{ x }}{% endfor %}{% set x = 5 %}{{ x }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{{ x }}{% set x = 5 %}{{ x }}{% for i in xs %}{{ x }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "75555"}
        {"template": "{% set x %}a{{ x }}b{% endset %}{{ x }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% set y %}a{% set y = 3 %}{{ y }}{% endset %}{{ y }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a3"}
        {"template": "{% for i in xs %}{% for j in xs %}{{ loop.index }}{{ i }}{{ j }}{% else %}{{ loop.index }}{% endfor %}{{ loop.last }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "111212313False121222323False131232333True"}
        {"template": "{% for i in [] %}{% else %}{{ loop is defined }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "False"}
        {"template": "{% for i in xs if i > 1 %}{{ loop.index }}/{{ loop.length }} {{ i }},{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1/2 2,2/2 3,"}
        {"template": "{% for a, (c, d) in [(1, (2, 3))] %}{{ a }}{{ c }}{{ d }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "123"}
        {"template": "{% for k in m %}{{ k }}={{ m[k] }};{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "k=1;a=z;"}
        {"template": "{% for k, v in m | items %}{{ k }}{{ v }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "k1az"}
        {"template": "{% for i in xs %}{{ loop.changed(i // 2) }}{{ loop.cycle(\"a\", \"b\") }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "TrueaTruebFalsea"}
        {"template": "{% for c in \"aé价\" %}{{ c }}.{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a.é.价."}
        {"template": "{% set a, c = 1, \"z\" %}{{ a }}{{ c }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1z"}
        {"template": "{% for x in xs %}{% endfor %}{{ x }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "7"}
        {"template": "{% for x in xs %}{% if loop.first %}{% set q = 9 %}{% endif %}{{ q is defined }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "TrueFalseFalse"}
        {"template": "{{ [0.1] * 3 }}{{ (1,) }}{{ {} }}{{ {\"a\": 1.0, \"b\": None} }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[0.1, 0.1, 0.1](1,){}{'a': 1.0, 'b': None}"}
        {"template": "{{ 2.5 | round }}{{ 3.5 | round }}{{ 2.675 | round(2) }}{{ 42 | round }}{{ 42.55 | round(1, \"floor\") }}{{ 25 | round(-1) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "2.04.02.674242.520"}
        {"template": "{{ \"straße ΟΔΟΣ ǆ\" | upper }}{{ \"ΟΔΟΣ ΟΔΟΣ İ\" | lower }}{{ \"ǆ ß\" | capitalize }}{{ \"ßa-ﬁb (x\" | title }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "STRASSE ΟΔΟΣ Ǆοδος οδος i̇ǅ ßSSa-FIb (X"}
        {"template": "{{ \"%5.1f|%-4d|%05d|%x|%r\" | format(1.25, 3, -42, 255, \"a\") }}{{ \"%(a)s\" | format(a=1) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1.2|3   |-0042|ff|'a'1"}
        {"template": "{{ 1 == 1.0 == true }}{{ [1] == [1.0] }}{{ (1,) == [1] }}{{ 9007199254740993 == 9007199254740992.0 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "TrueTrueFalseFalse"}
        {"template": "{{ none < 1 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TypeError"}
        {"template": "{{ \"a\" in 1 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TypeError"}
        {"template": "{{ [1, \"a\"] | sort }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TypeError"}
        {"template": "{{ [3, 1, 2] | sort(reverse=true) }}{{ [\"b\", \"A\", \"a\"] | sort }}{{ [\"a\", \"A\"] | unique | list }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[3, 2, 1]['A', 'a', 'b']['a']"}
        {"template": "{{ \"foo bar baz qux\" | truncate(9) }}|{{ \"foo bar baz qux\" | truncate(11, false, \"...\", 0) }}|{{ \"foo bar baz\" | truncate(5, true, \"…\", 0) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "foo...|foo bar...|foo …"}
        {"template": "{%- raw -%} {{ x }} {%- endraw -%} {# c #}{%+ if b +%} y{% endif %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "{{ x }} y"}
        {"template": "{{ \"abc\"[::-1] }}{{ \"abc\"[-2:] }}{{ xs[5:] }}{{ xs[-1] }}{{ xs[9] is defined }}{{ m.k }}{{ m[\"k\"] }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "cbabc[]3False11"}
        {"template": "{{ x if b else nope }}{{ b or nope }}{{ not b and nope }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "7TrueFalse"}
        {"template": "{{ nope or 1 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{{ nope | default(\"d\") }}{{ \"\" | default(\"e\", true) }}{{ none | d(\"f\", boolean=true) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "def"}
        {"template": "{{ \"42.9\" | int }}{{ \"x\" | int }}{{ \"x\" | int(7) }}{{ \" 1_0 \" | int }}{{ \".5\" | float }}{{ \"5.\" | float }}{{ \"1e3\" | int }}{{ none | int }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "4207100.55.010000"}
        {"template": "{{ 2 + -1 ** i * i }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "0"}
        {"template": "{{ (1 - 3) ** i }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "-4"}
        {"template": "{{ \"%r\" % nope }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "Undefined"}
        {"template": "{{ xs | truncate(5) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[1, 2, 3]"}
        {"template": "{{ 1234.5 | round(-2) }}{{ 50.0 | round(-2) }}{{ 150.0 | round(-2) }}{{ -3.0 | round(-1) }}{{ -151.0 | round(-2) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1200.00.0200.0-0.0-200.0"}
        {"template": "{{ -2.5 ** i }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "-6.25"}
        {"template": "{{ \"a%%\" % nope }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a%"}
        {"template": "{% set q = \"abc\"[nope] %}{{ q is defined }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "False"}
        {"template": "{% for a in xs %}{% for b in xs %}{% set q = \"abc\"[i] %}{% endfor %}{% set i = 1 %}{% endfor %}-", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "-"}
        {"template": "{{ m[nope] is defined }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% set q = nope | unique %}-", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "-"}
        """#
}
