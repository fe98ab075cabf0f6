import MarkedYAML

extension [Diagnostic] {
    /// Returns the diagnostics file by file, and in each file in the order of their places. Each is returned once: an error in an
    /// anchor is found again at each of its aliases.
    ///
    /// - Parameter files: every file that a diagnostic may be in.
    func inOrder(ofFiles files: [SourceText]) -> [Diagnostic] {
        let order = Dictionary(zip(files.map(\.name), 0...)) { first, _ in first }
        // Stable: of two at one place, the one found first stays first.
        let places = enumerated().map { (order[$1.source.name] ?? 0, $1.range.lowerBound, $0) }
        return places.sorted(by: <).map { self[$0.2] }.reduce(into: []) { kept, diagnostic in
            if let last = kept.last, last.range == diagnostic.range, last.message == diagnostic.message,
                last.source.name == diagnostic.source.name
            {
                return
            }
            kept.append(diagnostic)
        }
    }
}
