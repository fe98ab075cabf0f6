import ShowTime
import Templates
import Testing

/// One delivery with a variable of every kind, and a place to render templates for it.
struct Rendering {
    var templates = TemplateSet()
    var scope: Scope
    var limit = 1 << 16

    init(zone: String = "Asia/Shanghai") throws {
        let zone = try #require(Zone(named: zone))
        scope = Scope(
            title: "The Title", timeline: "show", zone: zone, start: .milliseconds(1_795_176_000_000))
        scope.room = .map(["id": .string("123"), "name": .string("stage"), "lang": .string("en")])
        scope.message = "msg"
        scope.due = .milliseconds(1_795_176_090_250)
        scope.offset = .milliseconds(90_250)
        scope.occurrence = 3
        for (name, value) in Self.variables { scope.timelineVariables[templates.symbol(name)] = value }
    }

    private static let variables: [(String, Value)] = [
        ("x", .int(7)), ("y", .int(-3)), ("f", .float(2.5)), ("g", .float(-0.1)), ("nz", .float(-0.0)),
        ("s", .string("héllo")), ("t", .string("a'b\"c")), ("flag", .bool(true)), ("off", .bool(false)),
        ("nothing", .none), ("价格", .int(1999)), ("big", .int(9_007_199_254_740_993)), ("huge", .int(.max)),
        ("_p", .string("p")), ("é", .string("e")),
        (
            "list",
            .list([
                .string("a"), .string("b\"c"), .string("d'e"), .string("f'g\"h\\i\n\u{3000}\u{200D}😀\u{7F}"),
                .float(1.5), .none, .bool(true), .list([.int(1)]),
            ])
        ),
        (
            "m",
            .map([
                "k": .int(1), "items": .int(2), "deep": .map(["z": .string("zz")]), "__len__": .int(3),
                "价": .string("价"),
            ])
        ),
    ]

    mutating func text(of template: String) throws(TemplateError) -> String {
        let compiled = try templates.compile(template)
        var buffer = TextBuffer(limit: limit)
        _ = try templates.expand(compiled, in: scope, into: &buffer)
        return String(decoding: buffer.bytes, as: UTF8.self)
    }

    mutating func warnings(of template: String) throws(TemplateError) -> [TemplateWarning] {
        let compiled = try templates.compile(template)
        var buffer = TextBuffer(limit: limit)
        return try templates.expand(compiled, in: scope, into: &buffer).warnings
    }

    /// The error of a template that cannot be rendered, nil where it can.
    mutating func error(of template: String) -> TemplateError? {
        do throws(TemplateError) {
            _ = try text(of: template)
            return nil
        } catch {
            return error
        }
    }
}
