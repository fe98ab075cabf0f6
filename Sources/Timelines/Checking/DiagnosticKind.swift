import MarkedYAML

/// The kinds of diagnostics. People see the raw value in brackets and search for it.
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
    case cutText = "cut-text"
    case strayQuote = "stray-quote"
    case nullText = "null-text"
    case leftOverBraces = "left-over-braces"
    case emptyValue = "empty-value"
    case textAndNumber = "text-and-number"
    case wordAsFlag = "word-as-flag"
    case repeatedText = "repeated-text"
    case unusedVariable = "unused-variable"
    case unusedRoom = "unused-room"
    case quota
    case unsupported
}

extension YAMLProblem.Kind {
    var diagnosticKind: DiagnosticKind {
        switch self {
        case .syntax, .otherFormat: .yamlSyntax
        case .encoding: .encoding
        case .duplicateKey: .duplicateKey
        case .limit: .limit
        case .unsupported: .unsupported
        }
    }
}
