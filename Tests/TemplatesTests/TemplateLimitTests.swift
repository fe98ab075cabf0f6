import Templates
import Testing

@Suite struct TemplateLimitTests {
    @Test(arguments: [
        ("(", "x", ")", 40), ("-", "x", "", 90), ("+", "x", "", 90), ("", "x", " + 1", 500), ("", "x", " ~ x", 500),
        ("1 * ", "x", "", 500),
    ])
    func takesExpressionsOfAReasonableDepth(before: String, middle: String, after: String, count: Int) throws {
        var rendering = try Rendering()
        let expression = String(repeating: before, count: count) + middle + String(repeating: after, count: count)
        #expect(rendering.error(of: "{{ \(expression) }}") == nil)
    }

    @Test(arguments: [
        ("(", "x", ")"), ("-", "x", ""), ("- ", "x", ""), ("", "x", " + 1"), ("", "x", " ~ x"), ("1 * ", "x", ""),
        ("", "x", ".y"), ("", "due", " | strftime('%H')"), ("(-", "x", ")"), ("(1 + ", "x", ")"),
        ("(", "x", ".y)"), ("[", "x", "]"), ("not ", "x", ""), ("", "x", "[0]"), ("", "x", " if x else x"),
        ("", "x", " and x"), ("", "x", " | upper"), ("{'a': ", "x", "}"), ("", "x", " == x"),
        ("x if x else ", "x", ""), ("x | default(", "x", ")"),
    ])
    func refusesExpressionsWithoutEnd(before: String, middle: String, after: String) throws {
        var rendering = try Rendering()
        let expression = String(repeating: before, count: 50_000) + middle + String(repeating: after, count: 50_000)
        #expect(rendering.error(of: "{{ \(expression) }}")?.kind == .unsupported)
    }

    @Test(arguments: [
        ("{% if x %}", "{% endif %}"), ("{% for i in list %}", "{% endfor %}"), ("{% set a %}", "{% endset %}"),
    ])
    func refusesStatementsWithoutEnd(before: String, after: String) throws {
        var rendering = try Rendering()
        let template = String(repeating: before, count: 10_000) + "x" + String(repeating: after, count: 10_000)
        #expect(rendering.error(of: template)?.kind == .unsupported)
        #expect(rendering.error(of: "{% set \(String(repeating: "(", count: 50_000))a")?.kind != nil)
    }

    /// Each of these grows by itself.
    @Test(arguments: [
        "{% set a = 'abc' %}" + String(repeating: "{% set a = a ~ a %}", count: 60),
        "{% set a = [1] %}" + String(repeating: "{% set a = a + a %}", count: 60),
        "{% set a = [1] %}" + String(repeating: "{% set a = [a, a] %}", count: 40) + "{{ a }}",
        "{{ 'a' | replace('', 'b' * 60000) | replace('', 'b' * 60000) }}",
        "{% for i in range(1000) %}{% for j in range(1000) %}x{% endfor %}{% endfor %}",
        "{{ '%99999d' | format(1) }}", "{{ [1] | batch(99999999, 0) | list }}",
    ])
    func refusesWhatGrowsWithoutEnd(template: String) throws {
        var rendering = try Rendering()
        #expect(rendering.error(of: template)?.kind == .unsupported)
    }

