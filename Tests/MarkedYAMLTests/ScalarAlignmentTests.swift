import MarkedYAML
import Testing

@Suite struct ScalarAlignmentTests {
    /// The words of a scalar's text whose bytes in the source are others.
    private func misplacedWords(_ node: YAMLNode) -> [String] {
        let text = Array(node.text.utf8)
        let words = text.indices.split { [0x20, 0x09, 0x0A, 0x0D].contains(text[$0]) }
        var misplaced: [String] = []
        for word in words {
            let found = node.sourceRange(ofText: word.startIndex..<word.endIndex)
            let fromFirst = node.sourceRange(ofText: words[0].startIndex..<word.endIndex)
            let written = String(decoding: text[word.startIndex..<word.endIndex], as: UTF8.self)
            if node.source(found) != written || fromFirst.upperBound != found.upperBound {
                misplaced.append("\(written) → \(node.source(found))")
            }
        }
        return misplaced
    }

    @Test(arguments: [
        "a: one {{ two }} 三 four",
        "a: one {{ two }}\n  三   four\n\n  five\n",
        "a: 'one\n  {{ two }}\n\n  三 four'",
        "a: \"one {{ two }} 三 four\"",
        "a: \"one\n  {{ two }} \\\n  三 \\\n\n  four\"",
        "a: \"one\\n{{ two }}\\t\\t三\\n\\nfour\"",
        "a: |\n  one {{ two }}\n  三 four\n",
        "a: |\n\n\n    one {{ two }}\n\n      三 four\n\n\n",
        "a: |-\n  one\n   \n  {{ two }}\n",
        "a: |+\n  one\n  {{ two }}\n\n\n",
        "a: |2\n    one {{ two }}\n  三\n",
        "a: |1-\n   one {{ two }}\n 三\n",
        "a: | # a comment with one {{ two }} 三\n  one {{ two }} 三\n",
        "a: >\n  one {{ two }}\n  三 four\n\n  five\n    six\n  seven\n",
        "a: >-\n  one\n\n\n  {{ two }}\n",
        "a: &anchor one {{ two }}\n  三\n",
        "a: &anchor # comment\n  'one\n   {{ two }}'\n",
        "a: !!str &anchor |\n  one {{ two }}\n",
        "a: &anchor\n  |\n  one {{ two }}\n",
        "a: |\r\n  one {{ two }}\r\n  三\r\n",
        "\u{FEFF}a: |\n  one {{ two }}\n  三\n",
        "a: |\n  |\n  one\n",
        "a: |\n  \n  one\n",
        "a: 'one\u{85}  {{ two }}'",
        "a: |\n  one\u{85}  two\n",
        "- a: |\n    one\n     two\n   \n    three\n",
    ])
    func findsEveryWord(yaml: String) throws {
        let root = try root(yaml)
        let mapping = root.kind == .sequence ? try #require(Array(root.elements).first) : root
        let node = try #require(mapping["a"])
        #expect(!node.text.isEmpty)
        #expect(misplacedWords(node) == [])
    }

    @Test(arguments: [
        (#""\u4ef7 x""#, "价", #"\u4ef7"#),
        (#""\u4ef7 x""#, "x", "x"),
        (#""\U0001F600x""#, "😀", #"\U0001F600"#),
        (#""a\x20\x41 b""#, "A", #"\x41"#),
        (#""\_\N\L\Px""#, "x", "x"),
        (#""\0\a\b\e\v\fx""#, "x", "x"),
        (#""say \"hello\" x""#, "\"hello\"", #"\"hello\""#),
        (#""a\\b x""#, "\\b", #"\\b"#),
        (#""a\/b x""#, "/b", #"\/b"#),
        (#""\n \t x""#, "x", "x"),
        ("'it''s x'", "'s", "''s"),
        ("'it''s x'", "x", "x"),
    ])
    func findsWhatIsWrittenAsAnEscape(yaml: String, word: String, source: String) throws {
        let node = try root(yaml)
        let text = Array(node.text.utf8)
        let start = try #require(text.firstRange(of: Array(word.utf8))).lowerBound
        #expect(node.source(node.sourceRange(ofText: start..<start + word.utf8.count)) == source)
    }

    @Test func goesThroughAnAliasToTheText() throws {
        let root = try root("a: &x |\n  one two\nb: *x\n")
        let node = try #require(root["b"])
        #expect(node.sourceRange(ofText: 4..<7) == 14..<17)
    }

    @Test func staysWithinTheScalarWhateverIsAsked() throws {
        for yaml in ["abc", "'abc'", "\"a\\x62c\"", "|\n  abc\n", ">\n  abc\n", "\"\\", "''"] {
            guard let node = compose(yaml).document?.root else { continue }
            for lower in 0...node.text.utf8.count {
                for upper in lower...node.text.utf8.count {
                    let range = node.sourceRange(ofText: lower..<upper)
                    #expect(range.lowerBound >= node.range.lowerBound && range.upperBound <= node.range.upperBound)
                }
            }
        }
    }

    @Test func findsTheWordsOfRandomTextsInEveryStyle() throws {
        var generator = SeededGenerator(seed: 5)
        let words = ["a", "{{", "}}", "价格", "😀", "it", "x-y", "é.", "{{x}}", "1", "(b)"]
        var mistakes: [String] = []
        for _ in 0..<3000 {
            let style = ["|", "|-", "|+", ">", ">-", "|2", ">2", "'", "\"", "plain"].randomElement(using: &generator)!
            let lineBreak = ["\n", "\n", "\r\n"].randomElement(using: &generator)!
            let isBlock = style.first == "|" || style.first == ">"
            var yaml = "k:\n- a: " + (isBlock ? style + lineBreak : style == "plain" ? "" : style)
            let indent = String(
                repeating: " ", count: style.hasSuffix("2") ? 4 : Int.random(in: 3...6, using: &generator))
            for line in 0..<Int.random(in: 1...5, using: &generator) {
                if line > 0 || isBlock {
                    if line > 0 { yaml += lineBreak }
                    if Bool.random(using: &generator), !style.hasSuffix("2"), line > 0 { yaml += lineBreak }
                    yaml += indent
                    if line > 0, isBlock { yaml += ["", "", " ", "   "].randomElement(using: &generator)! }
                }
                yaml +=
                    "w"
                    + (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                        [" ", "  ", " "].randomElement(using: &generator)! + words.randomElement(using: &generator)!
                    }.joined()
            }
            yaml += isBlock || style == "plain" ? lineBreak : style + lineBreak
            let (document, problems) = compose(yaml)
            guard let node = document?.root?["k"].flatMap({ Array($0.elements).first?["a"] }), problems.isEmpty else {
                mistakes.append(yaml)
                continue
            }
            if !misplacedWords(node).isEmpty { mistakes.append(yaml) }
        }
        #expect(mistakes == [])
    }
}
