package import MarkedYAML

/// One thing that is wrong with a script, at its place.
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
        _ severity: Severity, _ kind: DiagnosticKind, _ message: String, in source: SourceText, at range: Range<Int>
    ) {
        self.severity = severity
        self.kind = kind
        self.message = message
        self.source = source
        self.range = range
    }

    package var position: SourceText.Position { source.position(ofByte: range.lowerBound) }
}

/// Every kind of diagnostic there is; its raw value is what people see in brackets and search for.
package enum DiagnosticKind: String, Sendable, CaseIterable {
    case yamlSyntax = "yaml-syntax"
    case encoding
    case limit
    case duplicateKey = "duplicate-key"
    case unknownKey = "unknown-key"
    case missingKey = "missing-key"
    case wrongType = "wrong-type"
    case badValue = "bad-value"
    case badTime = "bad-time"
    case timing
    case duplicateID = "duplicate-id"
    case unknownMessage = "unknown-message"
    case unknownRoom = "unknown-room"
    case duplicateRoom = "duplicate-room"
    case duplicateTimeline = "duplicate-timeline"
    case include
    case reservedName = "reserved-name"
    case templateSyntax = "template-syntax"
    case undefinedVariable = "undefined-variable"
    case unknownFilter = "unknown-filter"
    case expression
    case emptyText = "empty-text"
    case longText = "long-text"
    case controlCharacter = "control-character"
    case riskyID = "risky-id"
    case clockChange = "clock-change"
    case floatDigits = "float-digits"
    case repeatedText = "repeated-text"
    case unusedVariable = "unused-variable"
    case unusedRoom = "unused-room"
    case quota
    case unsupported
}
