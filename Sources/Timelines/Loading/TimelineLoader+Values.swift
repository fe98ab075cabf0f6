import MarkedYAML
import ShowTime

extension TimelineLoader {
    mutating func error(_ kind: DiagnosticKind, _ message: String, at range: Range<Int>) {
        let message = message + LookAlike.hint(for: kind, in: source, at: range)
        diagnostics.append(Diagnostic(.error, kind: kind, message, in: source, at: range))
    }

    /// Reports an error in a value and returns nil in its place.
    mutating func refuse<Value>(_ kind: DiagnosticKind, _ message: String, at range: Range<Int>) -> Value? {
        error(kind, message, at: range)
        return nil
    }

    mutating func warn(_ kind: DiagnosticKind, _ message: String, at range: Range<Int>) {
        diagnostics.append(Diagnostic(.warning, kind: kind, message, in: source, at: range))
    }

    mutating func report(_ problems: [YAMLProblem]) {
        diagnostics += problems.map { Diagnostic($0.kind.diagnosticKind, $0, in: source) }
    }

    /// Reports what is wrong with the file as YAML. Returns whether it has the form of what it is read as. No word is shown of a
    /// file that does not.
    ///
    /// - Parameter keys: see ``SourceText/hasForm(_:withKeys:)``.
    mutating func check(
        _ document: YAMLDocument?, _ problems: [YAMLProblem], withKeys keys: [String], isNot what: String
    ) -> Bool {
        guard !source.hasForm(document, withKeys: keys) else {
            report(problems)
            return true
        }
        source.isQuoted = false
        if let problem = problems.first(where: { [.encoding, .limit, .otherFormat].contains($0.kind) }) {
            report([problem])
        } else {
            error(
                document == nil ? .yamlSyntax : .wrongType,
                "this is not \(what), a mapping with keys like \"\(keys[0])\", so its lines are not shown",
                at: problems.first?.range ?? document?.root?.range.prefixed ?? 0..<0)
        }
        return false
    }

    /// The most unknown keys of one mapping that are reported one by one.
    private static let mostStrangers = 100

    // MARK: Reading values

    /// Reads a mapping. Reports keys that do not belong there. A misspelt key is read as the one that was meant, so that
    /// nothing is reported as missing, and errors in its value are found.
    ///
    /// - Parameters:
    ///   - hasNotes: whether keys that begin with `x-` are allowed, as a place for anchors.
    ///   - canBeMeant: whether a misspelt key may be read as this one.
    mutating func entries<Key: FormatKey>(
        of node: YAMLNode, what: String, hasNotes: Bool = false, canBeMeant: (Key) -> Bool = { _ in true }
    ) -> Entries<Key> {
        var entries = Entries<Key>(of: node)
        guard node.kind == .mapping else {
            error(.wrongType, "\(what) is a mapping with keys like \"\(Key.names[0])\"", at: node.range)
            return entries
        }
        var strangers: [(key: YAMLNode, value: YAMLNode.Place)] = []
        node.forEachKey { text, key, value in
            if let key = Key.index.key(named: text) {
                entries.add(value, for: key)
            } else if !hasNotes || !text.starts(with: "x-".utf8) {
                strangers.append((node.node(at: key), value))
            }
        }
        if strangers.count > Self.mostStrangers {
            error(
                .unknownKey,
                "\(what) has \(strangers.count - Self.mostStrangers) more keys that it cannot have, from here on",
                at: strangers[Self.mostStrangers].key.range)
        }
        for (key, value) in strangers.prefix(Self.mostStrangers) {
            let names = Key.names
            let nearest = Suggestion.nearest(to: key.text, among: names)
            let hint = nearest.map { "did you mean \"\($0)\"?" } ?? "it has \(names.joined(separator: ", "))"
            error(.unknownKey, "\(what) has no key \"\(key.text)\": \(hint)", at: key.range)
            if let meant = nearest.flatMap(Key.init(rawValue:)), canBeMeant(meant) {
                entries.add(value, for: meant)
            } else {
                entries.stranger = entries.stranger ?? key
            }
        }
        return entries
    }

    /// A scalar's text as it was written, whatever it looks like. Reports collections and empty values.
    mutating func text(of node: YAMLNode, for key: String) -> String? {
        guard node.kind == .scalar else {
            return refuse(.wrongType, "\"\(key)\" takes a text, not a list or a mapping", at: node.range)
        }
        guard !node.isEmpty else { return refuse(.wrongType, "\"\(key)\" has no value", at: node.range) }
        return node.text
    }

    /// A scalar's text as `parse` reads it. Reports the error that `parse` throws.
    mutating func value<Value, Problem: ExplainedError>(
        of node: YAMLNode, for key: String, _ kind: DiagnosticKind = .badTime,
        parsedBy parse: (String) throws(Problem) -> Value
    ) -> Value? {
        guard let text = text(of: node, for: key) else { return nil }
        do throws(Problem) { return try parse(text) } catch {
            self.error(kind, error.message, at: node.range)
            return nil
        }
    }

    mutating func interval(from node: YAMLNode, for key: String) -> Interval? {
        value(of: node, for: key, parsedBy: Interval.init(offset:))
    }

    /// `true` or `false`; reports words like `no`, which YAML 1.1 would take for one of them.
    mutating func flag(from node: YAMLNode, for key: String) -> Bool? {
        guard let text = text(of: node, for: key) else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default:
            let meant = ["yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"]
            let hint =
                meant[text.lowercased()].map { ": did you mean \"\($0)\"?" }
                ?? Suggestion.hint(for: text, among: ["true", "false"])
            return refuse(.badValue, "\"\(key)\" is true or false, not \"\(text)\"\(hint)", at: node.range)
        }
    }

    /// One of a few fixed values; nil where the mapping has none.
    mutating func choice<Key, Choice: CaseIterable>(
        in keys: Entries<Key>, _ key: Key, named name: (Choice) -> String
    ) -> Choice? {
        guard let node = keys[key], let text = text(of: node, for: key.rawValue) else { return nil }
        if let choice = Choice.allCases.first(where: { name($0) == text }) { return choice }
        let names = Choice.allCases.map(name)
        let hint = Suggestion.hint(for: text, among: names)
        return refuse(
            .badValue, "\"\(key.rawValue)\" is \(names.joined(separator: " or ")), not \"\(text)\"\(hint)",
            at: node.range)
    }
}

/// The values of a mapping by their keys.
struct Entries<Key: FormatKey> {
    private let mapping: YAMLNode
    // An array, because a mapping has a handful of keys, and a timeline a hundred thousand mappings.
    private var values: [(key: Key, place: YAMLNode.Place)] = []
    /// A key that is unknown and resembles no other: whatever is missing was probably meant by it.
    var stranger: YAMLNode?

    init(of mapping: YAMLNode) {
        self.mapping = mapping
        values.reserveCapacity(8)
    }

    subscript(key: Key) -> YAMLNode? {
        for entry in values where entry.key == key { return mapping.node(at: entry.place) }
        return nil
    }

    /// Adds a value, unless the key has one: of a duplicate key, which has been reported, the first counts.
    mutating func add(_ value: YAMLNode.Place, for key: Key) {
        guard !values.contains(where: { $0.key == key }) else { return }
        values.append((key, value))
    }
}
