import Templates
import Testing

@Suite struct TextBufferTests {
    /// What a buffer of `limit` bytes makes of texts appended one by one.
    private func fill(_ texts: [String], limit: Int = 1024) -> (text: String, count: Int, excess: Int) {
        var buffer = TextBuffer(limit: limit)
        for text in texts { buffer.append(text) }
        buffer.finish()
        return (String(decoding: buffer.bytes, as: UTF8.self), buffer.bytes.count, buffer.excess)
    }

    @Test(arguments: [
        (1023, 1023, 0), (1024, 1024, 0), (1025, 1024, 1), (1026, 1024, 2), (100_000, 1024, 98_976),
    ])
    func countsWhatIsTooMuch(length: Int, count: Int, excess: Int) {
        let whole = fill([String(repeating: "x", count: length)])
        #expect(whole.count == count && whole.excess == excess)
        let single = fill(Array(repeating: "x", count: length))
        #expect(single.count == count && single.excess == excess)
    }

    @Test(arguments: [
        // 1023, 1024, 1025 and 1026 bytes of characters of two, three and four.
        ("é", 511, 1022, 0), ("é", 512, 1024, 0), ("é", 513, 1024, 2),
        ("价", 341, 1023, 0), ("价", 342, 1024, 2),
        ("😀", 256, 1024, 0), ("😀", 257, 1024, 4),
    ])
    func countsBytesOfCharacters(character: String, length: Int, count: Int, excess: Int) {
        let filled = fill([String(repeating: character, count: length)])
        #expect(filled.count == count && filled.excess == excess)
    }

    @Test(arguments: [
        ([""], ""), ([" \t\n"], ""), (["a"], "a"), ([" a "], "a"), (["\n\t a b\t\n "], "a b"),
        ([" ", " ", "a", " ", " "], "a"), ([" ", "\n", "a", " ", "b", "\t"], "a b"),
        // Other white space is part of the text.
        (["\u{3000}a\u{A0}"], "\u{3000}a\u{A0}"), (["\ra\r"], "\ra\r"),
    ])
    func leavesOutSpacesAtBothEnds(texts: [String], text: String) {
        let filled = fill(texts)
        #expect(Array(filled.text.utf8) == Array(text.utf8))
        #expect(filled.excess == 0)
    }

    @Test func countsNoSpacesAtTheEnds() {
        let full = String(repeating: "x", count: 1024)
        for ends in [("", " "), (" ", ""), ("\n\n\n", "\t \n"), (String(repeating: " ", count: 3000), "\n")] {
            let filled = fill([ends.0, full, ends.1])
            #expect(filled.text == full && filled.excess == 0)
            let joined = fill([ends.0 + full + ends.1])
            #expect(joined.text == full && joined.excess == 0)
        }
    }

    @Test func leavesOutSpacesAtTheEndOnBothSidesOfTheLimit() {
        let filled = fill([String(repeating: "x", count: 1020) + String(repeating: " ", count: 10)])
        #expect(filled.count == 1020 && filled.excess == 0)
    }

    @Test func countsSpacesBeforeWhatIsTooMuch() {
        let parts = [String(repeating: "x", count: 1020), String(repeating: " ", count: 10), "y", "  "]
        #expect(fill(parts).excess == 7)
        #expect(fill([parts.joined()]).excess == 7)
    }

    @Test func keepsNothingBehindTheLimit() {
        var buffer = TextBuffer(limit: 4)
        buffer.append("abcdef")
        buffer.append("g")
        #expect(buffer.excess == 3)
        #expect(String(decoding: buffer.bytes, as: UTF8.self) == "abcd")
    }

    @Test func isEmptyAgainAfterAReset() {
        var buffer = TextBuffer(limit: 4)
        buffer.append("abcdef")
        buffer.reset()
        #expect(buffer.excess == 0 && buffer.bytes.isEmpty)
        buffer.append(" ab")
        buffer.finish()
        #expect(String(decoding: buffer.bytes, as: UTF8.self) == "ab")
    }
}
