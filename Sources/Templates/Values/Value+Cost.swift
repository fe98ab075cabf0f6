extension Value {
    /// Roughly the steps it takes to copy the value: items of a list, and 16 bytes of a text for one.
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
    var cost: Int { utf8.count >> 4 }
}
