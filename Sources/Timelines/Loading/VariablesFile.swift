package import MarkedYAML
package import Templates

/// A file of variables: one mapping of names to values, in YAML or JSON.
package struct VariablesFile: Sendable {
    package var variables: [(name: String, value: Value)] = []
    /// In the order of the file.
    package var diagnostics: [Diagnostic] = []
    package var source: SourceText

    package init(_ text: SourceText) {
        var source = text
        let (document, problems) = YAMLDocument.compose(source)
        // What is no mapping may be anything, a file of secrets too.
        source.isQuoted = document.map { $0.root?.kind == .mapping } ?? false
        self.source = source
        diagnostics = problems.map { Diagnostic($0.kind.diagnosticKind, $0, in: source) }
        guard let root = document?.root else { return }
        guard root.kind == .mapping else {
            let message = "a file of variables is a mapping of names to values, like \"price: 1999\""
            diagnostics.append(Diagnostic(.error, kind: .wrongType, message, in: source, at: root.range.prefixed))
            return
        }
        for (key, value) in root.pairs where key.kind == .scalar {
            if let problem = Diagnostic(ofVariableName: key) {
                diagnostics.append(problem)
            } else {
                variables.append((key.text, Value(value)))
            }
        }
    }

    package var isValid: Bool { diagnostics.isEmpty }
}
