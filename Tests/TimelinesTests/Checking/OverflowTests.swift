import MarkedYAML
import Testing

@testable import Timelines

@Suite struct OverflowTests {
    /// 1024 bytes for a delivery.
    private func deliveries(_ text: String, _ overflow: String) throws -> [String] {
        try timeline(yaml("- {id: m, at: 1s, overflow: \(overflow), text: \"\(text)\"}")).contents
    }

    @Test(arguments: ["truncate", "split", "error"])
    func whatHasRoomIsLeftAlone(overflow: String) throws {
        let text = String(repeating: "x", count: 1024)
        #expect(try deliveries(text, overflow) == [text])
    }

    @Test func truncateLeavesRoomForTheEllipsis() throws {
        let cut = try deliveries(String(repeating: "x", count: 1025), "truncate")
        #expect(cut == [String(repeating: "x", count: 1021) + "…"])
        #expect(cut[0].utf8.count == 1024)
    }

    @Test func truncateLeavesNoSpaceBeforeTheEllipsis() throws {
        let text = String(repeating: "x", count: 1000) + String(repeating: " ", count: 21) + "yyyy"
        #expect(try deliveries(text, "truncate") == [String(repeating: "x", count: 1000) + "…"])
    }

    @Test(arguments: ["👨‍👩‍👧‍👦", "🇩🇪", "é\u{301}\u{327}", "👍🏽", "한", "ก็", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "क्षि"])
    func neverCutsACharacter(text: String) throws {
        let character = Character(text)
        // At every place that the limit can fall on inside of it.
        for padding in 0..<String(character).utf8.count {
            let text = String(repeating: "x", count: padding) + String(repeating: character, count: 600)
            let cut = try #require(Overflow.truncated(text, to: 1024))
            #expect(cut.utf8.count <= 1024)
            #expect(cut.last == "…")
            #expect(cut.dropLast().dropFirst(padding).allSatisfy { $0 == character })
            // As much as has room.
            #expect(cut.utf8.count + String(character).utf8.count > 1024)
            for part in try #require(Overflow.parts(of: text, limit: 1024)) {
                #expect(part.utf8.count <= 1024)
                #expect(part.drop { $0 == "x" }.allSatisfy { $0 == character })
            }
        }
    }

    @Test func aCharacterThatIsTooLongIsAnError() {
        let zalgo = "a" + String(repeating: "\u{301}", count: 600)
        #expect(Overflow.truncated(zalgo, to: 1024) == nil)
        #expect(Overflow.parts(of: zalgo, limit: 1024) == nil)
        let loaded = load(yaml("- {at: 1s, overflow: truncate, text: \"\(zalgo)\"}"))
        #expect(loaded.diagnostics.map(\.kind) == [.longText])
    }

    private func parts(_ text: String, _ limit: Int) -> [String]? { Overflow.parts(of: text, limit: limit) }

    @Test func splitsAtSentences() {
        #expect(parts("One two. Three four! Five six? Seven", 22) == ["One two. Three four!", "Five six? Seven"])
        #expect(parts("Version 1.5 is out. It is new", 20) == ["Version 1.5 is out.", "It is new"])
        #expect(parts("He said \"Go.\" Then he went home", 24) == ["He said \"Go.\"", "Then he went home"])
    }

    @Test func splitsAtParagraphs() {
        #expect(parts("First line here\nsecond line here", 20) == ["First line here", "second line here"])
    }

    @Test func splitsAtWordsWhereNoSentenceEndsInTheSecondHalf() {
        #expect(parts("Hi. This is a rather long sentence", 20) == ["Hi. This is a rather", "long sentence"])
        #expect(parts("aaa bbb ccc ddd", 8) == ["aaa bbb", "ccc ddd"])
        // A link stays whole, however short the part before it gets.
        #expect(
            parts("See https://example.com/abcdef now", 28) == ["See", "https://example.com/abcdef", "now"]
                || parts("See https://example.com/abcdef now", 28) == ["See", "https://example.com/abcdef now"])
    }

    @Test func splitsWhatIsOneWord() {
        #expect(parts("aaaaabbbbbccc", 5) == ["aaaaa", "bbbbb", "ccc"])
    }

    @Test func splitsScriptsWithoutSpaces() {
        // Each of these is 3 bytes.
        #expect(parts("今天晚上八点。欢迎大家来", 24) == ["今天晚上八点。", "欢迎大家来"])
        #expect(parts("今天晚上，八点欢迎大家", 15) == ["今天晚上，", "八点欢迎大", "家"])
        #expect(parts("他说“好的。”然后走了吧", 21) == ["他说“好的。”", "然后走了吧"])
        // Not between a character and the comma behind it.
        #expect(parts("今天晚上，八点", 12) == ["今天晚", "上，八点"])
    }

    @Test func partsAreWithoutSpacesAtTheirEnds() {
        let text = String(repeating: "word  \n ", count: 500)
        let parts = Overflow.parts(of: text, limit: 100) ?? []
        #expect(parts.allSatisfy { !$0.isEmpty && $0.first != " " && $0.last != " " && $0.utf8.count <= 100 })
        #expect(parts.joined(separator: " ").split(whereSeparator: \.isWhitespace).count == 500)
    }

    @Test func nothingIsLostOfAnyText() {
        var generator = SeededGenerator(seed: 7)
        let pieces: [String] = [
            "a", "word", " ", "  ", "\n", ". ", "。", "，", "漢字", "👨‍👩‍👧‍👦", "🇩🇪", "e\u{301}", "!", "“", "”", "\t",
        ]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            }.joined()
            let limit = Int.random(in: 30...80, using: &generator)
            guard let parts = Overflow.parts(of: text, limit: limit) else {
                Issue.record("no parts of \(text)")
                return
            }
            func visible(_ text: String) -> [Character] { text.filter { !$0.isWhitespace } }
            #expect(visible(parts.joined(separator: " ")) == visible(text))
            #expect(parts.allSatisfy { $0.utf8.count <= limit })
        }
    }

    @Test func deliveriesAreCountedByTheirParts() throws {
        let timeline = try timeline(
            yaml(
                """
                - {id: a, at: 1s, overflow: split, text: "{{ 'word ' * 500 }}"}
                - {id: b, every: 1s, times: 3, overflow: split, text: "{{ 'word ' * (200 * occurrence) }}"}
                """))
        #expect(timeline.plannedDeliveries == 3 + 1 + 2 + 3)
        #expect(timeline.deliveries.count == 9)
        #expect(timeline.contents.allSatisfy { $0.utf8.count <= 1024 })
    }

    @Test func aHundredPartsAreTheMost() {
        let longest = "- {at: 1s, overflow: split, text: \"{{ 'x' * 51200 }}{{ 'x' * 51200 }}\"}"
        #expect(load(yaml(longest)).diagnostics.isEmpty)
    }
}
