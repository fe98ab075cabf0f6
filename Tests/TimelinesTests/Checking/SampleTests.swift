import MarkedYAML
import Testing
import Timelines

/// Every kept timeline is what it says it is. `make compare` holds the same files against the schema.
@Suite struct SampleTests {
    @Test(arguments: SampleFiles.schedules + SampleFiles.good)
    func whatIsGoodIsAccepted(path: String) throws {
        let loaded = SampleFiles.load(try SampleFiles.source(path))
        let isSchedule = path.hasPrefix("Schedules/")
        #expect(loaded.diagnostics.filter { isSchedule || $0.severity == .error }.map(\.line) == [])
        #expect(loaded.timeline != nil)
    }

    /// Beside each broken timeline stands what `check` says of it: `x.yaml`, `x.out`.
    ///
    /// The first line says what is broken: `structure`, which a schema can see, or `meaning`, which it cannot.
    @Test(arguments: SampleFiles.broken)
    func whatIsBrokenIsRefused(path: String) throws {
        let source = try SampleFiles.source(path)
        let first = String(decoding: source.bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        #expect(first.hasPrefix("# structure: ") || first.hasPrefix("# meaning: "))
        let loaded = SampleFiles.load(source)
        #expect(loaded.timeline == nil)
        #expect(loaded.diagnostics.contains { $0.severity == .error })
        try SampleFiles.expectKept(loaded.diagnostics, of: path)
    }

    @Test(arguments: SampleFiles.warned)
    func whatIsOddIsAcceptedWithAWarning(path: String) throws {
        let loaded = SampleFiles.load(try SampleFiles.source(path))
        #expect(loaded.timeline != nil)
        try SampleFiles.expectKept(loaded.diagnostics, of: path)
    }

    @Test(arguments: SampleFiles.included)
    func filesToBeIncludedAreWhatTheySay(path: String) throws {
        let file = try SampleFiles.source(path)
        let isGood = String(decoding: file.bytes, as: UTF8.self).hasPrefix("# included: good\n")
        let text = "timeline: t\nsender: {id: s}\ninclude: \(path)\nmessages: []\n"
        let loaded = SampleFiles.load(SourceText(name: "show.yaml", bytes: Array(text.utf8)))
        let inFile = loaded.diagnostics.filter { $0.source.name.hasSuffix(path) }
        #expect(inFile.isEmpty == isGood, "\(inFile.map(\.line))")
        #expect(loaded.included.contains { $0.name.hasSuffix(path) })
    }

    /// A kind of diagnostic without a sample is one that nobody has seen.
    @Test func everyKindHasASample() throws {
        let kept = try (SampleFiles.broken + SampleFiles.warned).map { try SampleFiles.keptDiagnostics(of: $0) }
        for kind in DiagnosticKind.allCases where !Self.testedElsewhere.contains(kind) {
            #expect(kept.contains { $0.contains(" [\(kind.rawValue)]\n") }, "\(kind)")
        }
    }

    /// Two files with one name take two files; limits take large ones.
    private static let testedElsewhere: Set<DiagnosticKind> = [.duplicateTimeline, .limit]

    @Test func theyAreThere() {
        #expect(SampleFiles.schedules.count >= 4)
        #expect(SampleFiles.good.count >= 20)
        #expect(SampleFiles.broken.count >= 340)
        #expect(SampleFiles.warned.count >= 17)
        #expect(SampleFiles.included.count >= 7)
    }
}
