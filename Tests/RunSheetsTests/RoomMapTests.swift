import MarkedYAML
import Testing

@testable import RunSheets

/// A file of rooms that people keep, and imports add to.
@Suite struct RoomMapTests {
    private func text(_ file: String?, adding rooms: String...) throws -> String {
        let map = try file.map { try RoomMap(SourceText(name: "rooms.yaml", bytes: Array($0.utf8))) } ?? RoomMap()
        let rooms = rooms.map { TimelineDraft.Room(name: $0, id: "id-\($0)") }
        return String(decoding: try map.adding(rooms), as: UTF8.self)
    }

    private static let added = "  new: {id: id-new}\n"

    @Test(arguments: [
        ("rooms:\n  a: {id: \"1\"}\n", "rooms:\n  a: {id: \"1\"}\n+"),
        // No line break at the end, comments, blank lines, keys behind it, and rooms that take several lines.
        ("rooms:\n  a: {id: \"1\"}", "rooms:\n  a: {id: \"1\"}\n+"),
        (
            "rooms:\n  a: {id: \"1\"} # x\n  # b: gone\n\nvars: {c: 1}\n",
            "rooms:\n  a: {id: \"1\"} # x\n+  # b: gone\n\nvars: {c: 1}\n"
        ),
        (
            "rooms:\n  a:\n    id: \"1\"\n    vars:\n      lang: en\n\nvars:\n  c: 1\n",
            "rooms:\n  a:\n    id: \"1\"\n    vars:\n      lang: en\n+\nvars:\n  c: 1\n"
        ),
        (
            "rooms:\n  a: {id: \"1\",\n    vars: {x: 1}}\nx-y: 1\n",
            "rooms:\n  a: {id: \"1\",\n    vars: {x: 1}}\n+x-y: 1\n"
        ),
        ("rooms:\n  a: {id: \"1\"}\n  b:\n    - a\nvars: {}\n", "rooms:\n  a: {id: \"1\"}\n  b:\n    - a\n+vars: {}\n"),
        (
            "x-v: &v {l: en}\nrooms:\n  a: {id: \"1\", vars: *v}\n",
            "x-v: &v {l: en}\nrooms:\n  a: {id: \"1\", vars: *v}\n+"
        ),
        (
            "rooms:\n  a:\n    id: \"1\"\n    vars:\n      t: |\n        one\n        two\nvars: {}\n",
            "rooms:\n  a:\n    id: \"1\"\n    vars:\n      t: |\n        one\n        two\n+vars: {}\n"
        ),
        ("rooms:\nvars: {}\n", "rooms:\n+vars: {}\n"), ("vars: {a: 1}\n", "vars: {a: 1}\nrooms:\n+"), ("", "rooms:\n+"),
        ("# nothing yet", "# nothing yet\nrooms:\n+"),
        // Keys that do not begin their lines.
        ("rooms:\n  ? a\n  : {id: \"1\"}\n", "rooms:\n  ? a\n  : {id: \"1\"}\n+"),
        ("rooms:\n  &k a: {id: \"1\"}\n", "rooms:\n  &k a: {id: \"1\"}\n+"),
        ("? rooms\n: a: {id: \"1\"}\n  b: {id: \"2\"}\n", "? rooms\n: a: {id: \"1\"}\n  b: {id: \"2\"}\n+"),
    ])
    func aRoomIsAddedAndNothingIsChanged(file: String, expected: String) throws {
        let text = try text(file, adding: "new")
        #expect(text == expected.replacing("+", with: Self.added))
        // It is read as it was, and the new one with it.
        let (before, after) = (
            YAMLDocument.compose(source(file)).document, YAMLDocument.compose(source(text)).document
        )
        func rooms(_ document: YAMLDocument?) -> [String] {
            document?.root?.pairs.first { $0.key.text == "rooms" }?.value.pairs.map(\.key.text) ?? []
        }
        #expect(rooms(after) == rooms(before) + ["new"])
    }

    @Test func theIndentationIsThatOfTheOthers() throws {
        #expect(
            try text("rooms:\n    a: {id: \"1\"}\n", adding: "b", "c d") == """
                rooms:
                    a: {id: "1"}
                    b: {id: id-b}
                    c d: {id: id-c d}

                """)
        #expect(
            try text("rooms:\r\n  a: {id: \"1\"}\r\n", adding: "b")
                == "rooms:\r\n  a: {id: \"1\"}\r\n  b: {id: id-b}\r\n")
    }

    @Test func withNothingNewItStaysAsItIs() throws {
        let file = "rooms: {a: {id: \"1\"}}\n"
        #expect(try text(file) == file)
    }

    @Test func aNewFileSaysWhatItIsFor() throws {
        let text = try text(nil, adding: "stage")
        #expect(text.hasPrefix("# Which RoomId a name of the sheet means"))
        #expect(text.hasSuffix("\nrooms:\n  stage: {id: id-stage}\n"))
    }

    @Test(arguments: [
        ("rooms: {a: {id: \"1\"}}\n", "1:8"), ("{rooms: {}}\n", "1:9"), ("{}\n", "1:1"), ("- a\n", "1:1"),
        ("rooms:\n  a: {id: \"1\"\n", "2:"), ("a\n", "1:1"),
    ])
    func whereNothingCanBeAddedIsSaid(file: String, place: String) {
        let source = SourceText(name: "rooms.yaml", bytes: Array(file.utf8))
        do {
            _ = try RoomMap(source).adding([TimelineDraft.Room(name: "new", id: "1")])
            Issue.record("added to \(file)")
        } catch {
            let position = source.position(ofByte: error.place)
            #expect("\(position.line):\(position.column)".hasPrefix(place), "\(error.message)")
        }
    }
}
