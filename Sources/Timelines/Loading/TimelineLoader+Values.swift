import MarkedYAML

extension TimelineLoader {
    mutating func error(_ kind: DiagnosticKind, _ message: String, at range: Range<Int>) {
        diagnostics.append(Diagnostic(.error, kind, message, in: source, at: range))
    }

    mutating func warn(_ kind: DiagnosticKind, _ message: String, at range: Range<Int>) {
        diagnostics.append(Diagnostic(.warning, kind, message, in: source, at: range))
    }

    mutating func report(_ problems: [YAMLProblem]) {
        for problem in problems { error(DiagnosticKind(problem.kind), problem.message, at: problem.range) }
    }

    // MARK: Reading values

    /// The entries of a mapping by their keys. Reports keys that do not belong there. One that is misspelt is read as what
    /// was meant: nothing is missing then, and what else is wrong is found as well.
    ///
    /// - Parameter hasNotes: whether keys that begin with `x-` are a person's own: a place for anchors, for instance.
    mutating func entries(
        of node: YAMLNode, allowing allowed: [String], what: String, hasNotes: Bool = false
    ) -> MappingEntries {
        guard node.kind == .mapping else {
            error(.wrongType, "\(what) is a mapping with keys like \"\(allowed[0])\"", at: node.range)
            return MappingEntries()
        }
        var entries = MappingEntries()
        var strangers: [(key: YAMLNode, value: YAMLNode)] = []
        for (key, value) in node.pairs where key.kind == .scalar {
            let name = key.text
            if allowed.contains(name) {
                if entries[name] == nil { entries[name] = value }
            } else if !hasNotes || !name.hasPrefix("x-") {
                strangers.append((key, value))
            }
        }
        for (key, value) in strangers {
            if let meant = reportUnknownKey(key.text, at: key.range, allowing: allowed, what: what) {
                if entries[meant] == nil { entries[meant] = value }
            } else {
                entries.stranger = entries.stranger ?? key
            }
        }
        return entries
    }

    /// - Returns: what was probably meant.
    mutating func reportUnknownKey(
        _ name: String, at range: Range<Int>, allowing allowed: [String], what: String
    ) -> String? {
        let nearest = Suggestion.nearest(to: name, among: allowed)
        let hint = nearest.map { ": did you mean \"\($0)\"?" }
        error(
            .unknownKey, "\(what) has no key \"\(name)\"" + (hint ?? ": it has \(allowed.joined(separator: ", "))"),
            at: range)
        return nearest
    }

    /// A scalar's text as it was written, whatever it looks like. Reports collections and nothing.
    mutating func text(of node: YAMLNode, for key: String) -> String? {
        guard node.kind == .scalar else {
            error(.wrongType, "\"\(key)\" takes a text, not a list or a mapping", at: node.range)
            return nil
        }
        guard !node.isEmpty else {
            error(.wrongType, "\"\(key)\" has no value", at: node.range)
            return nil
        }
        return node.text
    }

    /// `true` or `false`, and nothing that only means it: `no` is a word here.
    mutating func flag(from node: YAMLNode, for key: String) -> Bool? {
        guard let text = text(of: node, for: key) else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default:
            let meant = ["yes", "on", "y"].contains(text.lowercased()) ? "true" : "false"
            let isClear = ["yes", "on", "y", "no", "off", "n"].contains(text.lowercased())
            let hint =
                isClear ? ": did you mean \"\(meant)\"?" : Suggestion.hint(for: text, among: ["true", "false"])
            error(.badValue, "\"\(key)\" is true or false, not \"\(text)\"\(hint)", at: node.range)
            return nil
        }
    }

    /// A value out of a fixed few.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        of node: YAMLNode, for key: String, _ type: Choice.Type = Choice.self
    ) -> Choice? {
        guard let text = text(of: node, for: key) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let all = Choice.allCases.map(\.rawValue)
        let hint = Suggestion.hint(for: text, among: all)
        error(
            .badValue, "\"\(key)\" is \(all.joined(separator: " or ")), not \"\(text)\"\(hint)", at: node.range)
        return nil
    }
}

/// The values of a mapping by their keys.
struct MappingEntries {
    private var values: [String: YAMLNode] = [:]
    /// A key that stands here and means nothing: where to look for what is missing.
    var stranger: YAMLNode?

    subscript(name: String) -> YAMLNode? {
        get { values[name] }
        set { values[name] = newValue }
    }
}

extension DiagnosticKind {
    init(_ kind: YAMLProblem.Kind) {
        self =
            switch kind {
            case .syntax: .yamlSyntax
            case .encoding: .encoding
            case .duplicateKey: .duplicateKey
            case .limit: .limit
            case .unsupported: .unsupported
            }
    }
}
