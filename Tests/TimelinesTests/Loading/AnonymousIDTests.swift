import Testing

@testable import Timelines

@Suite struct AnonymousIDTests {
    private func ids(_ messages: String) throws -> [String] { try timeline(yaml(messages)).messages.map(\.id) }

    @Test func anEntryWithoutAnIDHasAHashOfItsContent() throws {
        let id = try #require(ids("- {at: 1s, text: hello}").first)
        #expect(id.utf8.count == 15)
        #expect(id.hasPrefix("~"))
        #expect(id.dropFirst().allSatisfy { $0.isHexDigit && !$0.isUppercase })
    }

    /// A log goes by these: another hash would make a resumed run send everything again.
    @Test func theHashIsTheSameInEveryVersion() throws {
        #expect(
            try ids("- {at: 1s, text: hello}\n- {every: 1m, times: 3, rooms: [a, b], vars: {x: {y: 1}}, text: 价格}") == [
                "~470e9fe081df08", "~f3cbc97e66c03d",
            ])
    }

    @Test func editsElsewhereDoNotChangeIt() throws {
        let before = try ids("- {at: 1s, text: hello}\n- {at: 2s, text: world}\n- {id: x, at: 3s, text: y}")
        let after = try ids(
            """
            # a comment
            - {at: 0s, text: new}

            - at: 1s          # another
              text: "hello"   # and quotes
            - id: z
              at: 5s
              text: q
            - {at: 2s,   text: 'world'}
            """)
        #expect(after == [after[0], before[0], "z", before[1]])
    }

    @Test func editsOfTheEntryChangeIt() throws {
        let entries = [
            "at: 1s, text: hello", "at: 2s, text: hello", "at: 1s, text: hello!", "at: 1s, text: hello, rooms: a",
            "at: 1s, text: hello, rooms: [a]", "at: 1s, text: hello, vars: {a: b}",
            "at: 1s, text: hello, vars: {ab: ''}",
            "every: 1s, text: hello",
        ]
        #expect(try Set(ids(entries.map { "- {\($0)}\n" }.joined())).count == entries.count)
    }

    @Test func equalEntriesAreToldApartByTheirOrder() throws {
        let ids = try ids(
            "- {at: 1s, text: hello}\n- {at: 2s, text: x}\n- {at: 1s, text: hello}\n- {at: 1s, text: 'hello'}\n")
        #expect(ids[2] == ids[0] + ".2")
        #expect(ids[3] == ids[0] + ".3")
        #expect(Set(ids).count == 4)
    }

    @Test func anAliasIsWhatItStandsFor() throws {
        let written = try ids("- {at: 1s, text: hello}\n- {at: 2s, text: hello}\n")
        #expect(try ids("- {at: 1s, text: &t hello}\n- {at: 2s, text: *t}\n") == written)
    }

    @Test func thousandsOfEntriesHaveIDsOfTheirOwn() throws {
        let ids = try ids((1...5000).map { "- {at: \($0)s, text: hello}\n" }.joined())
        #expect(Set(ids).count == 5000)
    }
}
