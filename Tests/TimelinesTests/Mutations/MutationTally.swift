import MarkedYAML
import Timelines

/// What became of the mutations of one kind.
struct MutationTally {
    var all = 0
    var refused = 0
    /// Of those refused, how many have their first error on the line that was changed, and how many have no other.
    var firstOnLine = 0
    var allOnLine = 0
    /// For people: what was changed, and the first error.
    var elsewhere: [String] = []
    var wronglyAccepted: [String] = []
    var misplaced: [String] = []

    var share: Double { refused == 0 ? 1 : Double(firstOnLine) / Double(refused) }

    mutating func add(_ mutation: Mutation, _ path: String) {
        let loaded = SampleFiles.load(mutation.source, checkedOccurrences: 50)
        all += 1
        if let misplacement = loaded.misplacement { misplaced.append("\(path) \(mutation.what): \(misplacement)") }
        let errors = loaded.diagnostics.filter { $0.severity == .error }
        guard let first = errors.first else {
            if !mutation.mayBeRight { wronglyAccepted.append("\(path) \(mutation.kind.rawValue): \(mutation.what)") }
            return
        }
        refused += 1
        if mutation.lines.contains(first.position.line) {
            firstOnLine += 1
        } else {
            elsewhere.append("\(path) \(mutation.what): \(first.line)")
        }
        if errors.allSatisfy({ mutation.lines.contains($0.position.line) }) { allOnLine += 1 }
    }

    static func table(_ tallies: [Mutation.Kind: MutationTally]) -> String {
        let rows = Mutation.Kind.allCases.map { kind in
            let tally = tallies[kind] ?? MutationTally()
            let share = "\(Int(tally.share * 1000) / 10) %"
            let figures = [tally.all, tally.refused, tally.firstOnLine, tally.allOnLine].map(String.init) + [share]
            return ([kind.rawValue] + figures).joined(separator: "\t")
        }
        return (["kind\tall\trefused\tfirst error on the line\tall errors on it\tshare"] + rows)
            .joined(separator: "\n")
    }
}

extension LoadedTimeline {
    /// What is wrong with the diagnostics, nil where nothing is: each has a place in its file and something to say, and an
    /// error is the absence of a timeline.
    var misplacement: String? {
        for diagnostic in diagnostics {
            let bytes = diagnostic.source.bytes
            let lines = bytes.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 1
            let line = diagnostic.source.lineRange(aroundByte: diagnostic.range.lowerBound)
            let position = diagnostic.position
            guard diagnostic.range.lowerBound >= 0, diagnostic.range.upperBound <= bytes.count,
                (1...lines).contains(position.line), (1...line.count + 1).contains(position.column),
                !diagnostic.message.isEmpty
            else { return diagnostic.line }
        }
        let hasError = diagnostics.contains { $0.severity == .error }
        return hasError == (timeline == nil) ? nil : "an error and a timeline, or neither"
    }
}
