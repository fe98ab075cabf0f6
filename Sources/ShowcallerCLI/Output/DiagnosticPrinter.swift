import HostSystem
import JSONText
import MarkedYAML
import ShowRuntime
import Timelines

/// Prints what is wrong with scripts.
enum DiagnosticPrinter {
    /// More than this of one file is shown as a count: nobody mends a file from its two-hundredth line of complaints.
    static let mostShown = 50
    /// More than this of all files together either.
    private static let mostShownInAll = 200

    /// `file:line:column: message [kind]`, the line, and a mark under the place.
    static func text(_ diagnostic: Diagnostic, _ style: Style) -> String {
        let position = diagnostic.position
        let place = "\(visible(diagnostic.source.name)):\(position.line):\(position.column):"
        let severity = diagnostic.severity == .error ? style.red("error:") : style.yellow("warning:")
        var text = "\(style.bold(place)) \(severity) \(visible(diagnostic.message)) "
        text += style.dim("[\(diagnostic.kind.rawValue)]") + "\n"
        guard let excerpt = Excerpt(of: diagnostic) else { return text }
        let number = String(position.line)
        let margin = String(repeating: " ", count: number.count)
        text += style.dim("\(number) | ") + excerpt.line + "\n"
        text += style.dim("\(margin) | ") + style.green(excerpt.mark) + "\n"
        return text
    }

    static func print(_ files: TimelineFiles, to output: inout Output, _ style: Style) {
        for failure in files.failures { output.line("\(style.red("error:")) \(visible(failure.message))") }
        for problem in files.problems { output.line("\(style.red("error:")) \(visible(problem))") }
        var left = mostShownInAll
        for (file, diagnostics) in files.diagnosticsOfEach {
            let shown = mostUrgent(diagnostics, count: min(mostShown, left))
            for diagnostic in shown { output.write(text(diagnostic, style)) }
            left -= shown.count
            let rest = diagnostics.count - shown.count
            guard rest > 0 else { continue }
            let more = shown.isEmpty ? count(rest, "problem") : "and \(rest) more"
            output.line("\(visible(file)): \(more) (--format json shows all)")
        }
    }

    /// In their order; where not all have room, errors before warnings.
    private static func mostUrgent(_ diagnostics: [Diagnostic], count: Int) -> [Diagnostic] {
        guard diagnostics.count > count else { return diagnostics }
        let errors = diagnostics.indices.filter { diagnostics[$0].severity == .error }
        let warnings = diagnostics.indices.filter { diagnostics[$0].severity == .warning }
        return (errors + warnings).prefix(count).sorted().map { diagnostics[$0] }
    }

    /// Workflow commands, which GitHub shows at the lines of a change:
    /// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    static func github(_ files: TimelineFiles) -> String {
        func escaped(_ text: String, _ more: [(String, String)] = []) -> String {
            var text = text
            for (character, code) in [("%", "%25"), ("\r", "%0D"), ("\n", "%0A")] + more {
                text = text.replacing(character, with: code)
            }
            return text
        }
        func property(_ text: String) -> String { escaped(text, [(":", "%3A"), (",", "%2C")]) }
        var text = ""
        for diagnostic in files.diagnostics {
            let (start, endColumn) = diagnostic.columns
            text += "::\(diagnostic.severity.rawValue) file=\(property(diagnostic.source.name)),line=\(start.line),"
            text += "col=\(start.column),endColumn=\(endColumn),title=\(diagnostic.kind.rawValue)::"
            text += escaped(diagnostic.message) + "\n"
        }
        for (path, message) in files.failures.map({ ($0.path, $0.message) }) {
            text += "::error file=\(property(path)),title=unreadable::\(escaped(message))\n"
        }
        for problem in files.problems { text += "::error title=unreadable::\(escaped(problem))\n" }
        return text
    }

    /// A JSON array, never capped.
    static func json(_ files: TimelineFiles) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(literal: "[")
        var isFirst = true
        for diagnostic in files.diagnostics {
            bytes.append(literal: isFirst ? "\n" : ",\n")
            isFirst = false
            bytes.append(diagnostic)
        }
        for (path, message) in files.failures.map({ ($0.path, $0.message) }) + files.problems.map({ ("", $0) }) {
            bytes.append(literal: isFirst ? "\n" : ",\n")
            isFirst = false
            bytes.append(literal: "{\"file\":")
            bytes.append(json: path)
            bytes.append(
                literal:
                    ",\"line\":1,\"column\":1,\"end_column\":1,\"severity\":\"error\",\"kind\":\"unreadable\",\"message\":"
            )
            bytes.append(json: message)
            bytes.append(literal: "}")
        }
        bytes.append(literal: isFirst ? "]\n" : "\n]\n")
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ diagnostic: Diagnostic) {
        let (start, endColumn) = diagnostic.columns
        append(literal: "{\"file\":")
        append(json: diagnostic.source.name)
        append(literal: ",\"line\":")
        append(json: start.line)
        append(literal: ",\"column\":")
        append(json: start.column)
        append(literal: ",\"end_column\":")
        append(json: endColumn)
        append(literal: ",\"severity\":")
        append(json: diagnostic.severity.rawValue)
        append(literal: ",\"kind\":")
        append(json: diagnostic.kind.rawValue)
        append(literal: ",\"message\":")
        append(json: diagnostic.message)
        append(literal: "}")
    }
}

extension Diagnostic {
    /// Where it begins, and the column behind its end on the same line.
    fileprivate var columns: (start: SourceText.Position, end: Int) {
        let start = position
        let line = source.lineRange(aroundByte: range.lowerBound)
        let end = source.position(ofByte: min(range.upperBound, line.upperBound))
        return (start, end.line == start.line ? max(end.column, start.column) : start.column)
    }
}

/// The line of a script that a diagnostic is about, cut to what a terminal shows, and the mark under it.
private struct Excerpt {
    /// Columns; a line of ten megabytes must not fill the screen.
    private static let widest = 160

    var line: String
    var mark: String

    init?(of diagnostic: Diagnostic) {
        let bytes = diagnostic.source.bytes
        let whole = diagnostic.source.lineRange(aroundByte: diagnostic.range.lowerBound)
        guard !bytes.isEmpty else { return nil }
        let start = min(max(diagnostic.range.lowerBound, whole.lowerBound), whole.upperBound)
        let end = min(max(diagnostic.range.upperBound, start), whole.upperBound)
        // Of a long line, what is around the place.
        let from = start - whole.lowerBound > Self.widest / 2 ? start - Self.widest / 2 : whole.lowerBound
        let to = min(whole.upperBound, max(from + Self.widest, min(end, from + Self.widest)))
        func text(_ range: Range<Int>) -> String {
            String(decoding: bytes[bytes.characterAligned(range)], as: UTF8.self)
        }
        let ellipsis = from > whole.lowerBound ? "…" : ""
        let before = ellipsis + text(from..<start)
        let marked = text(start..<min(end, to))
        let after = text(min(end, to)..<to) + (to < whole.upperBound ? "…" : "")
        line = visibleLine(before + marked + after)
        // Tabs stay tabs, so that the mark stands where the text does.
        let indent = before.map {
            $0 == "\t" ? "\t" : String(repeating: " ", count: displayWidth(visibleLine(String($0))))
        }
        mark = indent.joined() + "^" + String(repeating: "~", count: max(0, displayWidth(visibleLine(marked)) - 1))
    }
}

/// As ``visible(_:)``, with tabs left alone.
private func visibleLine(_ text: String) -> String {
    text.split(separator: "\t", omittingEmptySubsequences: false).map { visible(String($0)) }.joined(separator: "\t")
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
