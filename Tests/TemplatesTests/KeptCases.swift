/// Cases that were once rendered otherwise than by Jinja2, and the rules of scope and of filters, as the generator writes
/// them: one a line, rendered by Jinja2 3.1 with `StrictUndefined`.
enum KeptCases {
    static let text = #"""
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
        {"template": "{% for k in m %}{{ k }}={{ m[k] }};{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "k=1;a=z;"}
        {"template": "{% for k, v in m | items %}{{ k }}{{ v }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "k1az"}
        {"template": "{% for x in xs %}{% endfor %}{{ x }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "7"}
        {"template": "{% for x in xs %}{% if loop.first %}{% set q = 9 %}{% endif %}{{ q is defined }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "TrueFalseFalse"}
        {"template": "{{ \"straße ΟΔΟΣ ǆ\" | upper }}{{ \"ΟΔΟΣ ΟΔΟΣ İ\" | lower }}{{ \"ǆ ß\" | capitalize }}{{ \"ßa-ﬁb (x\" | title }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "STRASSE ΟΔΟΣ Ǆοδος οδος i̇ǅ ßSSa-FIb (X"}
        {"template": "{{ 1 == 1.0 == true }}{{ [1] == [1.0] }}{{ (1,) == [1] }}{{ 9007199254740993 == 9007199254740992.0 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "TrueTrueFalseFalse"}
        {"template": "{{ none < 1 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TypeError"}
        {"template": "{{ \"a\" in 1 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TypeError"}
        {"template": "{{ [1, \"a\"] | sort }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TypeError"}
        {"template": "{{ \"foo bar baz qux\" | truncate(9) }}|{{ \"foo bar baz qux\" | truncate(11, false, \"...\", 0) }}|{{ \"foo bar baz\" | truncate(5, true, \"…\", 0) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "foo...|foo bar...|foo …"}
        {"template": "{{ x if b else nope }}{{ b or nope }}{{ not b and nope }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "7TrueFalse"}
        {"template": "{{ nope or 1 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{{ nope | default(\"d\") }}{{ \"\" | default(\"e\", true) }}{{ none | d(\"f\", boolean=true) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "def"}
        {"template": "{% set q = \"abc\"[nope] %}{{ q is defined }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "False"}
        {"template": "{% for a in xs %}{% for b in xs %}{% set q = \"abc\"[i] %}{% endfor %}{% set i = 1 %}{% endfor %}-", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "-"}
        {"template": "{{ m[nope] is defined }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% for r in xs | batch(2) %}{{ loop.last }}{{ loop.length }}{{ loop.nextitem }}{{ r }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{{ [1, [2]] | unique | list }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TypeError"}
        {"template": "{{ loop is defined }}{% for y in xs %}{{ loop[\"index\"] }}{{ loop.nope is defined }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "False1False2False3False"}
        {"template": "{% for y, in [[1]] %}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TemplateSyntaxError"}
        {"template": "{% set y, = [1] %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TemplateSyntaxError"}
        {"template": "{{ [1, 2] in m }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TypeError"}
        {"template": "{% set p = [nope] %}{% for y in p %}{{ y is defined }}{% endfor %}{{ p | length }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "False1"}
        {"template": "{{ [nope] | length }}{{ [nope] is defined }}{{ [nope, 1][1] }}{{ ([nope] | first) is defined }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1True1False"}
        {"template": "a\n\n", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a"}
        {"template": "\n\na\n", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a"}
        {"template": "{% if b %}a\n{% endif %}\n", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a"}
        {"template": "{% set p %}a\n{% endset %}{{ p | length }}\n", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "2"}
        {"template": "{{ 'abc' | truncate(10, nope) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "abc"}
        {"template": "{{ 'abc def' | truncate(5, nope, '', 0) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% if not b %}{{ [1, 2.5][5] ~ x }}{% endif %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% if not b %}{{ 1 ~ [1, 2.5][5] ~ x }}{% endif %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% if not b %}{{ [1][5] or x }}{{ [] | first and x }}{% endif %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% if not b %}{{ x if (1).k else 2 }}{% endif %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{% if not b %}{{ [1] | unique ~ 'a' }}{% endif %}a", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "a"}
        {"template": "{{ nope | default(1, nope) }}{{ m.nope | d('x', boolean=nope) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1x"}
        {"template": "{{ x | default(1, nope) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "UndefinedError"}
        {"template": "{{ xs | join(\", \") }}|{{ xs | sort(reverse=true) | join }}|{{ [\"b\", \"A\", \"a\"] | sort | join }}|{{ [\"a\", \"A\"] | unique | join }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1, 2, 3|321|Aab|a"}
        {"template": "{{ 2.5 | round }}{{ 3.5 | round }}{{ 2.675 | round(2) }}{{ 42 | round }}{{ 42.55 | round(1, \"floor\") }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "2.04.02.674242.5"}
        {"template": "{{ \"%5.1f|%-4d|%05d|%s\" | format(1.25, 3, -42, \"a\") }}{{ \"%.3d %+d % d %08.3f%%\" | format(7, 7, 7, 12.5) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1.2|3   |-0042|a007 +7  7 0012.500%"}
        {"template": "{{ 9223372036854775806 + 1 }} {{ -7 * 49 // 10 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "9223372036854775807 -35"}
        {"template": "{{ \"42.9\" | int }}{{ \"x\" | int }}{{ \"x\" | int(7) }}{{ \" 12 \" | int }}{{ \".5\" | float }}{{ \"5.\" | float }}{{ none | int }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "4207120.55.00"}
        {"template": "{% for r in xs | batch(2) %}{{ loop.last }}{{ loop.length }}{{ r | join(\"-\") }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "False21-2True23"}
        {"template": "{{ xs | batch(2, 0) | list | length }}{{ xs | batch(2) | first | join }}{{ xs | reverse | first }}{{ xs | unique | reverse | join }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "2123321"}
        {"template": "{{ [1.0, 1, true] | unique | join }}{{ [1, \"1\"] | unique | list | length }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1.02"}
        {"template": "{{ range(3) | join }}{{ range(1, 9, 3) | sum }}{% for y in range(5, 0, -2) %}{{ y }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "01212531"}
        {"template": "{{ [[\"ab\", 2], [\"aa\", 1]] | sort(attribute=1) | first | join }}{{ [{\"v\": \"b\", \"k\": 1}, {\"v\": \"a\", \"k\": 1}] | sort(attribute=\"k,v\") | join(attribute=\"v\") }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "aa1ab"}
        {"template": "{% for k, v in m | items %}{{ k }}{{ v }}{% endfor %}{{ m | items | list | length }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "k1az2"}
        {"template": "{% for a, c in [[1, 2], [3, 4]] if c > 2 %}{{ a }}{{ c }}{{ loop.previtem is undefined }}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "34True"}
        {"template": "{{ 1 in [] }}{{ nope in [] }}{{ (1, 2) in [(1, 2)] }}{{ 1.0 in xs }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "FalseFalseTrueTrue"}
        {"template": "{{ [nope] | length }}{{ [nope] is defined }}{{ [nope, 1] | last is defined }}{{ ([nope] | first) is defined }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "1TrueTrueFalse"}
        {"template": "{{ -9223372036854776.0 }} {{ 9007199254740993 + 0.0 }} {{ 10000000000000000.0 + 0 }} {{ 123456789012345678 * 1.0 }} {{ 0.1 + 0.2 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "-9223372036854776.0 9007199254740992.0 1e+16 1.2345678901234568e+17 0.30000000000000004"}
        {"template": "{{ 7 // 2.0 }} {{ -7 // 2.0 }} {{ -7 % 2.5 }} {{ 0 / 5 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "3.0 -4.0 0.5 0.0"}
        {"template": "{{ 5 | truncate }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "error": "TypeError"}
        {"template": "{{ \"abc def\" | truncate(5, true, \"…\", 0) }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "abc …"}
        {"template": "{% set p = nope %}{{ p is defined }}{% set q = \"x\" if not b %}[{{ q }}]{{ q ~ 1 }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "False[]1"}
        {"template": "{{ loop is defined }}{% for y in xs %}{% set outer = loop %}{% for z in [1] %}{{ outer.index }}{{ loop.index }}{% endfor %}{% endfor %}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "False112131"}
        {"template": "{{ {\"a\": 1.0, \"k\": 2}[t] if t is defined else \"-\" }}{{ [0.1] * 2 | join(\" \") if false else [0.1, 0.1] | join(\" \") }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "-0.1 0.1"}
        {"template": "{{ 5if b else 6 }}{{ \"éé\" | length }}", "vars": {"i": 2, "x": 7, "b": true, "xs": [1, 2, 3], "m": {"k": 1, "a": "z"}}, "text": "52"}
        """#
}
