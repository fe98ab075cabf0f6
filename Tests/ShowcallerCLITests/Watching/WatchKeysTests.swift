import Testing

@testable import ShowcallerCLI

struct WatchKeysTests {
    private func keys(_ text: String, cut: Int = .max) -> [WatchKey] {
        var reader = WatchKeys()
        var keys: [WatchKey] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            keys += reader.take(Array(rest.prefix(cut)))
            rest = rest.dropFirst(cut)
        }
        return keys + reader.flush()
    }

    @Test func keysAreWhatWasPressedHoweverTheyCome() {
        let text = "h \u{1B}[A\u{1B}[B\u{1B}OA\r\t\u{7F}\u{3}小é\u{1B}[5~\u{1B}[200~h\nq\u{1B}[201~q"
        let expected: [WatchKey] = [
            .character("h"), .character(" "), .up, .down, .up, .enter, .tab, .backspace, .control("c"),
            .character("小"), .character("é"), .pasted("h\nq"), .character("q"),
        ]
        #expect(keys(text) == expected)
        for size in 1...5 { #expect(keys(text, cut: size) == expected, "\(size)") }
    }

    @Test func aByteThatIsNoTextSwallowsNoKey() {
        var reader = WatchKeys()
        #expect(reader.take([0xFF, 0x68, 0x73]) == [.character("\u{FFFD}"), .character("h"), .character("s")])
        #expect(reader.take(Array("\u{FFFD}q".utf8)) == [.character("\u{FFFD}"), .character("q")])
    }

    @Test func escIsASequenceOnlyWhereMoreComes() {
        var reader = WatchKeys()
        #expect(reader.take([0x1B]) == [])
        #expect(reader.isInSequence)
        #expect(reader.flush() == [.escape])
        #expect(!reader.isInSequence)
        #expect(reader.take([0x1B, 0x1B]) == [.escape])
        #expect(reader.take([0x5B, 0x41]) == [.up])
    }

    /// A stalled line may bring Home, F4 or an arrow in pieces: they hold nothing and skip nothing.
    @Test(arguments: ["\u{1B}[H", "\u{1B}OS", "\u{1B}[1;5S", "\u{1B}[15~"])
    func aSequenceThatComesInPiecesIsNoKey(text: String) {
        for cut in 1..<text.utf8.count {
            var reader = WatchKeys()
            var keys = reader.take(Array(text.utf8.prefix(cut)))
            for _ in 0..<5 { keys += reader.flush() }
            keys += reader.take(Array(text.utf8.dropFirst(cut)))
            #expect(keys.allSatisfy { $0 == .escape } && keys.count <= 1, "\(cut)")
            // What comes behind it is a key again.
            #expect(reader.take([0x68]) == [.character("h")])
        }
    }

    @Test func halfASequenceIsGivenUpAtLast() {
        var reader = WatchKeys()
        #expect(reader.take([0x1B, 0x5B]) == [])
        for _ in 0..<10 { #expect(reader.flush() == []) }
        #expect(!reader.isInSequence && reader.take([0x68]) == [.character("h")])
    }

    @Test func bytesThatAreNoTextDoNoHarm() {
        _ = keys(String(decoding: [0xFF, 0xC3, 0x28, 0xE5, 0xB0] as [UInt8], as: UTF8.self))
        var reader = WatchKeys()
        _ = reader.take([0xE5, 0xB0])
        _ = reader.flush()
        _ = reader.take([0xFF, 0xFE, 0x1B, 0x5B] + Array(repeating: 0x3B, count: 100))
        _ = reader.flush()
        #expect(!reader.isInSequence)
    }
}
