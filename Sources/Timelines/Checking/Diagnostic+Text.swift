package import MarkedYAML

extension Diagnostic {
    /// The parts of a diagnostic's text that a terminal may colour.
    package enum TextPart: Sendable { case place, error, warning, kind, margin, mark }

    /// `file:line:column: error: message [kind]`, the source line, and a mark under the place.
    ///
    /// - Parameter style: returns a part of the text with its colours.
    package func text(styledBy style: (TextPart, String) -> String = { $1 }) -> String {
        let position = position
        let place = "\(source.name.withVisibleControls):\(position.line):\(position.column):"
        var text = style(.place, place) + " " + style(severity == .error ? .error : .warning, "\(severity.rawValue):")
        text += " \(message.withVisibleControls) " + style(.kind, "[\(kind.rawValue)]") + "\n"
        guard let excerpt = Excerpt(of: self) else { return text }
        let number = String(position.line)
        let margin = String(repeating: " ", count: number.count)
        text += style(.margin, "\(number) | ") + excerpt.line + "\n"
        text += style(.margin, "\(margin) | ") + style(.mark, excerpt.mark) + "\n"
        return text
    }

    /// The place at which it begins, and the column behind its end on the same line.
    package var columns: (start: SourceText.Position, end: Int) {
        let line = source.lineRange(aroundByte: range.lowerBound)
        let end = source.position(ofByte: min(range.upperBound, line.upperBound))
        return (position, end.line == position.line ? max(end.column, position.column) : position.column)
    }
}

/// The source line of a diagnostic, cut to the width of a terminal, and the mark under its place.
private struct Excerpt {
    /// The most bytes of a line that are shown: a line of ten megabytes must not fill the screen.
    private static let widest = 160

    var line: String
    var mark: String

    init?(of diagnostic: Diagnostic) {
        let bytes = diagnostic.source.bytes
        let whole = diagnostic.source.lineRange(aroundByte: diagnostic.range.lowerBound)
        guard diagnostic.source.isQuoted, !bytes.isEmpty else { return nil }
        let start = min(max(diagnostic.range.lowerBound, whole.lowerBound), whole.upperBound)
        let end = min(max(diagnostic.range.upperBound, start), whole.upperBound)
        // Of a long line, only the bytes around the place are shown.
        let from = start - whole.lowerBound > Self.widest / 2 ? start - Self.widest / 2 : whole.lowerBound
        let to = min(whole.upperBound, max(from + Self.widest, min(end, from + Self.widest)))
        func text(_ range: Range<Int>) -> String {
            String(decoding: bytes[bytes.characterAligned(range)], as: UTF8.self)
        }
        let before = (from > whole.lowerBound ? "…" : "") + text(from..<start)
        let marked = text(start..<min(end, to))
        let after = text(min(end, to)..<to) + (to < whole.upperBound ? "…" : "")
        line = (before + marked + after).visibleLine
        // Tabs stay tabs, so that the mark stands where the text does.
        let indent = before.map {
            $0 == "\t" ? "\t" : String(repeating: " ", count: String($0).visibleLine.displayWidth)
        }
        mark = indent.joined() + "^" + String(repeating: "~", count: max(0, marked.visibleLine.displayWidth - 1))
    }
}

extension String {
    /// As ``withVisibleControls``, with tabs left alone.
    fileprivate var visibleLine: String {
        split(separator: "\t", omittingEmptySubsequences: false).map(\.withVisibleControls).joined(separator: "\t")
    }
}

extension [UInt8] {
    /// The range widened so that it cuts no character in two.
    fileprivate func characterAligned(_ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower > 0, lower < count, self[lower] & 0xC0 == 0x80 { lower -= 1 }
        while upper < count, self[upper] & 0xC0 == 0x80 { upper += 1 }
        return lower..<Swift.max(lower, upper)
    }
}
