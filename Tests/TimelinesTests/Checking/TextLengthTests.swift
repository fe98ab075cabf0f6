import MarkedYAML
import ShowTime
import Testing

@testable import Timelines

@Suite struct TextLengthTests {
    private func load(text: String) -> LoadedTimeline { TimelinesTests.load(yaml("- {at: 1s, text: \(text)}")) }

    private func tooLong(_ bytes: Int) -> String {
        "the text is \(bytes) bytes, \(bytes - 1024) more than the 1024 that can be sent (in the room a)"
    }

    @Test(arguments: [("x", 1024), ("é", 512), ("价", 341), ("😀", 256)])
    func a1024BytesAreFine(character: String, count: Int) throws {
        let text = String(repeating: character, count: count)
        #expect(load(text: "\"\(text)\"").timeline?.contents == [text])
        // Spaces, tabs and newlines at both ends are not sent.
        #expect(load(text: "\" \\t\\n\(text)\\n\\n  \\t\"").timeline?.contents == [text])
        #expect(load(text: "\"{{ '\(text)' }} \"").timeline?.contents == [text])
    }

    @Test(arguments: [("x", 1025, 1025), ("é", 513, 1026), ("价", 342, 1026), ("😀", 257, 1028), ("x", 100_000, 100_000)])
    func aByteMoreIsTooMuch(character: String, count: Int, bytes: Int) {
        let text = String(repeating: character, count: count)
        for text in ["\"\(text)\"", "\"  \(text)\\n\"", "\"\\n{{ '\(text)' }}\""] {
            let loaded = load(text: text)
            #expect(loaded.timeline == nil)
            #expect(loaded.diagnostics.map(\.kind) == [.longText])
            #expect(loaded.diagnostics.map(\.message) == [tooLong(bytes)])
        }
    }

    @Test(arguments: Array(0...0x20) + Array(0x7E...0xA1) as [UInt32])
    func ofControlCharactersOnlyNewlineAndTabAreSent(code: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(code))
        let isFine = code == 0x09 || code == 0x0A || (0x20...0x7E).contains(code) || code > 0x9F
        let digits = String(code, radix: 16)
        let escape = "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
        let loaded = load(text: "\"a\(escape)b\"")
        if isFine {
            #expect(loaded.timeline?.contents == ["a\(scalar)b"])
        } else {
            #expect(loaded.diagnostics.map(\.kind) == [.controlCharacter])
            let place = try #require(loaded.diagnostics.first).range.lowerBound
            #expect(loaded.source.bytes[place...].starts(with: escape.utf8))
        }
    }
}
