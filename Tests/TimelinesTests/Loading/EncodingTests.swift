import MarkedYAML
import ShowTime
import Testing

@testable import Timelines

@Suite struct EncodingTests {
    private func load(_ bytes: [UInt8]) -> LoadedTimeline {
        TimelineLoader.load(
            SourceText(name: "show.yaml", bytes: bytes), options: LoadingOptions(assumedStart: .milliseconds(0)))
    }

    private static let good = yaml("- {id: m, at: 1s, text: 价格 😀}", rooms: "rooms: {a: {id: r1}}")

    @Test func aByteOrderMarkAndAnyLineBreaksAreFine() {
        for lineBreak in ["\n", "\r\n", "\r"] {
            for mark in ["", "\u{FEFF}"] {
                let text = mark + Self.good.replacing("\n", with: lineBreak)
                let loaded = load(Array(text.utf8))
                #expect(loaded.diagnostics.map(\.line) == [])
                #expect(loaded.timeline?.contents == ["价格 😀"])
            }
        }
    }

    @Test func textThatIsNotUTF8IsAnErrorAtItsPlace() {
        var bytes = Array(Self.good.utf8)
        bytes += Array("# caf".utf8) + [0xE9, 0x0A]
        let line = Self.good.utf8.count { $0 == UInt8(ascii: "\n") } + 1
        let column = Self.good.split(separator: "\n").last.map { $0.unicodeScalars.count + 6 } ?? 0
        #expect(
            load(bytes).diagnostics.map(\.line) == [
                "\(line):\(column) error encoding this is not UTF-8 text: save the file as UTF-8"
            ])
    }

    @Test func otherEncodingsAreErrorsAtTheBeginning() {
        var littleEndian: [UInt8] = [0xFF, 0xFE]
        var bigEndian: [UInt8] = [0xFE, 0xFF]
        for unit in Self.good.utf16 {
            littleEndian += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            bigEndian += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        }
        for bytes in [littleEndian, bigEndian] {
            let loaded = load(bytes)
            #expect(
                loaded.diagnostics.map(\.line) == ["1:1 error encoding this is not UTF-8 text: save the file as UTF-8"])
            #expect(loaded.timeline == nil && !loaded.isTimeline)
        }
    }
}
