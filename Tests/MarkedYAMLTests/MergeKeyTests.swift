import MarkedYAML
import Testing

@Suite struct MergeKeyTests {
    /// `key=value` of each pair of the mapping `m`.
    private func pairs(_ text: String) throws -> [String] {
        let root = try #require(compose(text).document?.root)
        let mapping = try #require(root.pairs.first { $0.key.text == "m" }?.value)
        return mapping.pairs.map { "\($0.key.text)=\($0.value.text)" }
    }

    private func problems(_ text: String) -> [String] {
        let source = SourceText(name: "", bytes: Array(text.utf8))
        return compose(text).problems.map { problem in
            let position = source.position(ofByte: problem.range.lowerBound)
            return "\(position.line):\(position.column) \(problem.kind) \(problem.message)"
        }
    }

    @Test func bringsInWhatTheMappingDoesNotHave() throws {
        #expect(try pairs("a: &a {x: 1, y: 2}\nm:\n  <<: *a\n  x: 3\n") == ["x=3", "y=2"])
        #expect(try pairs("a: &a {x: 1}\nm: {y: 2, <<: *a}\n") == ["y=2", "x=1"])
    }

    @Test func ofSeveralTheFirstWins() throws {
        #expect(try pairs("a: &a {x: 1}\nb: &b {x: 2, y: 3}\nm: {<<: [*a, *b]}\n") == ["x=1", "y=3"])
        #expect(try pairs("m: {<<: {x: 1}, y: 2}\n") == ["y=2", "x=1"])
    }

    @Test func bringsInWhatWasBroughtInThere() throws {
        #expect(try pairs("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nm: {<<: *b, z: 3}\n") == ["z=3", "y=2", "x=1"])
    }

    @Test func inQuotesIsAKeyLikeAnyOther() throws {
        #expect(try pairs("a: &a {x: 1}\nm: {\"<<\": *a}\n") == ["<<="])
    }

    @Test func whatIsBroughtInIsAtItsOwnPlace() throws {
        let text = "a: &a {x: 1}\nm: {<<: *a}\n"
        let root = try #require(compose(text).document?.root)
        let mapping = try #require(root.pairs.first { $0.key.text == "m" }?.value)
        let (key, value) = try #require(mapping.pairs.first { _ in true })
        #expect(key.range == 7..<8)
        #expect(value.range == 10..<11)
    }

    @Test(arguments: [
        ("m: {<<: 1}", "1:9 syntax the merge key << takes an alias of a mapping, or a list of them: <<: *common"),
        (
            "a: &a [1]\nm: {<<: *a}",
            "2:9 syntax the merge key << takes an alias of a mapping, or a list of them: <<: *common"
        ),
        ("a: &a {x: 1}\nm: {<<: *a, <<: *a}", "2:13 duplicateKey the key \"<<\" stands twice here, first on line 2"),
    ])
    func saysWhatCannotBeMerged(text: String, problem: String) {
        #expect(problems(text) == [problem])
    }

    /// Each mapping merges the one before twice over: what is brought in stays one value a key.
    @Test func doesNotGrowWithoutBound() {
        var text = "k0: &k0 {x: 1}\n"
        for number in 1...60 {
            text += "k\(number): &k\(number) {<<: [*k\(number - 1), *k\(number - 1)], y\(number): 1}\n"
        }
        #expect(problems(text).isEmpty)
    }

    @Test func countsWhatItStandsFor() {
        var limits = YAMLLimits()
        limits.aliasedNodes = 10
        var text = "a: &a {x: 1, y: 2}\n"
        for number in 1...4 { text += "m\(number): {<<: *a}\n" }
        #expect(compose(text, limits).problems.map(\.kind) == [.limit])
    }
}
