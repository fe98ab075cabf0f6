package import MarkedYAML
package import Templates

/// A file of variables: one mapping of names to values, in YAML or JSON.
package struct VariablesFile: Sendable {
    package var variables: [(name: String, value: Value)] = []
    /// In the order of the file.
    package var diagnostics: [Diagnostic] = []
    package var source: SourceText

    package init(_ source: SourceText) {
        self.source = source
        let (document, problems) = YAMLDocument.compose(source)
        for problem in problems {
            diagnostics.append(
                Diagnostic(.error, DiagnosticKind(problem.kind), problem.message, in: source, at: problem.range))
        }
        guard let root = document?.root else { return }
        guard root.kind == .mapping else {
            let message = "a file of variables is a mapping of names to values, like \"price: 1999\""
            diagnostics.append(Diagnostic(.error, .wrongType, message, in: source, at: root.range.prefixed))
            return
        }
        for (key, value) in root.pairs where key.kind == .scalar {
            if let problem = LoadingOptions.problem(withVariableName: key.text) {
                let kind: DiagnosticKind = Symbol.reserved.contains(key.text) ? .reservedName : .badValue
                diagnostics.append(Diagnostic(.error, kind, problem, in: source, at: key.range))
            } else {
                variables.append((key.text, Value(value)))
            }
        }
    }

    package var isValid: Bool { diagnostics.isEmpty }
}
