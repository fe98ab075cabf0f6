package import MarkedYAML
package import Templates

/// A file of variables: one mapping of names to values, in YAML or JSON.
package struct VariablesFile: Sendable {
    package var variables: [(name: String, value: Value)] = []
    /// Where each of them is named.
    private var places: [Range<Int>] = []
    private var flagWords: [(name: String, word: FlagWord)] = []
    /// In the order of the file.
    package var diagnostics: [Diagnostic] = []
    package var source: SourceText

    package init(_ text: SourceText) {
        var source = text
        let (document, problems) = YAMLDocument.read(source)
        // A file that is no mapping may be anything, even a file of secrets.
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
                places.append(key.range)
                if let word = FlagWord(value) { flagWords.append((key.text, word)) }
            }
        }
    }

    /// Variables that were given on the command line, as `name=value` each.
    package init(given: [String]) {
        source = SourceText(name: "--var", bytes: Array(given.joined(separator: "\n").utf8))
        var start = 0
        for text in given {
            let name = text.prefix { $0 != "=" }
            let end = start + name.utf8.count
            variables.append((String(name), Value(plain: String(text.dropFirst(name.count + 1)))))
            places.append(start..<end)
            let value = end + 1..<start + text.utf8.count
            if let word = FlagWord(plain: String(text.dropFirst(name.count + 1)), in: source, at: value) {
                flagWords.append((String(name), word))
            }
            start += text.utf8.count + 1
        }
    }

    package var isValid: Bool { !diagnostics.contains { $0.severity == .error } }

    /// Reports variables that no text names or that are inputs, and words that conditions take for true.
    package mutating func check(against names: VariableNames) {
        for ((name, _), place) in zip(variables, places) {
            if names.inputs.contains(name) {
                let message =
                    "\"\(name)\" is an input, which no variable can be: \"tell set \(name)=…\" gives it while the show runs, \"rehearse --tell 'set \(name)=…@10m'\" before"
                diagnostics.append(Diagnostic(.error, kind: .reservedName, message, in: source, at: place))
                continue
            }
            guard !names.used.contains(name) else { continue }
            let message = "no text uses the variable \"\(name)\"\(names.hint(for: name))"
            diagnostics.append(Diagnostic(.error, kind: .unusedVariable, message, in: source, at: place))
        }
        for (name, word) in flagWords where names.asked.contains(name) {
            diagnostics.append(word.diagnostic(ofVariable: name))
        }
        diagnostics = diagnostics.inOrder(ofFiles: [source])
    }
}
