import MarkedYAML
import Testing

@testable import Timelines

/// Every kept timeline with one slip of a finger, hundreds of times: whoever slipped is shown the line.
@Suite struct SlipTests {
    private static let slips: [(slip: FingerSlip, loaded: LoadedTimeline)] = {
        var generator = SeededGenerator(seed: 2027)
        return (SampleFiles.schedules + SampleFiles.good).flatMap { path -> [FingerSlip] in
            guard let source = try? SampleFiles.source(path) else { return [] }
            return FingerSlip.Kind.allCases.flatMap { kind in
                FingerSlip.all(kind, in: source).shuffled(using: &generator).prefix(6)
            }
        }.map { ($0, SampleFiles.load($0.source, checkedOccurrences: 50)) }
    }()

    @Test func theErrorIsOnTheLineOfTheSlip() {
        var elsewhere: [String] = []
        var table: [String] = []
        var (refused, onLine) = (0, 0)
        for kind in FingerSlip.Kind.allCases {
            let ofKind = Self.slips.filter { $0.slip.kind == kind }
            let errors = ofKind.compactMap { slip, loaded in
                loaded.diagnostics.first { $0.severity == .error }.map { (slip, $0) }
            }
            let wrong = errors.filter { slip, error in error.position.line != slip.line }
            elsewhere += wrong.map { "\(kind.rawValue): \($0.source.name) line \($0.line): \($1.line)" }
            refused += errors.count
            onLine += errors.count - wrong.count
            table.append("\(kind.rawValue)\t\(ofKind.count)\t\(errors.count)\t\(errors.count - wrong.count)")
        }
        let report = (table + elsewhere).joined(separator: "\n")
        #expect(refused >= 300, "\(report)")
        #expect(Double(onLine) >= 0.95 * Double(refused), "\(onLine) of \(refused)\n\(report)")
    }

    /// What is written right is never blamed, whatever else is wrong with the file.
    @Test(arguments: SampleFiles.schedules + SampleFiles.good + SampleFiles.warned + SampleFiles.included)
    func whatIsRightIsNoSlip(path: String) throws {
        let source = try SampleFiles.source(path)
        let slip = SlipReader.firstSlip(in: source, keys: SlipReader.timelineKeys, upTo: source.bytes.count)
        #expect(slip == nil)
    }
}
