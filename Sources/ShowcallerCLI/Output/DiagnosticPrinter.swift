import ArgumentParser
import HostSystem
import JSONText
import MarkedYAML
import ShowRuntime
import Timelines

/// Prints what is wrong with timelines.
enum DiagnosticPrinter {
    /// The most diagnostics of one file that are shown, the rest are counted: people correct a file from the first ones on.
    static let mostShown = 50
    /// The most diagnostics of all files together that are shown.
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

    /// Returns the diagnostics that are shown, in their order. Where not all have room, errors are chosen before warnings.
    private static func mostUrgent(_ diagnostics: [Diagnostic], count: Int) -> [Diagnostic] {
        guard diagnostics.count > count else { return diagnostics }
        let errors = diagnostics.indices.filter { diagnostics[$0].severity == .error }
        let warnings = diagnostics.indices.filter { diagnostics[$0].severity == .warning }
        return (errors + warnings).prefix(count).sorted().map { diagnostics[$0] }
    }

    /// One workflow command a line.
    static func github(_ files: TimelineFiles) -> String {
        Finding.all(files).map { finding in
            let hasPlace = finding.kind != "unreadable"
            let command = WorkflowCommand(
                name: finding.severity.rawValue,
                properties: [
                    "file": finding.file.isEmpty ? nil : finding.file,
                    "line": hasPlace ? "\(finding.position.line)" : nil,
                    "col": hasPlace ? "\(finding.position.column)" : nil,
                    "endColumn": hasPlace ? "\(finding.endColumn)" : nil, "title": finding.kind,
                ], message: finding.message)
            return command.line + "\n"
        }.joined()
    }

    /// A JSON array, never capped.
    static func json(_ files: TimelineFiles) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.lines(of: Finding.all(files)) { bytes, finding in
            bytes.object {
                $0.field("file", finding.file)
                $0.field("line", finding.position.line)
                $0.field("column", finding.position.column)
                $0.field("end_column", finding.endColumn)
                $0.field("severity", finding.severity.rawValue)
                $0.field("kind", finding.kind)
                $0.field("message", finding.message)
            }
        }
        return bytes + [UInt8(ascii: "\n")]
    }
}

/// A diagnostic for programs. For a file that cannot be read, its place is the file's beginning.
private struct Finding {
    var file: String
    var position = SourceText.Position(line: 1, column: 1)
    var endColumn = 1
    var severity = Diagnostic.Severity.error
    var kind = "unreadable"
    var message: String

    static func all(_ files: TimelineFiles) -> [Finding] {
        let diagnostics = files.diagnostics.map { diagnostic in
            let (start, endColumn) = diagnostic.columns
            return Finding(
                file: diagnostic.source.name, position: start, endColumn: endColumn, severity: diagnostic.severity,
                kind: diagnostic.kind.rawValue, message: diagnostic.message)
        }
        return diagnostics + files.failures.map { Finding(file: $0.path, message: $0.message) }
            + files.problems.map { Finding(file: "", message: $0) }
    }
}

extension TimelineFiles {
    /// Returns the files where all are valid. Otherwise prints what is wrong and ends the command with `status`.
    func valid(orExit status: Int32 = 1) throws -> TimelineFiles {
        guard !areValid else { return self }
        var errors = Output.error
        DiagnosticPrinter.print(self, to: &errors, .error)
        errors.flush()
        throw ExitCode(status)
    }
}
