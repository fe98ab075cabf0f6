import HostSystem
import JSONText
import MarkedYAML
import ShowRuntime
import Timelines

/// Prints what is wrong with timelines.
enum DiagnosticPrinter {
    /// More than this of one file is shown as a count: nobody mends a file from its two-hundredth line of complaints.
    static let mostShown = 50
    /// More than this of all files together either.
    private static let mostShownInAll = 200

    static func text(_ diagnostic: Diagnostic, _ style: Style) -> String {
        diagnostic.text { part, text in
            switch part {
            case .place: style.bold(text)
            case .error: style.red(text)
            case .warning: style.yellow(text)
            case .kind, .margin: style.dim(text)
            case .mark: style.green(text)
            }
        }
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
