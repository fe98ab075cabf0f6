import Templates
import Testing

@Suite struct NamedVariablesTests {
    @Test func findsNamesThatNoExpansionReaches() throws {
        var templates = TemplateSet()
        let template = try templates.compile(
            "{% if false %}{{ a.b + c }}{% for i in d if i > e %}{{ i }}{% endfor %}{% endif %}")
        let found = templates.namedVariables(of: template)
        #expect(found.map(\.name) == ["a", "c", "d", "e"])
        #expect(found.map(\.range) == [17..<18, 23..<24, 39..<40, 48..<49])
    }

    @Test func namesThatTheTemplateBindsAreNoVariablesOfTheScript() throws {
        var templates = TemplateSet()
        let template = try templates.compile(
            "{% set a = b %}{{ a }}{% for c in d %}{{ c ~ loop.index }}{% endfor %}{{ c }}")
        #expect(templates.namedVariables(of: template).map(\.name) == ["b", "d", "c"])
        #expect(Set(templates.mentions().symbols.map { templates.name(of: $0) }) == ["b", "d", "c"])
    }

    @Test(
        arguments: [
            ("{% set a = 1 %}{{ a }}", []), ("{% if occurrence > 1 %}a{% endif %}", .occurrence),
            ("{% for i in [start] %}{{ i }}{% endfor %}", .start), ("{% set due = 1 %}{{ x }}", []),
            ("{% set a = offset %}{{ a }}", .occurrence),
            ("{% if x %}{% set offset = 2 %}{% endif %}{{ offset }}", .occurrence),
        ] as [(String, Dependencies)])
    func knowsWhatStatementsHangOn(template: String, dependencies: Dependencies) throws {
        var templates = TemplateSet()
        #expect(try templates.compile(template).dependencies == dependencies)
    }

    @Test(
        arguments: [
            (0, "0:00"), (5, "0:05"), (65, "1:05"), (3723, "1:02:03"), (86399, "23:59:59"), (183_845, "2 d 03:04:05"),
            (-65, "-1:05"), (-90_000, "-1 d 01:00:00"),
        ])
    func writesDurations(seconds: Int, text: String) throws {
        var rendering = try Rendering()
        #expect(try rendering.text(of: "{{ (\(seconds)) | duration }}") == text)
        #expect(try rendering.text(of: "{{ (\(seconds) * 1.0) | duration }}") == text)
    }
}
