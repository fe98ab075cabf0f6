package import MarkedYAML

/// A plain word of `vars` that people mean as false or nothing, and that is a text, which counts as true.
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
        // As JSON writes them, they are what they mean.
        guard Self.words.contains(text.lowercased()), text != "false", text != "null" else { return nil }
        (self.text, self.source, self.range) = (text, source, range)
    }

    /// The warning where a condition asks for the variable.
    package func diagnostic(ofVariable name: String) -> Diagnostic {
        Diagnostic(
            .warning, kind: .wordAsFlag,
            "\"\(text)\" is a text here, so the conditions that ask for \(name) take it for true: write false, or \"\(text)\" in quotes where the text is meant",
            in: source, at: range)
    }
}
