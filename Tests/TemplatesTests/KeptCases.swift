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
        {"template": "{{ \"%r\" % nope }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "Undefined", "shows_undefined": true}
        {"template": "{{ xs | truncate(5) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[1, 2, 3]"}
        {"template": "{{ 1234.5 | round(-2) }}{{ 50.0 | round(-2) }}{{ 150.0 | round(-2) }}{{ -3.0 | round(-1) }}{{ -151.0 | round(-2) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1200.00.0200.0-0.0-200.0"}
        {"template": "{{ -2.5 ** i }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "-6.25"}
        {"template": "{{ \"a%%\" % nope }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a%"}
        {"template": "{% set q = \"abc\"[nope] %}{{ q is defined }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "False"}
        {"template": "{% for a in xs %}{% for b in xs %}{% set q = \"abc\"[i] %}{% endfor %}{% set i = 1 %}{% endfor %}-", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "-"}
        {"template": "{{ m[nope] is defined }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% set q = nope | unique %}-", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "-"}
        {"template": "{{ [nope, 1] }}|{{ \"%r\" % nope }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[Undefined, 1]|Undefined", "shows_undefined": true}
        {"template": "{{ 9223372036854775807 + 1 }} {{ 2 ** 100 }} {{ -7 ** 30 // 10 }} {{ 12345678901234567890123 % 97 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "9223372036854775808 1267650600228229401496703205376 2253934029069225808786324 19"}
        {"template": "{{ 18446744073709551616 / 3 }} {{ 2 ** 64 == 18446744073709551616.0 }} {{ 1 < 2 ** 70 > 1e300 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "6.148914691236517e+18 True False"}
        {"template": "{{ 9007199254740993 / 3 }} {{ 0 / -9223372036854775808 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "3002399751580331.0 -0.0"}
        {"template": "{{ 0x1F + 0b101 + 0o17 }} {{ 0X_ff }} {{ 5if b else 6 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "51 255 5"}
        {"template": "{{ [[1]].0.0 }} {{ xs.0 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1 1"}
        {"template": "{{ \"\\a\\b\\f\\v\\0\\101\\1234\" | list }} {{ \"\\价\\é\" }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "['\\x07', '\\x08', '\\x0c', '\\x0b', '\\x00', 'A', 'S', '4'] \\u4ef7\\xe9"}
        {"template": "{{ not xs | unique }} {{ (xs | unique) is sequence }} {{ (xs | unique) is iterable }} {{ 1 in xs | unique }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "False False True True"}
        {"template": "{% set g = xs | unique %}{{ g | first }}{{ g | list }}{{ g | list }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1[2, 3][]"}
        {"template": "{% set p, q = x | unique, 1 %}{{ q }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1"}
        {"template": "{% for r in xs | batch(2) %}{{ loop.last }}{{ loop.length }}{{ loop.nextitem }}{{ r }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{{ xs | batch(0) | list }}{{ xs | batch(2.0) | list }}{{ xs | batch(1.5) | list }}{{ xs | batch(-1, 5) | list }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[[], [1, 2, 3]][[1, 2], [3]][[1, 2, 3]][[1, 2, 3]]"}
        {"template": "{{ xs | batch(2) | reverse }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[[3], [1, 2]]"}
        {"template": "{{ xs | reverse | first }}{{ xs | unique | reverse }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "3[3, 2, 1]"}
        {"template": "{{ [1, [2]] | unique | first }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1"}
        {"template": "{{ [1, [2]] | unique | list }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TypeError"}
        {"template": "{{ [] | batch(2, nope) | list }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[]"}
        {"template": "{% for r in (\"x\" if false) %}{{ r }}{% else %}none{% endfor %}{{ (\"x\" if false) | length }}{{ (\"x\" if false) == 1 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "none0False"}
        {"template": "{{ [\"x\" if false] }}{{ (\"x\" if false) is sequence }}{{ \"%s\" % (\"x\" if false) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[Undefined]True", "shows_undefined": true}
        {"template": "{{ [1, \"a\"] is callable }}{{ nope is callable }}{{ \"upper\" is filter }}{{ \"odd\" is test }}{{ 1 is escaped }}{{ \"no\" is filter }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "FalseTrueTrueTrueFalseFalse"}
        {"template": "{{ 7 is sameas 7 }}{{ x is sameas \"7\" }}{{ 7 is sameas 8 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "TrueFalseFalse"}
        {"template": "{{ loop is defined }}{% for y in xs %}{{ loop[\"index\"] }}{{ loop.nope is defined }}{{ loop.depth0 }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "False1False02False03False0"}
        {"template": "{{ \"%*d|%-*s|%.*f|%0*d\" | format(5, 1, 4, \"a\", 2, 1.5, -4, 7) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1|a   |1.50|7"}
        {"template": "{{ \"%#x %#o %#X %+.3d %c %c %a %#.0f %ld %05s\" | format(255, 8, 255, 7, 65, \"é\", \"é\", 3.0, 5, \"x\") }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "0xff 0o10 0XFF +007 A é '\\xe9' 3. 5     x"}
        {"template": "{{ \"% %\" % 1 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "ValueError"}
        {"template": "{{ \"%(k)s %s\" % m }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TypeError"}
        {"template": "{{ \"%(k(b))s\" % {\"k(b)\": 1} }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1"}
        {"template": "{{ \"%.10d %08.3o %i\" | format(42, true, 2 ** 70) }} {{ \"%d\" % 1e22 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "0000000042 00000001 1180591620717411303424 10000000000000000000000"}
        {"template": "{{ \"inf\" | float }} {{ \"nan\" | float }} {{ \"-Infinity\" | float }} {{ \"inf\" | int(3) }} {{ 1e308 * 10 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "inf nan -inf 3 inf"}
        {"template": "{{ 1e308 * 10 + x }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "NameError"}
        {"template": "{% set y = 1e308 * 10 %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "NameError"}
        {"template": "{% if not b %}{{ 1e308 * 10 + x }}{% endif %}ok", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "ok"}
        {"template": "{{ \"٣٤\" | int }} {{ \"0x1F\" | int(0, 16) }} {{ \"0b11\" | int(base=0) }} {{ \"zz\" | int(base=36) }} {{ \"777\" | int(base=8) }} {{ \"9\" | int(5, 8) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "34 31 3 1295 511 9"}
        {"template": "{{ \"1\" * 30 | int }} {{ \"123456789012345678901234567890\" | int }} {{ 1e22 | int }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "111111111111111111111111111111 123456789012345678901234567890 10000000000000000000000"}
        {"template": "{{ 2.5 | round(none) }} {{ 7 | round(none) }} {{ 2.675 | round(20) }} {{ 1234.5 | round(-20) }} {{ 3 | round(-20) }} {{ 1e22 | round(-3) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "2 7 2.675 0.0 0 1e+22"}
        {"template": "{{ 1e22 | round(0, \"ceil\") }} {{ 42.55 | round(-1, \"floor\") }} {{ 9223372036854775807 | round(1, \"floor\") }} {{ 1 | round(1.0, \"ceil\") }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1e+22 40.0 9.223372036854776e+18 1.0"}
        {"template": "{{ 1.7e308 | round(-308) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "OverflowError"}
        {"template": "{{ (0 - 1) ** 0.5 }} {{ (-8) ** (1 / 3) * 2 }} {{ ((-2) ** 0.5) ** 2 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "(6.123233995736766e-17+1j) (2.0000000000000004+3.4641016151377544j) (-2.0000000000000004+2.449293598294707e-16j)"}
        {"template": "{% for y, in [[1]] %}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TemplateSyntaxError"}
        {"template": "{% set y, = [1] %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TemplateSyntaxError"}
        {"template": "{% set (y,) = [1] %}{{ y }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1"}
        {"template": "{{ [1, 2] in m }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TypeError"}
        {"template": "{{ (1, 2) in m }}{{ none in m }}{{ m[[1]] is defined }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "FalseFalseFalse"}
        {"template": "{{ [1] | sort(attribute=1.5) }}{{ [\"ab\", \"aa\"] | sort(attribute=1) }}{{ [[1, 2], [3]] | sum(start=[]) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[1]['aa', 'ab'][1, 2, 3]"}
        {"template": "{{ range(3) }}{{ range(1, 9, 3) | list }}{{ range(3) == range(0, 3) }}{{ range(4)[-1] }}{{ range(2) | length }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "range(0, 3)[1, 4, 7]True32"}
        {"template": "{% set r = range(2) %}{% for y in r %}{{ y }}{% endfor %}{% for y in r %}{{ y }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "0101"}
        {"template": "{{ {\"k\": 1, \"items\": 2} | items | list }}{{ m | items | first }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[('k', 1), ('items', 2)]('k', 1)"}
        {"template": "{{ xs | unique }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "NoTextOfItsOwn"}
        {"template": "{{ [1.0, 1, true] | unique | list }}{{ [1, \"1\", (1,), (1.0,)] | unique | list }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[1.0][1, '1', (1,)]"}
        {"template": "{% set p = [nope] %}{% for y in p %}{{ y is defined }}{% endfor %}{{ p | length }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "False1"}
        {"template": "{{ \"a\" * 3 ~ xs * 2 }}{{ true * \"ab\" }}{{ -1 * \"ab\" }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "aaa[1, 2, 3, 1, 2, 3]ab"}
        {"template": "{{ \"x\" ~ (2 ** 70) | string | length }}{{ (2 ** 70) | abs }}{{ [2 ** 70, 1, 2.5] | sort }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "x221180591620717411303424[1, 2.5, 1180591620717411303424]"}
        {"template": "{{ xs[2 ** 70:] }}{{ xs[:2 ** 70] }}{{ xs[-(2 ** 70):2] }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[][1, 2, 3][1, 2]"}
        {"template": "{{ (nope,) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "(Undefined,)", "shows_undefined": true}
        {"template": "{{ {'k': [nope]} }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "{'k': [Undefined]}", "shows_undefined": true}
        {"template": "{{ [m.nope] ~ 1 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[Undefined]1", "shows_undefined": true}
        {"template": "{{ [xs[9]] | string | length }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "11", "shows_undefined": true}
        {"template": "{{ '%s' % ([nope],) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[Undefined]", "shows_undefined": true}
        {"template": "{{ '%a' % (nope,) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "Undefined", "shows_undefined": true}
        {"template": "{{ [[1, nope]] | join }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[1, Undefined]", "shows_undefined": true}
        {"template": "{{ xs | batch(2, nope) | list }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[[1, 2], [3, Undefined]]", "shows_undefined": true}
        {"template": "{{ [[] | first] }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[Undefined]", "shows_undefined": true}
        {"template": "{% set p %}{{ [nope] }}{% endset %}a", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a", "shows_undefined": true}
        {"template": "{{ ['x' if false] }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[Undefined]", "shows_undefined": true}
        {"template": "{{ [nope] is upper }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "False", "shows_undefined": true}
        {"template": "{{ '%r' % ('x' if false) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "Undefined", "shows_undefined": true}
        {"template": "{{ [nope] | replace('U', 'u') }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[undefined]", "shows_undefined": true}
        {"template": "{{ [nope] | length }}{{ [nope] is defined }}{{ [nope, 1][1] }}{{ [nope] | default('d') is sequence }}{{ ([nope] | first) is defined }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1True1TrueFalse"}
        {"template": "{{ '%%' % nope }}{{ nope | items | list }}{{ {'k': nope} | length }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "%[]1"}
        {"template": "a\r\nb\rc\n\r\nd", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a\nb\nc\n\nd"}
        {"template": "a\r\n", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a"}
        {"template": "a{{ x }}\r", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a7"}
        {"template": "{% raw %}\r\n{{ x }}\r{% endraw %}b", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "{{ x }}\nb"}
        {"template": "{{ 'a\r\nb\rc' }}{{ 'a\\\r\nb' }}{{ 'a\\\rb' }}{{ 'a\\r\\nb' }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a\nb\ncababa\r\nb"}
        {"template": "a\r\n{{- x -}}\r b\r", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a7b"}
        {"template": "{% if b %}\r\na\r\n{% endif %}\r\nb{# \r #}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a\n\nb"}
        {"template": "{{\r\nx\r}}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "7"}
        {"template": "{% set p %}a\r\n{% endset %}[{{ p }}]{{ p | length }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[a\n]2"}
        {"template": "a\n\n", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a"}
        {"template": "\n\na\n", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a"}
        {"template": "{% if b %}a\n{% endif %}\n", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a"}
        {"template": "{% set p %}a\n{% endset %}{{ p | length }}\n", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "2"}
        {"template": "{{ 'abc' | truncate(10, nope) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "abc"}
        {"template": "{{ (1, 2) | truncate(10, nope) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "(1, 2)"}
        {"template": "{{ 'abc def' | truncate(5, nope, '', 0) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% if not b %}{{ [1, 2.5][5] ~ x }}{% endif %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% if not b %}{{ x ~ [1, 2.5][5] }}{% endif %}a", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a"}
        {"template": "{% if not b %}{{ 1 ~ [1, 2.5][5] ~ x }}{% endif %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% if not b %}{{ [1][5] or x }}{{ [] | first and x }}{% endif %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% if not b %}{{ x if (1).k else 2 }}{% endif %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% if not b %}{{ xs[5] ~ [1][0] }}{{ [1][5] + x }}{{ [1][5] }}{% endif %}a", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a"}
        {"template": "{% if not b %}{{ [1] | unique ~ 'a' }}{% endif %}a", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a"}
        {"template": "{{ nope | default(1, nope) }}{{ m.nope | d('x', boolean=nope) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1x"}
        {"template": "{{ x | default(1, nope) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% if not b %}{{ [[1][5]] }}{% endif %}a", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a"}
        {"template": "{{ [[1][5]] }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "[Undefined]", "shows_undefined": true}
        {"template": "{{ nope is sameas nope }}{{ nope is sameas other }}{% set p = nope %}{{ p is sameas p }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "FalseFalseTrue"}
        """#
}
