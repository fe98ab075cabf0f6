import MarkedYAML
import ShowTime
import Templates

/// The `inputs` of a timeline, or of a file that it includes.
extension TimelineLoader {
    mutating func loadInputs(_ node: YAMLNode) {
        guard node.kind == .mapping else {
            if node.isEmpty { return }
            hasBrokenVariables = true
            return error(
                .wrongType, "\"inputs\" is a mapping of names: winner: {prompt: \"Who won?\", max: 60}",
                at: node.range.prefixed)
        }
        for (key, value) in node.pairs where key.kind == .scalar { loadInput(key, value) }
    }

    private mutating func loadInput(_ key: YAMLNode, _ node: YAMLNode) {
        let name = key.text
        if let problem = Diagnostic(ofVariableName: key) { return diagnostics.append(problem) }
        let symbol = templates.declareInput(name)
        if timelineVariables[symbol] != nil {
            return error(.reservedName, Self.isBoth(name), at: key.range)
        }
        // The declaration of a file that includes this one takes precedence.
        guard !inputs.contains(where: { $0.name == name }) else { return }
        let keys: Entries<InputKey> = entries(of: node, what: "the input \"\(name)\"")
        let missing = keys.stranger?.range ?? (node.kind == .mapping ? key.range : nil)
        let max = maximum(keys[.max], ofInput: name, missingAt: missing)
        let prompt = keys[.prompt].flatMap { text(of: $0, for: "prompt") }
        // An input with an error is still known by its name.
        let input = TimelineInput(
            name: name, prompt: prompt ?? name, max: max ?? TimelineInput.largest, usual: nil, symbol: symbol)
        let usual = keys[.default].flatMap { defaultValue($0, of: input) }
        inputs.append(TimelineInput(name: name, prompt: input.prompt, max: input.max, usual: usual, symbol: symbol))
        if openFiles.isEmpty { declared.inputs.append((symbol, (name, key.range))) }
        if inputs.count == TimelineInput.most + 1 {
            error(.limit, "a timeline has at most \(TimelineInput.most) inputs", at: key.range)
        }
    }

    private mutating func maximum(_ node: YAMLNode?, ofInput name: String, missingAt place: Range<Int>?) -> Int? {
        guard let node else {
            guard let place else { return nil }
            return refuse(
                .missingKey, "the input \"\(name)\" has no max: write max: 60, the most bytes that it may have",
                at: place)
        }
        guard let text = text(of: node, for: "max") else { return nil }
        guard let max = Int(digits: text), (1...TimelineInput.largest).contains(max) else {
            return refuse(
                .badValue, "\"max\" is a number of bytes from 1 to \(TimelineInput.largest), not \"\(text)\"",
                at: node.range)
        }
        return max
    }

    private mutating func defaultValue(_ node: YAMLNode, of input: TimelineInput) -> String? {
        guard node.kind == .scalar, !node.isEmpty || !node.isPlain else {
            return refuse(.wrongType, "\"default\" is a text, or left out", at: node.range)
        }
        warnOfPlainText(node)
        do throws(InputProblem) { return try input.value(of: node.text) } catch {
            return refuse(.badValue, "\"default\" \(error.message)", at: node.range)
        }
    }

    /// Reports a variable that has the name of an input.
    mutating func refuseInputName(_ key: YAMLNode) {
        guard inputs.contains(where: { $0.name == key.text }) else { return }
        error(.reservedName, Self.isBoth(key.text), at: key.range)
    }

    private static func isBoth(_ name: String) -> String {
        "\"\(name)\" is an input and a variable: choose another name for one of them"
    }

    /// The inputs that a message needs, and what it does with them.
    func inputUse(of message: Message) -> InputUse {
        var use = templates.inputUse(of: message.template)
        if let condition = message.condition { use.formUnion(templates.inputUse(of: condition)) }
        return use
    }

    /// Warns of inputs that nobody would need to give.
    mutating func warnOfUnusedInputs(_ mentions: Mentions) {
        for (symbol, name) in declared.inputs where !mentions.symbols.contains(symbol) {
            warn(.unusedVariable, "no text uses the input \"\(name.text)\"", at: name.place)
        }
    }
}
