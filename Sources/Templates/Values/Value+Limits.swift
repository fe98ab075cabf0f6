extension Value {
    /// Roughly the steps it takes to copy the value: one for each item of a list, and for each 16 bytes of a text.
    var cost: Int {
        switch self {
        case .string(let text): text.cost
        case .list(let values), .tuple(let values), .sequence(let values): values.count
        case .map(let members): members.count
        default: 0
        }
    }

    /// Roughly the steps it takes to compare the value: its cost, and those of everything in it.
    var weight: Int {
        switch self {
        case .list(let values), .tuple(let values), .sequence(let values):
            values.reduce(values.count) { $0 + $1.weight }
        case .map(let members): members.values.reduce(members.count) { $0 + $1.weight }
        default: cost
        }
    }
}

extension String {
    /// Roughly the steps it takes to copy or change the text.
    var cost: Int { Self.cost(ofBytes: utf8.count) }

    static func cost(ofBytes count: Int) -> Int { count >> 4 }

    /// The most bytes of a text within a template: 64 KiB, for messages of 1024 bytes.
    static let maximumBytes = 1 << 16

    /// Returns both texts as one.
    func joined(_ other: String, at range: Range<Int>) throws(TemplateError) -> String {
        guard utf8.count + other.utf8.count <= Self.maximumBytes else { throw .tooLong(at: range) }
        return self + other
    }
}

extension TemplateError {
    static func tooLong(at range: Range<Int>) -> TemplateError {
        .unsupported("a text has at most \(String.maximumBytes) bytes here", at: range)
    }
}
