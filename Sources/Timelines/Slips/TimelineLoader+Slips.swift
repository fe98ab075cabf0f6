package import MarkedYAML

extension SlipReader {
    /// The words that are keys somewhere in a timeline.
    static let timelineKeys = Set(
        TimelineKey.names + StartKey.names + SenderKey.names + InputKey.names + RoomKey.names + DefaultsKey.names
            + MessageKey.names)
}

extension YAMLDocument {
    /// Reads a source text as ``compose(_:limits:)`` does, but reports a common mistake in plain words and at its place.
    package static func read(_ source: SourceText) -> (document: YAMLDocument?, problems: [YAMLProblem]) {
        let (document, problems) = compose(source)
        let stop = problems.first { $0.kind == .syntax || $0.kind == .unsupported }
        guard let stop,
            let slip = SlipReader.firstSlip(
                in: source, keys: SlipReader.timelineKeys, upTo: stop.range.lowerBound)
        else { return (document, withoutRepetition(problems, in: source)) }
        let others = problems.filter { $0 != stop && $0.range.lowerBound < slip.range.lowerBound }
        return (nil, others + [YAMLProblem(slip.kind, slip.message, at: slip.range)])
    }

    /// Joins the problems of several duplicate keys that stand below each other into one: an item of a list has lost its dash.
    private static func withoutRepetition(_ problems: [YAMLProblem], in source: SourceText) -> [YAMLProblem] {
        var kept: [YAMLProblem] = []
        var last: SourceText.Position?
        for problem in problems {
            guard problem.kind == .duplicateKey else {
                kept.append(problem)
                continue
            }
            let place = source.position(ofByte: problem.range.lowerBound)
            defer { last = place }
            if let last, last.column == place.column, (1...3).contains(place.line - last.line) {
                let words = kept.removeLast()
                kept.append(
                    YAMLProblem(
                        .duplicateKey,
                        "this and other keys stand twice in one item of a list: a new item begins with \"- \", which is missing here",
                        at: words.range))
            } else {
                kept.append(problem)
            }
        }
        return kept
    }
}

extension TimelineLoader {
    /// Reports a mistake in writing YAML that YAML itself takes for something else, in place of the errors that result from it:
    /// to YAML, `{at:5m}` is a key without a value.
    mutating func explainErrors(in source: SourceText, isTimeline: Bool) {
        let ofYAML: Set<DiagnosticKind> = [
            .unknownKey, .missingKey, .wrongType, .badTime, .badValue, .duplicateKey, .timing, .emptyText,
        ]
        func isExplained(_ diagnostic: Diagnostic) -> Bool {
            diagnostic.severity == .error && ofYAML.contains(diagnostic.kind) && diagnostic.source.name == source.name
        }
        guard diagnostics.contains(where: isExplained),
            let slip = SlipReader.firstSlip(in: source, keys: SlipReader.timelineKeys, upTo: source.bytes.count),
            // The words of a file that is no timeline are not repeated.
            isTimeline || slip.kind == .otherFormat
        else { return }
        let entry = source.entry(around: slip.range.lowerBound)
        diagnostics.removeAll { isExplained($0) && entry.contains($0.range.lowerBound) }
        error(.yamlSyntax, slip.message, at: slip.range)
    }
}

extension SourceText {
    /// Returns the range of the list item around a place, or of the whole file if the place is outside of lists.
    fileprivate func entry(around place: Int) -> ClosedRange<Int> {
        func startsItem(_ line: Range<Int>) -> Bool {
            let content = bytes[line].drop { $0 == UInt8(ascii: " ") }
            return content.starts(with: "-".utf8)
        }
        var first = lineRange(aroundByte: place)
        while !startsItem(first), first.lowerBound > byteOrderMarkLength {
            first = lineRange(aroundByte: first.lowerBound - 1)
        }
        guard startsItem(first) else { return 0...bytes.count }
        var last = lineRange(aroundByte: place)
        while last.upperBound < bytes.count {
            let next = lineRange(aroundByte: last.upperBound + 1)
            if startsItem(next) { break }
            last = next
        }
        return first.lowerBound...last.upperBound
    }
}
