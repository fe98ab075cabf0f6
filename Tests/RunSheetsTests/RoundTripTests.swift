import MarkedYAML
import RunSheets
import ShowTime
import Testing
import Timelines

/// Whatever somebody writes into a cell is what the audience reads.
@Suite struct RoundTripTests {
    private static let pieces = [
        "a", "Welcome", "no", "null", "~", "12:30", "0x1F", "1e3", "- ", "-", "? ", ": ", ":", " #", "#", "&a", "*a",
        "!!str", "%", "@",
        "`", "|", ">", "'", "\"", "\\", "\\n", "[", "]", "{", "}", "{{", "}}", "{%", "%}", "{#", "#}", "{{-", "-}}",
        "{% raw %}", ",",
        " ", "  ", "\t", "\n", "\n\n", "\n  ", " \n", "\n\t", "\n- ", "\n# ", "---", "...", "\n---\n", "\u{85}",
        "\u{2028}", "\u{2029}",
        "\u{A0}", "\u{FEFF}", "\u{200B}", "\u{202E}", "é", "e\u{301}", "你好", "👩‍👩‍👧‍👦", "🇨🇳", "\u{FFFD}", "\u{FFFF}",
        "\u{10FFFF}", "\u{E000}",
        "<<", "=", "yes", "line\nline", "trailing ",
    ]

    private static func text(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 1...8, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
    }

    private static let texts: [String] =
        pieces
        + (0..<2000 as Range<UInt64>).map { seed in
            var random = SeededGenerator(seed: seed)
            return text(&random)
        }

    @Test func anyTextIsOneScalar() {
        for text in Self.texts {
            for written in [YAMLText.scalar(text), YAMLText.quoted(text), YAMLText.block(text, indent: 4)].compactMap({
                $0
            }) {
                let (document, problems) = YAMLDocument.compose(source("- a:\n    \(written)\n"))
                #expect(problems.isEmpty, "\(text.debugDescription)")
                let value = document?.root.flatMap { Array($0.elements).first }.flatMap { Array($0.pairs).first }?.1
                #expect(value?.text == text, "\(text.debugDescription) as \(written)")
            }
            let flow = YAMLDocument.compose(source("{a: \(YAMLText.scalar(text)), b: [\(YAMLText.scalar(text))]}")).0
            #expect(flow?.root?.pairs.map { $0.1 }.first?.text == text)
        }
    }

    /// A reader looks for the colon of a key in 1024 characters only, of which an escape takes up to ten.
    @Test(arguments: ["a", "好", "\0", "\u{E0001}"], [98, 102, 998, 1001, 1024, 5000])
    func aNameOfAnyLengthIsAKey(character: String, length: Int) {
        let name = String(repeating: character, count: length)
        let entries = [name, "b"].flatMap { YAMLText.entry($0, "{id: x}", indent: 2) }.joined(separator: "\n")
        let (document, problems) = YAMLDocument.compose(source("rooms:\n\(entries)\n"))
        let keys = document?.root?.pairs.first { _ in true }?.value.pairs.map(\.key.text)
        #expect(problems.isEmpty)
        #expect(keys == [name, "b"])
    }

    /// A cell as RFC 4180 has it.
    private static func cell(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }

    @Test func whatACellSaysIsWhatIsSaid() throws {
        let rows = Self.texts.map { "1s,\(Self.cell($0)),room\n" }.joined()
        let sheet = sheet("time,text,room\n" + rows)
        // What is left of a cell once controls are out and white space is off its ends.
        let expected = Self.texts.map(Self.cleaned).filter { !$0.isEmpty }
        #expect(try said(timeline(try #require(sheet.draft))) == expected)
        #expect(sheet.problems.count == Self.texts.count - expected.count)
        #expect(Set(sheet.problems.map(\.message)) == ["the row has no text"])
    }

    private static func cleaned(_ text: String) -> String {
        var scalars = text.unicodeScalars.map { $0 == "\u{85}" ? "\n" : $0 }
        while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
        while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
        return scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
    }

    @Test func anyNameOfARoomOrSenderLoads() throws {
        let names = Self.texts.map(Self.cleaned).filter { !$0.isEmpty && $0.utf8.count < 200 }
        let rows = names.map { "1s,x,\(Self.cell($0)),\(Self.cell($0))\n" }.joined()
        let sheet = sheet("time,text,room,sender\n" + rows)
        _ = try timeline(try #require(sheet.draft))
    }
}
