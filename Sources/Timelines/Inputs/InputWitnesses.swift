import Templates

/// Values of inputs that a text is checked with, beside the longest in characters of four bytes: those that make the most of
/// what templates do with a text. What else a value can do to a text is found when it is given.
struct InputWitnesses {
    struct Witness {
        /// By the names of inputs.
        var values: [String: String]
        /// For errors.
        var words: String
    }

    private static let mostWords = 32
    private(set) var witnesses: [Witness] = []

    init(_ inputs: [TimelineInput], _ use: InputUse) {
        // The most characters; and one, for what counts them.
        add(inputs, "of the most bytes") { String(filling: $0.max, with: "W") }
        add(inputs, "of one letter") { _ in "W" }
        if use.changesCase {
            // ΐ has two bytes, and in upper case three characters of two. Ⱥ has two, and in lower case three.
            add(inputs, "of letters that grow in upper case") { String(filling: $0.max, with: "ΐ") }
            add(inputs, "of letters that grow in lower case") { String(filling: $0.max, with: "Ⱥ") }
            add(inputs, "of letters that grow in upper case") { String(filling: $0.max, with: "ΐ-") }
        }
        for word in use.words.sorted().prefix(Self.mostWords) {
            for input in inputs {
                guard let value = try? input.value(of: word) else { continue }
                var values = Dictionary(uniqueKeysWithValues: inputs.map { ($0.name, $0.sample) })
                values[input.name] = value
                witnesses.append(Witness(values: values, words: ", where \(input.name) is \"\(value)\""))
            }
        }
    }

    private mutating func add(_ inputs: [TimelineInput], _ words: String, _ value: (TimelineInput) -> String) {
        let values = Dictionary(uniqueKeysWithValues: inputs.map { ($0.name, value($0)) })
        let names = inputs.map(\.name).joined(separator: " and ")
        witnesses.append(Witness(values: values, words: ", with \(names) \(words)"))
    }
}
