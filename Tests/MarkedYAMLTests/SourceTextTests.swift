import MarkedYAML
import Testing

@Suite struct SourceTextTests {
    private func places(_ text: String) -> [String] {
        let source = SourceText(name: "", bytes: Array(text.utf8))
        return source.bytes.indices.map { offset in
            let position = source.position(ofByte: offset)
            return "\(position.line):\(position.column)"
        }
    }

    @Test func countsLinesAndCharactersFromOne() {
        #expect(places("ab\nc\n\nd") == ["1:1", "1:2", "1:3", "2:1", "2:2", "3:1", "4:1"])
    }

    @Test func countsACharacterOfSeveralBytesOnce() {
        // Inside of a character, the place is that of the next one.
        #expect(places("价a") == ["1:1", "1:2", "1:2", "1:2"])
        #expect(places("😀\té").map { String($0.dropFirst(2)) } == ["1", "2", "2", "2", "2", "3", "4"])
    }

    @Test func endsLinesAtEveryKindOfLineBreak() {
        #expect(places("a\r\nb\rc\n\rd") == ["1:1", "1:2", "1:3", "2:1", "2:2", "3:1", "3:2", "4:1", "5:1"])
    }

    @Test func doesNotCountAByteOrderMark() {
        #expect(places("\u{FEFF}ab\nc") == ["1:1", "1:1", "1:1", "1:1", "1:2", "1:3", "2:1"])
    }

    @Test(arguments: [("", 1, 1), ("a", 1, 2), ("a\n", 2, 1), ("a\r\n", 2, 1), ("价", 1, 2), ("\u{FEFF}", 1, 1)])
    func hasAPlaceForTheEnd(text: String, line: Int, column: Int) {
        let source = SourceText(name: "", bytes: Array(text.utf8))
        let end = SourceText.Position(line: line, column: column)
        #expect(source.position(ofByte: source.bytes.count) == end)
        #expect(source.position(ofByte: source.bytes.count + 100) == end)
    }

    @Test(arguments: [
        ("ab\ncd\nef", 0, "ab"), ("ab\ncd\nef", 2, "ab"), ("ab\ncd\nef", 3, "cd"), ("ab\ncd\nef", 8, "ef"),
        ("ab\r\ncd", 1, "ab"), ("ab\r\ncd", 4, "cd"), ("ab\rcd", 3, "cd"), ("\n\n", 1, ""), ("", 0, ""),
        ("ab\n", 3, ""), ("\u{FEFF}ab", 3, "ab"), ("\u{FEFF}ab", 4, "ab"), ("ab", 99, "ab"),
    ])
    func findsTheLineAroundAPlace(text: String, offset: Int, line: String) {
        let source = SourceText(name: "", bytes: Array(text.utf8))
        #expect(String(decoding: source.bytes[source.lineRange(aroundByte: offset)], as: UTF8.self) == line)
    }

    /// Against counting from the beginning, over lines short and long and characters of every width.
    @Test func findsThePlaceInLongLinesToo() {
        var generator = SeededGenerator(seed: 4)
        let pieces = ["a", "é", "价", "😀", "\t", "\n", "\r\n", "\r", String(repeating: "x价", count: 3000)]
        for _ in 0..<4 {
            let text = (0..<60).map { _ in pieces.randomElement(using: &generator)! }.joined()
            let source = SourceText(name: "", bytes: Array(text.utf8))
            var position = SourceText.Position(line: 1, column: 1)
            var offset = 0
            var mistakes: [Int] = []
            let scalars = Array(text.unicodeScalars)
            for (index, scalar) in scalars.enumerated() {
                // Not every one: counting within a line is what takes time.
                if index % 31 == 0, source.position(ofByte: offset) != position { mistakes.append(offset) }
                let isPair = scalar == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
                if scalar == "\n" || scalar == "\r", !isPair {
                    position = SourceText.Position(line: position.line + 1, column: 1)
                } else {
                    position.column += 1
                }
                offset += UTF8.width(scalar)
            }
            #expect(mistakes.isEmpty)
        }
    }
}
