import MarkedYAML

extension [Diagnostic] {
    /// File by file, and in each in the order of its lines; each once.
    ///
    /// - Parameter files: every file that a diagnostic may be in.
    func inOrder(ofFiles files: [SourceText]) -> [Diagnostic] {
        let order = Dictionary(zip(files.map(\.name), 0...)) { first, _ in first }
        // Stable: of two at one place, the one found first stays first.
        return enumerated().map { (file: order[$0.element.source.name] ?? 0, found: $0.offset, $0.element) }
            .sorted { left, right in
                (left.file, left.2.range.lowerBound, left.found) < (right.file, right.2.range.lowerBound, right.found)
            }
            .map(\.2)
            .withoutRepetition
    }

    /// An error in an anchor is found again at each of its aliases, and reported once.
    private var withoutRepetition: [Diagnostic] {
        reduce(into: []) { kept, diagnostic in
            let isSaid =
                kept.last.map {
                    $0.range == diagnostic.range && $0.message == diagnostic.message
                        && $0.source.name == diagnostic.source.name
                } ?? false
            if !isSaid { kept.append(diagnostic) }
        }
    }
}
