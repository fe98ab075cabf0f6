import ShowTime
import Templates
import Testing

@Suite struct TemplateSetTests {
    @Test func theNearestVariableWins() throws {
        var rendering = try Rendering()
        let symbol = rendering.templates.symbol("who")
        #expect(rendering.error(of: "{{ who }}")?.kind == .undefined("who"))
        rendering.scope.timelineVariables[symbol] = .string("timeline")
        #expect(try rendering.text(of: "{{ who }}") == "timeline")
        rendering.scope.roomVariables[symbol] = .string("room")
        #expect(try rendering.text(of: "{{ who }}") == "room")
        rendering.scope.messageVariables[symbol] = .string("message")
        #expect(try rendering.text(of: "{{ who }}") == "message")
        rendering.scope.overrides[symbol] = .string("command line")
        #expect(try rendering.text(of: "{{ who }}") == "command line")
    }

    @Test(arguments: Symbol.reserved)
    func noVariableHidesAReservedName(name: String) throws {
        var rendering = try Rendering()
        let before = rendering.error(of: "{{ \(name) }}")
        rendering.scope.overrides[rendering.templates.symbol(name)] = .string("hidden")
        let after = rendering.error(of: "{{ \(name) }}")
        #expect(before == after)
        if after == nil { #expect(try rendering.text(of: "{{ \(name) }}") != "hidden") }
    }

    @Test(arguments: [
        (0, "0"), (90_000, "90"), (-600_000, "-600"), (90_250, "90.25"), (-1, "-0.001"), (630, "0.63"),
        (703_115_123, "703115.123"), (316_223_999_999, "316223999.999"), (-316_223_999_999, "-316223999.999"),
    ])
    func theOffsetIsAnIntegerWhereItIsWhole(milliseconds: Int, text: String) throws {
        var rendering = try Rendering()
        rendering.scope.offset = .milliseconds(Int64(milliseconds))
        #expect(try rendering.text(of: "{{ offset }}") == text)
    }

    @Test(arguments: [
        ("UTC", "2026-11-20 12:00:00+00:00", "12:00"),
        ("Asia/Shanghai", "2026-11-20 20:00:00+08:00", "20:00"),
        ("America/St_Johns", "2026-11-20 08:30:00-03:30", "08:30"),
    ])
    func timesAreThoseOfTheZone(zone: String, start: String, clock: String) throws {
        var rendering = try Rendering(zone: zone)
        #expect(try rendering.text(of: "{{ start }}") == start)
        #expect(try rendering.text(of: "{{ start | strftime('%H:%M') }}") == clock)
    }

    @Test func aLocalTimeBeforeZonesHasSecondsInItsOffset() throws {
        var rendering = try Rendering()
        rendering.scope.start = .milliseconds(-2_208_988_800_000)
        #expect(try rendering.text(of: "{{ start }}") == "1900-01-01 08:05:43+08:05:43")
    }

    @Test(
        arguments: [
            ("x", []), ("{{ x }}", []), ("{{ title ~ room.id ~ message }}", []), ("{{ start }}", .start),
            ("{{ 1 + 2 }}", []), ("{{ occurrence }}", .occurrence), ("{{ -offset // 60 }}", .occurrence),
            ("{{ due | strftime('%H') }}", [.occurrence, .start]), ("{{ start }}{{ offset }}", [.occurrence, .start]),
            ("{{ x.y }}{{ (x ~ (+offset)).z }}", .occurrence), ("{# {{ due }} #}", []),
        ] as [(String, Dependencies)])
    func knowsWhatItHangsOn(template: String, dependencies: Dependencies) throws {
        var templates = TemplateSet()
        #expect(try templates.compile(template).dependencies == dependencies)
    }

    @Test func whatIsWrittenWithOtherBytesIsRenderedWithThose() throws {
        var rendering = try Rendering()
        // One letter, and a letter with an accent: equal as Swift's strings.
        for text in ["caf\u{E9}", "cafe\u{301}"] {
            let rendered = try rendering.text(of: "{{ \"\(text)\" }}")
            #expect(Array(rendered.utf8) == Array(text.utf8))
        }
    }

    @Test func namesAreFoundByteForByte() throws {
        var rendering = try Rendering()
        rendering.scope.room = .map(["caf\u{E9}": .int(1)])
        rendering.scope.timelineVariables[rendering.templates.symbol("caf\u{E9}")] = .int(2)
        #expect(try rendering.text(of: "{{ room.caf\u{E9} }}{{ caf\u{E9} }}") == "12")
        #expect(rendering.error(of: "{{ room.cafe\u{301} }}")?.kind == .noMember("cafe\u{301}", members: ["caf\u{E9}"]))
        #expect(rendering.error(of: "{{ cafe\u{301} }}")?.kind == .undefined("cafe\u{301}"))
    }

    @Test(arguments: [
        ("x", true), ("_", true), ("x1", true), ("价格", true), ("é", true), ("e\u{301}", true), ("", false),
        ("1x", false), ("x-y", false), ("x y", false), ("x.y", false), ("价 格", false), ("价\u{3000}格", false),
        ("😀", false), ("a²", false), ("“x”", false), ("x！", false),
    ])
    func knowsWhatIsAName(text: String, isName: Bool) {
        #expect(text.isTemplateName == isName)
    }

    @Test func saysWhereATextWentOverTheLimit() throws {
        var rendering = try Rendering()
        rendering.limit = 8
        func place(_ text: String) throws -> Int? {
            let template = try rendering.templates.compile(text)
            var buffer = TextBuffer(limit: 8)
            return try rendering.templates.expand(template, in: rendering.scope, into: &buffer).overflowPlace
        }
        #expect(try place("12345678") == nil)
        #expect(try place("123456789") == 8)
        #expect(try place("  123456789  ") == 10)
        #expect(try place("{% if true %}123456789{% endif %}") == 21)
        #expect(try place("{{ '123456' }}789") == 16)
        #expect(try place("  12345678  ") == nil)
        #expect(try place("{{ 'four' }}five!") == 16)
        #expect(try place("123456{{ x }}{{ 1000 }}{{ x }}") == 15)
        #expect(try place("123456{{ x }}{{ 1 }} {{ ' ' }} ") == nil)
    }

    @Test func compilesWhatIsWrittenOftenOnce() throws {
        var rendering = try Rendering()
        for number in 0..<100 {
            #expect(try rendering.text(of: "\(number): {{ x }} {{ x+y }} {{ x }}") == "\(number): 7 4 7")
        }
        rendering.templates.finishCompiling()
        #expect(try rendering.text(of: "{{ x }}") == "7")
    }
}
