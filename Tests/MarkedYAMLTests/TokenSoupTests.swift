import MarkedYAML
import Testing

/// Whatever is thrown at it: every value and every problem has its place in the source.
@Suite struct TokenSoupTests {
    private static let tokens = [
        "a", "b: ", "c:\n", "- ", "? ", ": ", "\n", "\n  ", "\n    ", "\r\n", " ", "\t", "[", "]", "{", "}", ", ", "'",
        "''",
        "\"", "\\n", "\\x41", "\\u4ef7", "\\", "|", "|-", "|2\n", ">+\n", "# c", "&x ", "&y\n", "*x", "*y", "!!str ",
        "!t ", "!<tag:x> ", "<<: ", "---\n", "...\n", "%YAML 1.2\n", "价格", "😀", "\u{85}", "\u{2028}", "\u{FEFF}", "\0",
        "\u{7}", "~", "null", "1", "{{ x }}",
    ]

    private func misplacement(in bytes: [UInt8]) -> String? {
        let (document, problems) = compose(bytes: bytes)
        for problem in problems {
            let range = problem.range
            guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return problem.message }
        }
        guard document != nil || !problems.isEmpty else { return "neither a document nor a problem" }
        var misplaced: String?
        func visit(_ node: YAMLNode) {
            let isInside = node.range.lowerBound >= 0 && node.range.upperBound <= bytes.count
            if !isInside { misplaced = "\(node.range)" }
            if node.kind == .scalar {
                let content = node.contentRange
                let whole = node.sourceRange(ofText: 0..<node.text.utf8.count)
                if whole.lowerBound < content.lowerBound || whole.upperBound > content.upperBound {
                    misplaced = "\(node.text.debugDescription) at \(whole)"
                }
            }
            for element in node.elements { visit(element) }
            for (key, value) in node.pairs {
                visit(key)
                visit(value)
            }
        }
        document?.root.map(visit)
        return misplaced
    }

    @Test func everythingHasItsPlace() {
        var generator = SeededGenerator(seed: 9)
        var misplaced: [String] = []
        var documents = 0
        for _ in 0..<10_000 {
            let text = (0..<Int.random(in: 1...14, using: &generator))
                .map { _ in Self.tokens.randomElement(using: &generator)! }.joined()
            if let misplacement = misplacement(in: Array(text.utf8)) {
                misplaced.append("\(text.debugDescription): \(misplacement)")
            }
            if compose(text).document != nil { documents += 1 }
        }
        #expect(misplaced == [])
        #expect(documents > 2000)
    }

    @Test func bytesThatAreNoTextHaveAPlaceToo() {
        var generator = SeededGenerator(seed: 10)
        let misplaced = (0..<5000).compactMap { _ -> String? in
            let bytes = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                Bool.random(using: &generator) ? UInt8.random(in: 0...255, using: &generator) : UInt8(ascii: "a")
            }
            return misplacement(in: bytes).map { "\(bytes): \($0)" }
        }
        #expect(misplaced == [])
    }
}
