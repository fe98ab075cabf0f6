import Templates
import Testing

/// Jinja2 renders each of these, and no audience should see the text.
@Suite struct AudienceTests {
    @Test(arguments: [
        ("{{ none }}", 3..<7, "none cannot be shown to an audience; leave it out"),
        (
            "{{ nothing }}", 3..<10,
            #"none cannot be shown to an audience; say what to show instead: `{{ nothing or "…" }}`"#
        ),
        (
            "{{ prices }}", 3..<9,
            #"a list cannot be shown to an audience; join it: `{{ prices | join(", ") }}`"#
        ),
        (
            "{{ prices + [30] }}", 3..<16,
            #"a list cannot be shown to an audience; join it: `{{ (prices + [30]) | join(", ") }}`"#
        ),
        ("{{ 1, 2 }}", 3..<7, #"a list cannot be shown to an audience; join it: `{{ (1, 2) | join(", ") }}`"#),
        (
            "{{ prices | unique }}", 3..<18,
            #"a list cannot be shown to an audience; join it: `{{ prices | unique | join(", ") }}`"#
        ),
        (
            "{% for p in prices %}{{ prices }}{% endfor %}", 24..<30,
            #"a list cannot be shown to an audience; join it: `{{ prices | join(", ") }}`"#
        ),
        (
            "{% set all %}{{ prices }}{% endset %}", 16..<22,
            #"a list cannot be shown to an audience; join it: `{{ prices | join(", ") }}`"#
        ),
        (
            "{{ room }}", 3..<7,
            "a mapping cannot be shown to an audience; show one of its members: `{{ room.id }}`"
        ),
        (
            "{% for p in prices %}{{ loop }}{% endfor %}", 24..<28,
            "the loop cannot be shown to an audience; show loop.index or another member of it"
        ),
        (
            #"{{ "Only " ~ prices }}"#, 13..<19,
            #"a list cannot be shown to an audience; join it: `prices | join(", ")`"#
        ),
        (
            "{{ nothing ~ 1 }}", 3..<10,
            #"none cannot be shown to an audience; say what to show instead: `nothing or "…"`"#
        ),
        ("{{ prices | upper }}", 3..<9, #"a list cannot be shown to an audience; join it: `prices | join(", ")`"#),
        (
            "{{ list | join }}", 3..<7,
            "item 6 of the list is none, which cannot be shown to an audience; leave it out in a loop: {% for … in … if … %}"
        ),
        (
            "{{ [[1], 2] | join }}", 3..<11,
            "item 1 of the list is a list, which cannot be shown to an audience; show it in a loop of its own: {% for … in … %}"
        ),
        (
            #"{{ [{"name": "Lin"}] | join(", ") }}"#, 3..<20,
            #"item 1 of the list is a mapping, which cannot be shown to an audience; name one of its members: join(", ", attribute="name")"#
        ),
        (
            #"{{ "%s" | format([1]) }}"#, 3..<21,
            #"a list cannot be shown to an audience; join it with | join(", ")"#
        ),
        (
            "{{ huge + 1 }}", 3..<11,
            "the result is beyond the whole numbers of 64 bits, which end at 9223372036854775807"
        ),
        (
            "{{ 9223372036854775808 }}", 3..<22,
            "9223372036854775808 is beyond the whole numbers of 64 bits: put quotes around it"
        ),
        ("{{ huge / 3 }}", 3..<11, "numbers beyond 9007199254740992 have no exact quotient: divide with //"),
        (
            "{{ f * \(String(repeating: "9", count: 308)).0 }}", 3..<317,
            "the result is too large for any number: calculate with smaller numbers"
        ),
        (#"{{ "inf" | float }}"#, 3..<16, #""inf" is not supported as a number: write it in digits 0 to 9"#),
    ])
    func refusesWhatNoAudienceShouldSee(template: String, range: Range<Int>, message: String) throws {
        var rendering = try Rendering()
        rendering.scope.timelineVariables[rendering.templates.symbol("prices")] = .list([.int(10), .int(20)])
        #expect(rendering.error(of: template) == TemplateError(.unsupported, message, at: range))
    }

    @Test(arguments: [
        (#"{{ "\101" }}"#, 4..<6, #"\1 is not supported: write \\ for a backslash, \n, \t, or the character itself"#),
        ("{{ 'a\rb' }}", 5..<6, #"a carriage return in a text is not supported: write \n"#),
        (
            "{% set a %}b\r\n{% endset %}", 12..<13,
            "a carriage return in a text is not supported: end lines with a newline"
        ),
        (#"{{ "٣" | int }}"#, 3..<13, #""٣" is not supported as a number: write it in digits 0 to 9"#),
        (#"{{ "1_000" | int }}"#, 3..<16, #""1_000" is not supported as a number: write it in digits 0 to 9"#),
        (#"{{ "1e3" | float }}"#, 3..<16, #""1e3" is not supported as a number: write it in digits 0 to 9"#),
        ("{{ 1_000 }}", 3..<8, #""1_000" is not supported as a number: write it in digits 0 to 9"#),
        ("{{ 1.5e3 }}", 3..<8, #""1.5e3" is not supported as a number: write it in digits 0 to 9"#),
        (
            #"{{ "\u4ef7" }}"#, 4..<6,
            #"\u is not supported: write \\ for a backslash, \n, \t, or the character itself"#
        ),
        (#"{{ "a" "b" }}"#, 7..<10, "two texts side by side: write ~ between them"),
        ("{{ 2 ** x }}", 5..<7, "** is not supported: write x * x"),
        (
            #"{{ "%r" | format(x) }}"#, 3..<19,
            "%r is not supported in a format: write %s, %d or %f, and %% for a percent sign"
        ),
        (#"{{ "%d" % 1 }}"#, 3..<11, "% behind a text is not supported: write | format(…)"),
        (#"{{ "%(a)s" | format(a=1) }}"#, 20..<21, "names are not supported here: write the values in their order"),
        (
            "{{ x is callable }}", 8..<16,
            #"the test "callable" is not supported: what it asks is always the same in a template"#
        ),
        ("{{ x is sameas y }}", 8..<14, #"the test "sameas" is not supported: write ==, !=, <, <=, >, >= or in"#),
        ("{{ x is gt 3 }}", 8..<10, #"the test "gt" is not supported: write ==, !=, <, <=, >, >= or in"#),
        ("{{ s is upper }}", 8..<13, #"the test "upper" is not supported: write x == x | upper"#),
        (
            "{{ s is iterable }}", 8..<16,
            #"the test "iterable" is not supported: ask what it is not, as in x is not string"#
        ),
        ("{{ [1, 2][5] }}", 3..<12, "this is always the same and not supported: write the item itself"),
        ("{{ 1234.5 | round(-2) }}", 3..<21, "round takes 0 to 30 digits; write x // 100 * 100 for tens"),
        (
            "{% for a, (b, c) in list %}{% endfor %}", 10..<11,
            "parentheses are not supported here: write the names with commas between them"
        ),
    ])
    func refusesWhatServesPythonOnly(template: String, range: Range<Int>, message: String) throws {
        var rendering = try Rendering()
        #expect(rendering.error(of: template) == TemplateError(.unsupported, message, at: range))
    }

    @Test(arguments: [
        (
            "{{ 9/3 }}", "3.0", 3..<6,
            "because / always gives a point; write // for a whole number, or add | int or | round(2)"
        ),
        (
            "{% set n = 9 / 3 %}{{ n * 2 }}", "6.0", 22..<27,
            "because / always gives a point; write // for a whole number, or add | int or | round(2)"
        ),
        ("{{ 0.1+0.2 }}", "0.30000000000000004", 3..<10, "round it: `{{ (0.1+0.2) | round(2) }}`"),
        (#"{{ "about " ~ x / 3 }}"#, "2.3333333333333335", 14..<19, "round it: `(x / 3) | round(2)`"),
        ("{{ [x / 3] | join }}", "2.3333333333333335", 3..<10, "round it with | round(2)"),
    ])
    func warnsOfDigitsThatNobodyWrote(template: String, shown: String, range: Range<Int>, rest: String) throws {
        var rendering = try Rendering()
        let separator = rest.hasPrefix("because") ? ", " : "; "
        let warning = TemplateWarning(
            kind: .floatDigits, message: "this shows \(shown)\(separator)\(rest)", range: range)
        #expect(try rendering.warnings(of: template) == [warning])
    }

    @Test func warnsOncePerPlace() throws {
        var rendering = try Rendering()
        #expect(
            try rendering.warnings(of: "{% for i in [1, 2, 4] %}{{ i / 1 }}{{ i / 3 }}{% endfor %}").map(\.range) == [
                27..<32, 38..<43,
            ])
    }

    @Test(arguments: [
        "{{ f }}", "{{ 3.0 }}", "{{ 7 / 2 }}", "{{ 9 // 3 }}", "{{ (9 / 3) | int }}", "{{ (9 / 3) | round(2) }}",
        "{{ (0.1 + 0.2) | round(2) }}", #"{{ "%.1f" | format(9 / 3) }}"#, "{{ 1.5 * 2 }}", "{{ 3.141592653589793 }}",
        "{{ offset }}", "{% if 9 / 3 == 3 %}x{% endif %}",
    ])
    func doesNotWarnOfWhatIsMeant(template: String) throws {
        var rendering = try Rendering()
        #expect(try rendering.warnings(of: template) == [])
    }
}
