import MarkedYAML
import Testing

@Suite struct ProblemTests {
    /// `line:column kind message` of each problem.
    private func problems(_ text: String, _ limits: YAMLLimits = YAMLLimits()) -> [String] {
        let source = SourceText(name: "", bytes: Array(text.utf8))
        return compose(text, limits).problems.map { problem in
            let position = source.position(ofByte: problem.range.lowerBound)
            return "\(position.line):\(position.column) \(problem.kind) \(problem.message)"
        }
    }

    @Test(arguments: [
        ("a: 'x\nb: 1\n", "1:4 syntax while scanning a quoted scalar: found unexpected end of stream"),
        ("a: 1\nb: \"价\n", "2:4 syntax while scanning a quoted scalar: found unexpected end of stream"),
        (
            "a: b: c",
            """
            1:5 syntax mapping values are not allowed in this context \
            (a text with ": " in it needs quotes around it)
            """
        ),
        (
            "a: 1\n\tb: 2\n",
            "2:1 syntax while scanning a plain scalar: found a tab character that violates indentation"
        ),
        (
            "a:\n\tb: 2\n",
            """
            2:1 syntax while scanning for the next token: found character that cannot start any token \
            (indent with spaces, and put quotes around a text that begins with %, @ or `)
            """
        ),
        (
            "a: @x",
            """
            1:4 syntax while scanning for the next token: found character that cannot start any token \
            (indent with spaces, and put quotes around a text that begins with %, @ or `)
            """
        ),
        (
            "a: \"x\" y\n",
            """
            1:8 syntax while parsing a block mapping: did not find expected key \
            (check the indentation, and that quotes are closed)
            """
        ),
        ("a: \"\\q\"", "1:5 syntax while parsing a quoted scalar: found unknown escape character"),
        ("a: \"\\ud83d\"", "1:7 syntax while parsing a quoted scalar: found invalid Unicode character escape code"),
        ("价: ]", "1:4 syntax while parsing a block node: did not find expected node content"),
        ("a: *nope", "1:4 syntax the alias *nope has no anchor &nope before it"),
        ("a: &x [*x]", "1:8 unsupported the alias *x stands inside its own anchor"),
        ("a: &x {b: [*x]}", "1:12 unsupported the alias *x stands inside its own anchor"),
        ("a: 1\n---\nb: 2\n", "2:1 unsupported a second document begins here: a timeline is one document"),
        ("---\n---\n", "2:1 unsupported a second document begins here: a timeline is one document"),
    ])
    func saysWhereAFileCannotBeRead(text: String, problem: String) {
        #expect(problems(text) == [problem])
        #expect(compose(text).document == nil)
    }

