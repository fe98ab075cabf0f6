import MarkedYAML
import Templates

extension TimelineLoader {
    /// Reads a `vars` mapping, nil where it is something else.
    mutating func variables(from node: YAMLNode) -> Variables? {
        guard node.kind == .mapping else {
            if node.isEmpty { return .empty }
            return refuse(.wrongType, "\"vars\" is a mapping of names to values", at: node.range)
        }
        var variables = Variables.empty
        for (key, value) in node.pairs where key.kind == .scalar {
            if let problem = Diagnostic(ofVariableName: key) {
                diagnostics.append(problem)
            } else {
                refuseInputName(key)
                variables[templates.symbol(key.text)] = Value(value)
                warnOfPlainValue(value)
                if let word = FlagWord(value) { declared.flagWords.append((templates.symbol(key.text), word)) }
            }
        }
        return variables
    }

    /// Adds the `vars` of the timeline or of a file that it includes, which beat those from before.
    mutating func addVariables(from node: YAMLNode) {
        let added = sharedVariables(from: node)
        for symbol in added.symbols { timelineVariables[symbol] = added[symbol] }
        declared.timelineVariables += declaredNames(in: node)
    }

    /// The variables that a mapping of the timeline itself declares.
    mutating func declaredNames(in node: YAMLNode) -> [(symbol: Symbol, name: DeclaredNames.Name)] {
        guard openFiles.isEmpty else { return [] }
        let keys = node.pairs.map(\.key).filter { $0.kind == .scalar && Diagnostic(ofVariableName: $0) == nil }
        return keys.map { (templates.symbol($0.text), ($0.text, $0.range)) }
    }

    /// Reads the `vars` of the timeline or of a room, which many texts may use.
    mutating func sharedVariables(from node: YAMLNode) -> Variables {
        if let variables = variables(from: node) { return variables }
        hasBrokenVariables = true
        return .empty
    }
}

extension Diagnostic {
    /// Nil where a variable can have the name.
    init?(ofVariableName key: YAMLNode) {
        guard let problem = LoadingOptions.problem(withVariableName: key.text) else { return nil }
        let kind: DiagnosticKind = Symbol.reserved.contains(key.text) ? .reservedName : .badValue
        self.init(.error, kind: kind, problem, in: key.document.source, at: key.range)
    }
}
