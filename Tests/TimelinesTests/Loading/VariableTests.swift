import ShowTime
import Templates
import Testing

@testable import Timelines

@Suite struct VariableTests {
    @Test(
        arguments: [
            ("1", .int(1)), ("-1", .int(-1)), ("0", .int(0)), ("-0", .int(0)), ("1999", .int(1999)),
            ("9223372036854775807", .int(.max)), ("1.5", .float(1.5)), ("-0.5", .float(-0.5)), ("1e3", .float(1000)),
            ("1E-2", .float(0.01)), ("1.50", .float(1.5)), ("true", .bool(true)), ("false", .bool(false)),
            ("null", Value.none),
            // Not as JSON would write it: the text that was written.
            ("0123", .string("0123")), ("+1", .string("+1")), ("1_000", .string("1_000")), (".5", .string(".5")),
            ("1.", .string("1.")), ("0x1F", .string("0x1F")), ("0o17", .string("0o17")), ("1e", .string("1e")),
            ("12:30", .string("12:30")), ("2026-11-20", .string("2026-11-20")), ("1,999", .string("1,999")),
            ("９", .string("９")), ("True", .string("True")), ("TRUE", .string("TRUE")), ("yes", .string("yes")),
            ("no", .string("no")), ("on", .string("on")), ("off", .string("off")), ("Null", .string("Null")),
            ("~", .string("~")), ("", .string("")), (".inf", .string(".inf")), (".nan", .string(".nan")),
            ("NaN", .string("NaN")), ("-", .string("-")), ("--1", .string("--1")), ("1 2", .string("1 2")),
            // More than a number can hold.
            ("9223372036854775808", .string("9223372036854775808")), ("1e999", .string("1e999")),
        ] as [(String, Value)])
    func aPlainScalarIsWhatJSONWouldReadIn(text: String, value: Value) {
        #expect(Value(plain: text) == value)
    }

    @Test(arguments: [
        ("1", "1"), ("'1'", "1"), ("\"1\"", "1"), ("!!str 1", "1"), ("1.50", "1.5"), ("'1.50'", "1.50"), ("", ""),
        ("true", "True"), ("'true'", "true"), ("no", "no"), ("0123", "0123"), ("12:30", "12:30"),
        ("|\n    two\n    lines\n", "two\nlines"),
    ])
    func aVariableIsShownAsPythonDoes(written: String, shown: String) throws {
        let timeline = try timeline(yaml("- {at: 1s, text: \"a{{ v }}b\"}", "vars:\n  v: \(written)"))
        #expect(timeline.contents == ["a\(shown == "two\nlines" ? "two\nlines\n" : shown)b"])
    }

    @Test func typesMatterInArithmetic() throws {
        let vars = "vars: {n: 3, text: '3', on: true}"
        let messages = """
            - {at: 1s, text: "{{ n + 1 }} {{ n * 2.5 }} {{ on + 1 }} {{ text ~ n }} {{ text + text }}"}
            """
        #expect(try timeline(yaml(messages, vars)).contents == ["4 7.5 2 33 33"])
        #expect(load(yaml("- {at: 1s, text: \"{{ text + 1 }}\"}", vars)).diagnostics.map(\.kind) == [.expression])
    }

    private static let layered = """
        timeline: t
        sender: {id: host}
        vars: {a: timeline, b: timeline, c: timeline}
        rooms: {r: {id: r, vars: {a: room, b: room}}, s: {id: s}}
        messages:
        - {id: m, at: 1s, rooms: [r, s], vars: {a: message}, text: "{{ a }} {{ b }} {{ c }}"}
        - {id: n, at: 1s, rooms: [r, s], text: "{{ a }} {{ b }} {{ c }}"}
        """

    @Test func theNearestWins() throws {
        #expect(
            try timeline(Self.layered).deliveries == [
                "m#1@r message room timeline", "m#1@s message timeline timeline",
                "n#1@r room room timeline", "n#1@s timeline timeline timeline",
            ])
    }

    @Test func theCommandLineBeatsThemAll() throws {
        let overrides: [(name: String, value: Value)] = [("a", .int(1)), ("c", Value(plain: "x y"))]
        #expect(
            try timeline(Self.layered, overrides: overrides).deliveries == [
                "m#1@r 1 room x y", "m#1@s 1 timeline x y", "n#1@r 1 room x y", "n#1@s 1 timeline x y",
            ])
    }

    @Test func theCommandLineDefinesWhatTheTimelineDoesNot() throws {
        let text = yaml("- {at: 1s, text: \"{{ who }}\"}")
        #expect(load(text).diagnostics.map(\.kind) == [.undefinedVariable])
        #expect(try timeline(text, overrides: [("who", .string("me"))]).contents == ["me"])
    }

    @Test(arguments: [
        ("title", true), ("occurrence", true), ("my-price", false), ("", false), ("1st", false), ("😀", false),
    ])
    func someNamesCannotBeTaken(name: String, isReserved: Bool) {
        #expect(LoadingOptions.problem(withVariableName: name) != nil)
        let loaded = load(yaml("- {at: 1s, text: x}", "vars: {\"\(name)\": 1}"))
        #expect(loaded.diagnostics.map(\.kind) == [isReserved ? .reservedName : .badValue])
    }

    @Test(arguments: ["price", "_x", "价格", "été", "x1"])
    func lettersOfAllScriptsMakeNames(name: String) throws {
        #expect(LoadingOptions.problem(withVariableName: name) == nil)
        #expect(try timeline(yaml("- {at: 1s, text: \"{{ \(name) }}\"}", "vars: {\(name): 7}")).contents == ["7"])
    }

    @Test func membersAreNamedWithDots() throws {
        let text = yaml(
            "- {at: 1s, text: \"{{ shop.item.price }} {{ shop.item.name }}\"}",
            "vars: {shop: {item: {price: 19.90, name: Nova}}}")
        #expect(try timeline(text).contents == ["19.9 Nova"])
    }

    @Test func valuesCanBeShared() throws {
        let text = yaml(
            "- {at: 1s, text: \"{{ a }} {{ b }} {{ c.x }}\"}", "vars: {a: &n 5, b: *n, c: &m {x: *n}, d: *m}")
        #expect(try timeline(text).contents == ["5 5 5"])
    }

    @Test func listsInsideOfListsAreReadHoweverDeepAliasesMakeThem() throws {
        var vars = "vars:\n  v0: &v0 [x]\n"
        for level in 1...900 { vars += "  v\(level): &v\(level) [*v\(level - 1)]\n" }
        let timeline = try timeline(yaml("- {at: 1s, text: \"{{ title }}\"}", vars))
        #expect(timeline.contents == ["test"])
    }
}