    /// Each of these would take gigabytes or minutes: all end with an error at a place, and at once.
    @Test(arguments: [
        "{{ 'x' * 1000000000 }}", "{{ [1] * 1000000000 }}", "{{ range(1000000000000) | join }}",
        "{{ '%1000000000s' | format('x') }}",
        "{{ ('a' * 30000) in ('a' * 60000) ~ 'b' }}", "{{ ('a' * 60000) | replace('a' * 30000 ~ 'b', '') }}",
        "{% set a = 'x' * 60000 %}{% for i in range(1000) %}{% set b = a | upper %}{% endfor %}",
        "{% set a = 'x' * 60000 %}{% for i in range(1000) %}{{ a }}{% endfor %}",
        "{% set a = range(1000) | list %}{% for i in a %}{% set b = a | sort %}{% endfor %}",
        "{% set a = [{'a': 1}] * 1000 %}{{ a | sort(attribute=('a,' * 30000) ~ 'a') }}",
        "{% set a = [{'a': 1}] * 1000 %}{{ a | unique(attribute=('a,' * 30000) ~ 'a') | list | length }}",
        "{% set a = [{'a': 1}] * 1000 %}{{ a | sum(attribute=('a.' * 30000) ~ 'a') }}",
        "{% set a = 'é' * 30000 %}{% for i in range(1000) %}{% set b = a | length %}{% endfor %}",
        "{% set a = range(1000) | list %}{% for i in a %}{% set b = a == a %}{{ -1 in a }}{% endfor %}",
        "{% set a = [1] %}{% set b = [1] %}" + String(repeating: "{% set a = [a, a] %}{% set b = [b, b] %}", count: 40)
            + "{{ a == b }}",
    ])
    func endsAtOnceWhatWouldTakeTooMuch(template: String) throws {
        var rendering = try Rendering()
        let found = rendering.error(of: template)
        let error = try #require(found)
        #expect(error.range.upperBound <= template.utf8.count)
    }

    @Test(arguments: [
        "{{ 'abc'[::9223372036854775807] }}bc", "{{ 'cba'[::-1] }}", "a{{ 'b'[::-9223372036854775807] }}c",
        "{{ range(0, 9223372036854775807, 9223372036854775806) | join | truncate(0, true, '', 0) }}abc",
        "{{ 'abc' | truncate(1000000000) }}", "{{ 'abc'[:1000000000000000000] }}",
        "{{ 'abc' | replace('x', 'y', 1000000000000000000) }}",
    ])
    func takesLargeNumbersThatChangeNothing(template: String) throws {
        var rendering = try Rendering()
        #expect(try rendering.text(of: template) == "abc")
    }

    @Test func takesATextOfManyExpressions() throws {
        var rendering = try Rendering()
        #expect(try rendering.text(of: String(repeating: "{{ x }}", count: 10_000)).utf8.count == 10_000)
    }

    /// Whatever is thrown at it, an error has its place in the template, and what is accepted has a text.
    @Test func placesEveryErrorWithinTheTemplate() throws {
        var generator = SeededGenerator(seed: 7)
        let pieces = [
            "{{", "}}", "{#", "#}", "{%", "%}", "{{-", "-}}", " ", "\n", "x", "room", ".id", "due", "|", "strftime",
            "(", ")", "\"%H\"", "'", "\"", "\\", "\\u4ef7", "+", "-", "*", "/", "//", "%", "~", "1", "1.5e3", "0",
            "9223372036854775807", "价", "😀", "\u{3000}", "é", "_", ",", "[", "{", "}", "=", "\0",
            "{% if x %}", "{% else %}", "{% endif %}", "{% for a in list %}", "{% endfor %}", "{% set a = ", "%}",
            "-%}",
            "{% raw %}", "{% endraw %}", "{% set a %}", "{% endset %}", " if ", " else ", " is ", "defined", " in ",
            " not ",
            "]", "}", "list", "m", "s", "loop.index", "**", "==", "<", "| join", "| sort", "| length", "| truncate(3)",
            "| batch(2)", "| round(", "| int", "| format(", "'%5s'", ":", "-1", "range(", "| replace('a',", "elif",
        ]
        var rendering = try Rendering()
        var misplaced: [String] = []
        var accepted = 0
        for _ in 0..<40_000 {
            let template = (0..<Int.random(in: 1...12, using: &generator))
                .map { _ in pieces.randomElement(using: &generator)! }.joined()
            if let error = rendering.error(of: template) {
                let bounds = 0...template.utf8.count
                if !bounds.contains(error.range.lowerBound) || !bounds.contains(error.range.upperBound) {
                    misplaced.append(template)
                }
            } else {
                accepted += 1
            }
        }
        #expect(misplaced == [])
        #expect(accepted > 1000)
    }
}
