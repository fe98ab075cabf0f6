import MarkedYAML
import Testing

@Suite struct LimitTests {
    @Test(arguments: [("[", "]"), ("{a: ", "}")])
    func goesSixtyFourLevelsDeep(open: String, close: String) {
        func nested(_ levels: Int) -> String {
            String(repeating: open, count: levels) + String(repeating: close, count: levels)
        }
        #expect(compose(nested(64)).problems.isEmpty)
        #expect(compose(nested(65)).problems.map(\.message) == ["more than 64 levels of nesting"])
        #expect(compose(nested(65)).problems.map(\.range.lowerBound) == [64 * open.utf8.count])
        #expect(compose(nested(65)).document == nil)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "[{"])
    func stopsAtWhatIsNestedWithoutEnd(open: String) {
        let (document, problems) = compose(String(repeating: open, count: 300_000))
        #expect(document == nil)
        #expect(problems.map(\.kind) == [.limit])
    }

    /// Each is compared with all before it.
    @Test func stopsAtTooManyDirectives() {
        func text(_ count: Int) -> String {
            "# comment\n\n" + (0..<count).map { "%TAG !\($0)! tag:x,2000:\n" }.joined() + "---\na: 1\n"
        }
        #expect(compose(text(16)).problems.isEmpty)
        #expect(compose(text(100_000)).problems.map(\.message) == ["more than 16 lines that begin with %"])
        #expect(compose("a: |\n" + String(repeating: "  %TAG\n", count: 100)).problems.isEmpty)
    }

    @Test func stopsAnAliasBomb() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let aliases = (0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let (document, problems) = compose(text)
        #expect(document == nil)
        #expect(problems.map(\.message) == ["the aliases stand for more than 1000000 values"])
    }

    @Test func stopsAliasesThatStandForMoreTextThanAFileMayHave() {
        var limits = YAMLLimits()
        limits.aliasedBytes = 3 << 20
        let long = String(repeating: "x", count: 1 << 20)
        let three = "a: &a \(long)\nb: [*a, *a, *a]\n"
        #expect(compose(three, limits).problems.isEmpty)
        let (document, problems) = compose(three + "c: *a\n", limits)
        #expect(document == nil)
        #expect(problems.map(\.message) == ["the aliases stand for more than 3 MiB of text"])
        #expect(problems.map(\.range.count) == [2])
    }

    @Test func followsALongChainOfAliases() throws {
        var text = "a0: &a0 [x]\n"
        for level in 1...1000 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        let last = try #require(try root(text)["a1000"])
        var depth = 0
        var node: YAMLNode? = last
        while let inner = node, inner.kind == .sequence {
            depth += 1
            node = Array(inner.elements).first
        }
        #expect(depth == 1001)
    }

    @Test func refusesAFileThatIsTooLarge() {
        var limits = YAMLLimits()
        limits.size = 1 << 20
        #expect(compose("a: " + String(repeating: "x", count: (1 << 20) - 3), limits).problems.isEmpty)
        let (document, problems) = compose("a: " + String(repeating: "x", count: (1 << 20) - 2), limits)
        #expect(document == nil)
        #expect(problems == [YAMLProblem(.limit, "the file is larger than 1 MiB", at: 0..<0)])
    }
}
