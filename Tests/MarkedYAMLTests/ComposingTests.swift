import MarkedYAML
import Testing

@Suite struct ComposingTests {
    @Test(arguments: [
        ("a: 1\nb: [x, 'y', \"z\"]\nc: {d: e}\n", #"{a: 1, b: [x, "y", "z"], c: {d: e}}"#),
        ("- a\n- - b\n  - c\n- d: e\n  f:\n", "[a, [b, c], {d: e, f: }]"),
        ("{\"a\": 1, \"b\": [true, null]}", #"{"a": 1, "b": [true, null]}"#),
        ("a: |\n  x\n  y\nb: >\n  x\n  y\n", #"{a: "x\ny\n", b: "x y\n"}"#),
        ("a: x\n  y\n\n  z", "{a: x y\nz}"),
        ("---\na: 1\n...\n", "{a: 1}"),
        ("%YAML 1.2\n---\na: 1", "{a: 1}"),
        ("a: 0123\nb: no\nc: 12:30\nd: 2026-11-20\ne: 1_000\n", "{a: 0123, b: no, c: 12:30, d: 2026-11-20, e: 1_000}"),
        ("价格: 😀", "{价格: 😀}"),
        ("word", "word"),
        ("''", #""""#),
        ("---\n", ""),
        ("a: \"\\x41\\u4ef7\\U0001F600\\n\\\"\"", #"{a: "A价😀\n\""}"#),
    ])
    func reads(text: String, outline: String) throws {
        #expect(try root(text).outline == outline)
    }

    @Test(arguments: ["", " ", "\n\n", "# only a comment", "# one\n  # two\n", "\u{FEFF}", "\u{FEFF}# comment\n"])
    func anEmptyFileHasNoRoot(text: String) {
        let (document, problems) = compose(text)
        #expect(problems.isEmpty)
        #expect(document != nil && document?.root == nil)
    }

    @Test(arguments: [
        "a: 1\nb: 2\n", "a: 1\r\nb: 2\r\n", "a: 1\rb: 2\r", "\u{FEFF}a: 1\nb: 2\n", "\u{FEFF}a: 1\r\nb: 2",
        "a:   1\n\n\n# comment\nb: 2 # more\n", "{a: 1, b: 2}", "\u{FEFF}---\na: 1\nb: 2\n...\n",
    ])
    func readsTheSameHoweverLinesEnd(text: String) throws {
        #expect(try root(text).outline == "{a: 1, b: 2}")
    }

    @Test func nothingIsPlainThatIsQuotedOrTagged() throws {
        let root = try root("[a, 'a', \"a\", !!str 5, ! 5, !!str , &x 5, '']")
        #expect(root.elements.map(\.isPlain) == [true, false, false, false, false, false, true, false])
        #expect(root.elements.map(\.text) == ["a", "a", "a", "5", "5", "", "5", ""])
        #expect(root.elements.allSatisfy { !$0.isEmpty })
    }

    @Test func onlyWhatHasNothingWrittenIsEmpty() throws {
        let root = try root("a:\nb: ''\nc: ~\nd: []\ne: &x\n")
        #expect(root.pairs.map(\.value.isEmpty) == [true, false, false, false, true])
        #expect(root["d"]?.elements.isEmpty == true)
        #expect(root["a"]?.elements.isEmpty == true)
    }

    @Test func aCollectionHasNoTextAndAScalarNothingInside() throws {
        let root = try root("a: [x]\nb: {c: y}\nd: z")
        #expect(root["a"]?.text == "")
        #expect(root["b"]?.text == "")
        #expect(root["d"]?.elements.map(\.text) == [])
        #expect(root["d"]?.pairs.map(\.key.text) == [])
        #expect(root["b"]?.elements.map(\.text) == [])
        #expect(root["a"]?.pairs.map(\.key.text) == [])
    }

    @Test func readsALineOfTenMegabytes() throws {
        let word = String(repeating: "价格 ", count: 1_500_000)
        let root = try root("a: \(word)\n")
        #expect(root["a"]?.text.utf8.count == word.utf8.count - 1)
        let end = try #require(root["a"]).range.upperBound
        #expect(root.document.source.position(ofByte: end) == SourceText.Position(line: 1, column: 4_500_003))
    }
}
