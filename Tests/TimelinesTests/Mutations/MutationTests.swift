import MarkedYAML
import Testing

@testable import Timelines

/// Every kept timeline with something changed, two thousand times and more: never a crash, every error on a line that is
/// there, and where one key was changed, on the line of that key.
///
/// No mutation can run on: a timeline stays about as long as it was, and of each message fifty occurrences are looked at.
@Suite struct MutationTests {
    private static let paths = SampleFiles.schedules + SampleFiles.good
    private static let tallies = {
        var generator = SeededGenerator(seed: 2026)
        var tallies: [Mutation.Kind: MutationTally] = [:]
        for path in paths {
            guard let source = try? SampleFiles.source(path) else { continue }
            let mutator = TimelineMutator(source)
            for kind in Mutation.Kind.allCases {
                let count = path.hasPrefix("Schedules/") ? 12 : 5
                for mutation in mutator.mutations(kind, count: count, using: &generator) {
                    tallies[kind, default: MutationTally()].add(mutation, path)
                }
            }
        }
        return tallies
    }()

    private static let table = MutationTally.table(tallies)

    @Test func theErrorIsOnTheLineThatWasChanged() {
        let judged = Self.tallies.filter(\.key.leavesItsLine).values
        let refused = judged.map(\.refused).reduce(0, +)
        let onLine = judged.map(\.firstOnLine).reduce(0, +)
        #expect(Double(onLine) >= 0.95 * Double(refused), "\(onLine) of \(refused)\n\(Self.table)")
        for (kind, tally) in Self.tallies where kind.isSeenInPlace {
            #expect(tally.share >= 0.95, "\(kind.rawValue)\n\(tally.elsewhere.joined(separator: "\n"))")
        }
    }

    /// What is accepted was free to be changed: a variable, a name that nobody says, a list for a room.
    @Test func whatIsWrongIsRefused() {
        let accepted = Self.tallies.values.flatMap(\.wronglyAccepted).joined(separator: "\n")
        #expect(accepted == "", "\(Self.table)")
    }

    @Test func everyErrorIsInItsFile() {
        let misplaced = Self.tallies.values.flatMap(\.misplaced).joined(separator: "\n")
        #expect(misplaced == "")
    }

    @Test func thereAreEnoughOfEveryKind() {
        #expect(Self.tallies.values.map(\.all).reduce(0, +) >= 1000, "\(Self.table)")
        for kind in Mutation.Kind.allCases {
            #expect(Self.tallies[kind]?.all ?? 0 >= 4, "\(kind.rawValue)\n\(Self.table)")
        }
    }

    // MARK: Without a key to point at

    /// - Parameter change: of a timeline; what comes of it may be right, wrong, or no YAML at all.
    private func misplaced(
        seed: UInt64, _ change: (SourceText, inout SeededGenerator) -> SourceText
    ) throws -> [String] {
        var generator = SeededGenerator(seed: seed)
        return try Self.paths.flatMap { path in
            let source = try SampleFiles.source(path)
            return (0..<25).compactMap { _ in
                let loaded = SampleFiles.load(change(source, &generator), checkedOccurrences: 50)
                return loaded.misplacement.map { "\(path): \($0)" }
            }
        }
    }

    @Test func filesCutShort() throws {
        let misplaced = try misplaced(seed: 1) { source, generator in
            let end = Int.random(in: 0...source.bytes.count, using: &generator)
            return SourceText(name: source.name, bytes: Array(source.bytes[..<end]))
        }
        #expect(misplaced == [])
    }

    @Test func linesLostRepeatedAndMoved() throws {
        let misplaced = try misplaced(seed: 2) { source, generator in
            var lines = source.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for _ in 0..<Int.random(in: 1...6, using: &generator) where lines.count > 1 {
                let index = lines.indices.randomElement(using: &generator)!
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: lines.remove(at: index)
                case 1: lines.insert(lines[index], at: index)
                case 2: lines.swapAt(index, lines.indices.randomElement(using: &generator)!)
                default: lines[index] = ArraySlice("  ".utf8) + lines[index]
                }
            }
            return SourceText(name: source.name, bytes: Array(lines.joined(separator: "\n".utf8)))
        }
        #expect(misplaced == [])
    }

    @Test func bytesChanged() throws {
        let misplaced = try misplaced(seed: 3) { source, generator in
            var bytes = source.bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) where bytes.count > 1 {
                let index = bytes.indices.randomElement(using: &generator)!
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert("{}[]:,#&*!|>'\"%@`-? \t\n\r".utf8.randomElement(using: &generator)!, at: index)
                }
            }
            return SourceText(name: source.name, bytes: bytes)
        }
        #expect(misplaced == [])
    }

    @Test func wordsSwappedAndReplaced() throws {
        let strangers = [
            "{{", "}}", "{{ x", "{#", "|", "|2", ">-", "&a", "*a", "!!int", "?", "-", "at:", "every:", "1ms", "3660d",
            "-0", "9223372036854775807", "1e999", "rooms:", "vars:", "[[[", "]]]", "\"\\x00\"", "价格", "😀", "\u{FEFF}",
            "<<:", "...", "---", "~", "\"\\ud83d\"", "{{offset//0}}", "{{due}}", "times:", "until:", "timeline:",
        ]
        let misplaced = try misplaced(seed: 4) { source, generator in
            let text = String(decoding: source.bytes, as: UTF8.self)
            var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                let index = words.indices.randomElement(using: &generator)!
                if Bool.random(using: &generator) {
                    words.swapAt(index, words.indices.randomElement(using: &generator)!)
                } else {
                    words[index] = strangers.randomElement(using: &generator)!
                }
            }
            return SourceText(name: source.name, bytes: Array(words.joined(separator: " ").utf8))
        }
        #expect(misplaced == [])
    }

    @Test func valuesSwapped() throws {
        let misplaced = try misplaced(seed: 5) { source, generator in
            TimelineMutator(source).withValuesSwapped(using: &generator)
        }
        #expect(misplaced == [])
    }
}
