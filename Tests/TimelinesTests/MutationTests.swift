import MarkedYAML
import Testing

@testable import Timelines

/// Every kept script with something changed, two thousand times and more: never a crash, every error on a line that is
/// there, and where one key was changed, on the line of that key.
///
/// No mutation can run on: a script stays about as long as it was, and of each message fifty occurrences are looked at.
@Suite struct MutationTests {
    private static let paths = SampleFiles.schedules + SampleFiles.good
    private static let tallies = {
        var generator = SeededGenerator(seed: 2026)
        var tallies: [Mutation.Kind: MutationTally] = [:]
        for path in paths {
            guard let source = try? SampleFiles.source(path) else { continue }
            let mutator = ScriptMutator(source)
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

    /// - Parameter change: of a script; what comes of it may be right, wrong, or no YAML at all.
    private func misplaced(
        seed: UInt64, _ change: (SourceText, inout SeededGenerator) -> SourceText
    ) throws -> [String] {
        var generator = SeededGenerator(seed: seed)
        return try Self.paths.flatMap { path in
            let source = try SampleFiles.source(path)
            return (0..<15).compactMap { _ in
                let loaded = SampleFiles.load(change(source, &generator), checkedOccurrences: 50)
                return loaded.misplacement.map { "\(path): \($0)" }
            }
        }
    }

    @Test func linesDeleted() throws {
        let misplaced = try misplaced(seed: 1) { source, generator in
            var lines = source.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            lines.remove(at: Int.random(in: 0..<lines.count, using: &generator))
            return SourceText(name: source.name, bytes: Array(lines.joined(separator: "\n".utf8)))
        }
        #expect(misplaced == [])
    }

    @Test func bytesFlipped() throws {
        let misplaced = try misplaced(seed: 2) { source, generator in
            var bytes = source.bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            }
            return SourceText(name: source.name, bytes: bytes)
        }
        #expect(misplaced == [])
    }

    @Test func valuesSwapped() throws {
        let misplaced = try misplaced(seed: 3) { source, generator in
            ScriptMutator(source).withValuesSwapped(using: &generator)
        }
        #expect(misplaced == [])
    }
}
