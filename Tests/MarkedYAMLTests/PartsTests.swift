import Testing

@testable import MarkedYAML

/// Promise: a file that is read in parts is the document that it is when it is read in one piece.
@Suite struct PartsTests {
    private static let items = [
        "a",
        "at: 5m\n    text: hello",
        "at: 5m\n    text: \"a \\\"word\\\" and \\u4f60\\n\"",
        "text: |\n      one\n\n        two\n    at: 1s",
        "text: |+\n      one\n\n",
        "text: >-\n      folded\n      text\n\n      more",
        "text: plain\n      on two lines",
        "rooms: [a, b,\n      c]",
        "rooms:\n    - a\n    - b: {c: d}\n      e: f",
        "rooms:\n    - a",
        "- nested\n    - list",
        "# a comment\n    at: 1s",
        "text:",
        "",
        "\"quoted\"",
        "第1条：你好 ✨ # note",
        // Not in parts, and the same then too.
        "text: \"begins\n  - not an item\"",
        "text: 'begins\n\n  - not an item'",
        "rooms: [a,\n  b, \"\n  - c\"]",
        "text: &anchor x",
        "text: *anchor",
        "<<: {a: b}",
        "text: !!str 5",
        "text: !other 5",
        "a: b\n    a: c",
        "{a: b",
        "text: \"open",
        "\tat: 5m",
        "? key\n    : value",
    ]

    private static let beginnings = [
        "", "messages:\n", "a: b\nc: [1, 2]\nmessages: # here\n", "\u{FEFF}messages:\n", "%YAML 1.1\n---\nmessages:\n",
        "x-note: &anchor {a: b}\nmessages:\n", "outer:\n messages:\n",
    ]

    private static let ends = [
        "", "\n", "\n\n# the end\n", "\nlast: key\n", "\n...\n", "\n---\nmore\n", "\n  key: value\n",
    ]

    @Test func areTheSameDocument() {
        var random = SeededGenerator(seed: 7)
        var inParts = 0
        for round in 0..<2000 {
            let indentation = ["  ", "", " "][Int(random.next() % 3)]
            let count = 2 + Int(random.next() % 12)
            // Half of the files have nothing that keeps them from being read in parts.
            let kinds = round.isMultiple(of: 2) ? 16 : Self.items.count
            var text = Self.beginnings[Int(random.next() % UInt64(Self.beginnings.count))]
            let lines = (0..<count).map { _ in
                "\(indentation)- " + Self.items[Int(random.next() % UInt64(kinds))]
            }
            text += lines.joined(separator: "\n") + Self.ends[Int(random.next() % UInt64(Self.ends.count))]
            if random.next() % 8 == 0 {
                text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
            }
            inParts += check(text) ? 1 : 0
        }
        // Or nothing was compared.
        #expect(inParts > 200, "\(inParts)")
    }

    /// Returns whether the text can be read in parts.
    private func check(_ text: String) -> Bool {
        let source = SourceText(name: "test.yaml", bytes: Array(text.utf8))
        let (whole, problems) = YAMLDocument.compose(source)
        var isInParts = false
        for count in 2...5 {
            let workers = Workers(count: count) { count, body in
                for number in 0..<count { body(number) }
            }
            guard
                let parts = YAMLDocument.composeInParts(source, limits: YAMLLimits(), workers: workers, smallestPart: 1)
            else { continue }
            isInParts = true
            #expect(problems.isEmpty, "\(text)")
            #expect(parts.nodes == whole?.nodes, "\(text)")
            #expect(parts.ownText == whole?.ownText, "\(text)")
        }
        return isInParts
    }

    @Test func nestNoDeeper() {
        let deep = String(repeating: "[", count: 62) + String(repeating: "]", count: 62)
        let text = "a:\n  b:\n" + String(repeating: "    - x\n", count: 50) + "    - \(deep)\n"
        let source = SourceText(name: "test.yaml", bytes: Array(text.utf8))
        let workers = Workers(count: 2) { count, body in
            for number in 0..<count { body(number) }
        }
        #expect(YAMLDocument.composeInParts(source, limits: YAMLLimits(), workers: workers, smallestPart: 1) == nil)
        #expect(YAMLDocument.compose(source).problems.map(\.kind) == [.limit])
    }
}
