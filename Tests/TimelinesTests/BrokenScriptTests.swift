import Foundation
import MarkedYAML
import ShowTime
import Testing

@testable import Timelines

/// The scripts of `Schedules`, broken in every way that a seeded generator thinks of: whatever a file is, every diagnostic
/// has its place in it.
@Suite struct BrokenScriptTests {
    private static let names = ["apollo-11", "first-show", "maintenance-notice", "product-launch"]

    private func bytes(of name: String) throws -> [UInt8] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try [UInt8](Data(contentsOf: root.appending(path: "Schedules/\(name).yaml")))
    }

    /// What is wrong with the diagnostics of a file, nil where nothing is.
    private func misplacement(in bytes: [UInt8]) -> String? {
        var options = LoadingOptions(assumedStart: .milliseconds(1_795_176_000_000))
        options.checkedOccurrences = 50
        let source = SourceText(name: "broken.yaml", bytes: bytes)
        let loaded = TimelineLoader.load(source, options: options)
        let lines = bytes.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 1
        for diagnostic in loaded.diagnostics {
            let position = diagnostic.position
            let line = source.lineRange(aroundByte: diagnostic.range.lowerBound)
            guard diagnostic.range.lowerBound >= 0, diagnostic.range.upperBound <= bytes.count,
                (1...lines).contains(position.line), position.column >= 1, position.column <= line.count + 1,
                !diagnostic.message.isEmpty
            else { return diagnostic.line }
        }
        let hasError = loaded.diagnostics.contains { $0.severity == .error }
        return hasError == (loaded.timeline == nil) ? nil : "an error and a timeline, or neither"
    }

    @Test(arguments: names)
    func theScriptsAreFine(name: String) throws {
        let loaded = TimelineLoader.load(
            SourceText(name: name, bytes: try bytes(of: name)),
            options: LoadingOptions(assumedStart: .milliseconds(1_795_176_000_000)))
        #expect(loaded.diagnostics.map(\.line) == [])
        #expect(loaded.timeline?.name == name)
    }

    @Test(arguments: names)
    func aFileThatEndsTooEarly(name: String) throws {
        let bytes = try bytes(of: name)
        let misplaced = stride(from: 0, to: bytes.count, by: 97).compactMap { misplacement(in: Array(bytes[..<$0])) }
        #expect(misplaced == [])
    }

    @Test(arguments: zip(names, [11, 12, 13, 14] as [UInt64]))
    func aFileWithBytesChanged(name: String, seed: UInt64) throws {
        let bytes = try bytes(of: name)
        var generator = SeededGenerator(seed: seed)
        let misplaced = (0..<120).compactMap { _ in
            var broken = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<broken.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: broken[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 1: broken[index] = UInt8.random(in: 0...255, using: &generator)
                case 2: broken.remove(at: index)
                default: broken.insert("{}[]:,#&*!|>'\"%@`-? \t\n\r".utf8.randomElement(using: &generator)!, at: index)
                }
            }
            return misplacement(in: broken)
        }
        #expect(misplaced == [])
    }

    @Test(arguments: zip(names, [21, 22, 23, 24] as [UInt64]))
    func aFileWithLinesLostRepeatedAndMoved(name: String, seed: UInt64) throws {
        let lines = try bytes(of: name).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        var generator = SeededGenerator(seed: seed)
        let misplaced = (0..<120).compactMap { _ in
            var broken = lines
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let index = Int.random(in: 0..<broken.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: broken.remove(at: index)
                case 1: broken.insert(broken[index], at: index)
                case 2: broken.swapAt(index, Int.random(in: 0..<broken.count, using: &generator))
                default: broken[index] = ArraySlice("  ".utf8) + broken[index]
                }
            }
            return misplacement(in: Array(broken.joined(separator: [UInt8(ascii: "\n")])))
        }
        #expect(misplaced == [])
    }

    @Test(arguments: zip(names, [31, 32, 33, 34] as [UInt64]))
    func aFileWithWordsSwapped(name: String, seed: UInt64) throws {
        let text = String(decoding: try bytes(of: name), as: UTF8.self)
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let strangers = [
            "{{", "}}", "{{ x", "{#", "|", "|2", ">-", "&a", "*a", "!!int", "?", "-", "at:", "every:", "1ms", "3660d",
            "-0", "9223372036854775807", "1e999", "rooms:", "vars:", "[[[", "]]]", "\"\\x00\"", "价格", "😀", "\u{FEFF}",
            "<<:", "...", "---", "~", "\"\\ud83d\"", "{{offset//0}}", "{{due}}", "times:", "until:", "timeline:",
        ]
        var generator = SeededGenerator(seed: seed)
        let misplaced = (0..<120).compactMap { _ in
            var broken = words
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                let index = Int.random(in: 0..<broken.count, using: &generator)
                if Bool.random(using: &generator) {
                    broken.swapAt(index, Int.random(in: 0..<broken.count, using: &generator))
                } else {
                    broken[index] = strangers.randomElement(using: &generator)!
                }
            }
            return misplacement(in: Array(broken.joined(separator: " ").utf8))
        }
        #expect(misplaced == [])
    }
}
