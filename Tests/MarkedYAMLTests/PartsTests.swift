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
        "x-note: &anchor {a: b}\nmessages:\n", "outer:\n messages:\n", "text: |\n  x\nmessages:\n",
        "a: \"x\nmessages:\n",
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
        for length in [16, 40, 100] {
            guard let parts = YAMLParts(source, listUnder: "messages", length: length) else { continue }
            let others = (0..<parts.count).compactMap { parts.items(ofPart: $0) }
            guard others.count == parts.count else { continue }
            isInParts = true
            #expect(problems.isEmpty, "\(text)")
            let pairs = whole?.root.map { Array($0.pairs) } ?? []
            let beginning = parts.beginning.root.map { Array($0.pairs) } ?? []
            #expect(pairs.map(\.key.text) == beginning.map(\.key.text), "\(text)")
            for (pair, other) in zip(pairs, beginning).dropLast() {
                #expect(Self.description(of: pair.value) == Self.description(of: other.value), "\(text)")
            }
            #expect(beginning.last?.value.range == parts.list.range)
            let items = ([parts.list] + others).flatMap { $0.elements.map(Self.description) }
            #expect(pairs.last?.value.elements.map(Self.description) == items, "\(text)")
        }
        return isInParts
    }

    /// Everything that can be asked of a value.
    private static func description(of node: YAMLNode) -> String {
        var text = "\(node.kind) \(node.range) \(node.contentRange) \(node.isPlain) \(node.text.debugDescription)"
        for element in node.elements { text += "[\(description(of: element))]" }
        for (key, value) in node.pairs { text += "{\(description(of: key)): \(description(of: value))}" }
        return text
    }

    @Test func nestNoDeeper() {
        let deep = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
        let text = "messages:\n" + String(repeating: "  - x\n", count: 50) + "  - \(deep)\n"
        let source = SourceText(name: "test.yaml", bytes: Array(text.utf8))
        let parts = YAMLParts(source, listUnder: "messages", length: 100)
        #expect(parts != nil)
        #expect((parts?.count).flatMap { parts?.items(ofPart: $0 - 1) } == nil)
        #expect(YAMLDocument.compose(source).problems.map(\.kind) == [.limit])
    }

    /// A text is kept, and where it stands, its alias included.
    @Test func scalarsCanBeKeptAlone() throws {
        let text = "- &a \"one \\u4f60\"\n- two\n- {x: 'three'}\n- *a\n- |\n  four\n"
        let root = try #require(YAMLDocument.compose(SourceText(name: "t", bytes: Array(text.utf8))).document?.root)
        let scalars = root.elements.map { $0.kind == .scalar ? $0 : nil }
        let kept = YAMLDocument.keeping(scalars)
        #expect(kept.map { $0.map(Self.description) } == scalars.map { $0.map(Self.description) })
        #expect(kept.compactMap(\.?.document.nodes.count) == [5, 5, 5, 5])
    }
}
