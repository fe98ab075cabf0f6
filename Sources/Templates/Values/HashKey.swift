import ShowTime

/// The identity of a value for the filter `unique`: values that are equal have one key.
enum HashKey: Hashable {
    case none
    case integer(Int)
    case float(Double)
    case text(ExactText)
    case tuple([HashKey])
    case instant(Instant)

    init(_ value: Value, at range: Range<Int>) throws(TemplateError) {
        switch value {
        case .none: self = .none
        case .string(let text): self = .text(ExactText(text))
        case .float(let number, _): self = Int(exactly: number).map(HashKey.integer) ?? .float(number)
        case .bool, .int: self = .integer(value.asInteger ?? 0)
        case .tuple(let values):
            var keys: [HashKey] = []
            for value in values { keys.append(try HashKey(value, at: range)) }
            self = .tuple(keys)
        case .instant(let instant): self = .instant(instant)
        case .undefined(let error), .absent(let error): throw error
        case .list, .map, .sequence, .loop:
            throw .unsupported("unique compares texts and numbers, not \(value.typeName): name an attribute", at: range)
        }
    }
}
