package import MarkedYAML

/// A plain word of `vars` that people mean as false or nothing, but that is a text, and so counts as true.
package struct FlagWord: Sendable {
    package var text: String
    package var source: SourceText
    package var range: Range<Int>

    private static let words: Set<String> = ["false", "no", "off", "none", "nil", "null", "n", "~"]

    init?(_ node: YAMLNode) {
        guard node.kind == .scalar, node.isPlain else { return nil }
        self.init(plain: node.text, in: node.document.source, at: node.range)
    }

    init?(plain text: String, in source: SourceText, at range: Range<Int>) {
        // Written as in JSON, these words do mean false and nothing.
        guard Self.words.contains(text.lowercased()), text != "false", text != "null" else { return nil }
        (self.text, self.source, self.range) = (text, source, range)
    }

    /// The warning for a variable that a condition tests.
    package func diagnostic(ofVariable name: String) -> Diagnostic {
        Diagnostic(
            .warning, kind: .wordAsFlag,
            "\"\(text)\" is a text here, so the conditions that ask for \(name) take it for true: write false, or \"\(text)\" in quotes where the text is meant",
            in: source, at: range)
    }
}
