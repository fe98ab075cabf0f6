import MarkedYAML
import ShowTime
import Templates
import Testing
import Timelines

@Suite struct IncludeTests {
    private func text(_ include: String, _ more: String = "", rooms: String = "rooms: everyone") -> String {
        """
        timeline: test
        include: \(include)
        sender: {id: host}
        \(more)
        messages:
        - {at: 1s, \(rooms), text: "{{ product }}"}
        """
    }

    private static let shared = """
        x-note: {who: us}
        vars: {product: Nova, price: 1}
        rooms: {a: {id: r1, vars: {product: Room}}, b: {id: r2}, everyone: [a, b]}
        """

    @Test func bringsInVariablesAndRooms() throws {
        let timeline = try timeline(text("shared.yaml"), files: ["shared.yaml": Self.shared])
        #expect(timeline.contents == ["Room", "Nova"])
    }

    @Test func theFileThatIncludesBeats() throws {
        let files = ["one.yaml": Self.shared, "two.yaml": "vars: {product: Two}"]
        #expect(
            try timeline(text("[one.yaml, two.yaml]", rooms: "rooms: b"), files: files).contents == ["Two"])
        #expect(
            try timeline(text("[two.yaml, one.yaml]", rooms: "rooms: b"), files: files).contents == ["Nova"])
        #expect(
            try timeline(text("[one.yaml, two.yaml]", "vars: {product: Own}", rooms: "rooms: b"), files: files)
                .contents == ["Own"])
    }

    @Test func roomsAndGroupsAreAdded() throws {
        let timeline = try timeline(
            text("shared.yaml", "rooms: {c: {id: r3}, all: [everyone, c]}", rooms: "rooms: all"),
            files: ["shared.yaml": Self.shared])
        #expect(timeline.deliveries.count == 3)
    }

    @Test func filesIncludeFiles() throws {
        let files = ["one.yaml": "include: two.yaml\nvars: {price: 2}", "two.yaml": Self.shared]
        let loaded = load(text("[one.yaml, two.yaml]"), files: files)
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.included.map(\.name) == ["one.yaml", "two.yaml"])
    }

    /// What is missing there is not reported all over the timeline.
    @Test func aFileThatCannotBeReadIsOneProblem() {
        let loaded = load(text("[nowhere.yaml, broken.yaml]"), files: ["broken.yaml": "a: [\n"])
        #expect(
            loaded.diagnostics.map { "\($0.source.name):\($0.position.line) \($0.kind.rawValue)" } == [
                "show.yaml:2 include", "broken.yaml:1 yaml-syntax",
            ])
        #expect(loaded.diagnostics[0].message == "there is no nowhere.yaml")
    }

    @Test(arguments: [(15, 0), (16, 1)])
    func filesIncludeFilesSixteenLevelsDeep(levels: Int, problems: Int) {
        var files = ["deep\(levels).yaml": Self.shared]
        for level in 0..<levels { files["deep\(level).yaml"] = "include: deep\(level + 1).yaml" }
        #expect(load(text("deep0.yaml"), files: files).diagnostics.count == problems)
    }

    @Test func filesThatIncludeEachOtherAreAProblem() {
        let files = ["one.yaml": "include: two.yaml", "two.yaml": "include: one.yaml\nvars: {product: x}"]
        let loaded = load(text("[one.yaml]", rooms: "rooms: r1"), files: files)
        #expect(loaded.diagnostics.map(\.message) == ["the file includes itself"])
    }
}

@Suite struct VariablesFileTests {
    private func file(_ text: String) -> VariablesFile {
        VariablesFile(SourceText(name: "vars.yaml", bytes: Array(text.utf8)))
    }

    @Test func isAMappingInYAMLOrJSON() {
        #expect(file("a: 1\nb: [x, true]\n").variables.map(\.value) == [.int(1), .list([.string("x"), .bool(true)])])
        #expect(file(#"{"a": 1.5, "b": "2"}"#).variables.map(\.value) == [.float(1.5), .string("2")])
        #expect(file("").isValid)
    }

    @Test func saysWhatIsWrongWhere() {
        #expect(
            file("a: 1\na: 2\noffset: 3\n1x: 4\n").diagnostics.map(\.line) == [
                #"2:1 error duplicate-key the key "a" stands twice here, first on line 1"#,
                #"3:1 error reserved-name "offset" is a name that every template has already: choose another"#,
                #"4:1 error bad-value "1x" cannot be said in a template: a name has letters, digits and _"#,
            ])
        #expect(
            file("- a").diagnostics.map(\.line) == [
                #"1:1 error wrong-type a file of variables is a mapping of names to values, like "price: 1999""#
            ])
        #expect(!file("a: [").isValid)
    }
}
