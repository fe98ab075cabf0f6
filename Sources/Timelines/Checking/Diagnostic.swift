package import MarkedYAML
import ShowTime
import Templates

/// An error or a warning about a timeline, at its place.
package struct Diagnostic: Sendable {
    package enum Severity: String, Sendable { case error, warning }

    package var severity: Severity
    package var kind: DiagnosticKind
    /// One sentence that says what is wrong and, where it can be known, what would be right.
    package var message: String
    package var source: SourceText
    /// Byte offsets in the source.
    package var range: Range<Int>

    package init(
        _ severity: Severity, kind: DiagnosticKind, _ message: String, in source: SourceText, at range: Range<Int>
    ) {
        self.severity = severity
        self.kind = kind
        self.message = message
        self.source = source
        self.range = range
    }

    init(_ kind: DiagnosticKind, _ problem: some PlacedError, in source: SourceText) {
        self.init(.error, kind: kind, problem.message, in: source, at: problem.range)
    }

    package var position: SourceText.Position { source.position(ofByte: range.lowerBound) }
}

extension YAMLProblem: PlacedError {}
extension TemplateError: PlacedError {}
