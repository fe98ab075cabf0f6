import Templates

/// Values of inputs that a text is checked with, besides the longest in characters of four bytes: those with the greatest effects
/// on what templates do with a text. Any other effect of a value is found when the value is given.
struct InputWitnesses {
    struct Witness {
        /// By the names of inputs.
        var values: [String: String]
        /// A description of the values, for errors.
        var words: String
    }

    private static let mostWords = 32
    private(set) var witnesses: [Witness] = []

    init(_ inputs: [TimelineInput], _ use: InputUse) {
        // The most characters, and a single one, for templates that count characters.
        add(inputs, "of the most bytes") { String(filling: $0.max, with: "W") }
        add(inputs, "of one letter") { _ in "W" }
        if use.changesCase {
            // ΐ has two bytes, and in upper case three characters of two bytes. Ⱥ has two bytes, and in lower case three.
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