    @Test(arguments: [
        ([0x61, 0x3A, 0x20, 0xC3, 0x28, 0x0A], 3..<4),
        ([0x61, 0x3A, 0x20, 0xE4], 3..<4),
        ([0x61, 0x3A, 0x20, 0xE4, 0xBB], 3..<5),
        ([0xFF, 0xFE, 0x61, 0x00], 0..<1),
        ([0xFE, 0xFF, 0x00, 0x61], 0..<1),
        ([0xED, 0xA0, 0x80], 0..<1),
        ([0xF4, 0x90, 0x80, 0x80], 0..<1),
        ([0x61, 0xC0, 0x80], 1..<2),
        ([0x61, 0x80], 1..<2),
        ([0xEF, 0xBB, 0xBF, 0x61, 0xFF], 4..<5),
    ])
    func saysWhereTextIsNotUTF8(bytes: [UInt8], range: Range<Int>) {
        let (document, problems) = compose(bytes: bytes)
        #expect(document == nil)
        #expect(
            problems == [YAMLProblem(.encoding, "this is not UTF-8 text: save the file as UTF-8", at: range)])
    }

    @Test(arguments: [
        ("a: \0", 3), ("\0", 0), ("a: 价\u{1}", 6), ("a: x\u{7F}y", 4), ("\u{FEFF}a: \u{B}", 6), ("a: \u{9F}", 3),
        ("# \u{1B}", 2), ("a: \u{FFFE}", 3),
    ])
    func saysWhereAControlCharacterStands(text: String, offset: Int) {
        let (document, problems) = compose(text)
        #expect(document == nil)
        let message = "a control character stands here: remove it, or write it in double quotes as \\x.."
        #expect(problems == [YAMLProblem(.encoding, message, at: offset..<offset + 1)])
    }

    @Test(arguments: [
        ("a: 1\na: 2\n", ["2:1 duplicateKey the key \"a\" stands twice here, first on line 1"]),
        (
            "a: 1\n'a': 2\n\"\\x61\": 3",
            [
                "2:1 duplicateKey the key \"a\" stands twice here, first on line 1",
                "3:1 duplicateKey the key \"a\" stands twice here, first on line 1",
            ]
        ),
        ("x: {价: 1, b: 2, 价: 3}", ["1:17 duplicateKey the key \"价\" stands twice here, first on line 1"]),
        ("- {a: 1}\n- {a: 1}\n", []),
        ("a: {a: {a: 1}}", []),
        ("&k a: 1\n*k : 2\n", ["2:1 duplicateKey the key \"a\" stands twice here, first on line 1"]),
        ("'': 1\n\"\": 2\n", ["2:1 duplicateKey the key \"\" stands twice here, first on line 1"]),
    ])
    func findsKeysThatStandTwice(text: String, expected: [String]) {
        #expect(problems(text) == expected)
        #expect(compose(text).document != nil)
    }

    @Test(arguments: [2, 12, 13, 500])
    func findsKeysThatStandTwiceInMappingsOfAnySize(size: Int) {
        let lines = (1...size).map { "key\($0): \($0)\n" }.joined() + "key\(size): again\nkey1: again\n"
        #expect(
            problems(lines) == [
                "\(size + 1):1 duplicateKey the key \"key\(size)\" stands twice here, first on line \(size)",
                "\(size + 2):1 duplicateKey the key \"key1\" stands twice here, first on line 1",
            ])
    }

    @Test(arguments: [1, 20])
    func comparesKeysByTheirBytes(size: Int) {
        let others = (0..<size).map { "key\($0): 0\n" }.joined()
        // The same word with one accented letter, and with a letter and an accent.
        #expect(problems(others + "caf\u{E9}: 1\ncafe\u{301}: 2\n") == [])
    }

    @Test func aDuplicateIsTheSecond() throws {
        let problem = try #require(compose("价: 1\nb: 2\n价: 3\n").problems.first)
        #expect(problem.range == 12..<15)
    }

    @Test(arguments: [
        ("? [a]\n: 1\n", "1:3"), ("? {a: b}\n: 1\n", "1:3"), ("x:\n  [a]: 1\n", "2:3"), ("a: &x [1]\n*x : 2\n", "2:1"),
    ])
    func refusesKeysThatAreNotWords(text: String, place: String) {
        #expect(problems(text) == ["\(place) unsupported a key is a word here, not a list or a mapping"])
        #expect(compose(text).document != nil)
    }

    @Test func reportsEveryTagAndReadsOn() {
        let text = "a: !!int 5\nb: !mine [x]\nc: !<tag:example.org,2026:t> {d: !!timestamp e}\nc: !!str f\n"
        #expect(
            problems(text) == [
                "1:4 unsupported the tag !!int is not supported: leave it out",
                "2:4 unsupported the tag !mine is not supported: leave it out",
                "3:4 unsupported the tag tag:example.org,2026:t is not supported: leave it out",
                "3:34 unsupported the tag !!timestamp is not supported: leave it out",
                "4:1 duplicateKey the key \"c\" stands twice here, first on line 3",
            ])
        #expect(compose(text).document?.root?.outline == "{a: 5, b: [x], c: {d: e}, c: \"f\"}")
    }

    @Test func keepsWhatItFoundBeforeItHadToStop() {
        #expect(
            problems("a: {x: 1, x: 2}\nb: *nope\n") == [
                "1:11 duplicateKey the key \"x\" stands twice here, first on line 1",
                "2:4 syntax the alias *nope has no anchor &nope before it",
            ])
    }
}
