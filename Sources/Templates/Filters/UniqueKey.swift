/// A hashable form of a value, equal to another where `==` in templates is true: numbers of all kinds by value, texts by bytes.
enum UniqueKey: Hashable {
    case whole(Int)
    case fraction(Double)
    case text([UInt8])
    case tuple([UniqueKey])
    case other(Value)

    init(_ value: Value) {
        if let integer = value.asInteger {
            self = .whole(integer)
        } else if let double = value.asDouble {
            self = Int(exactly: double).map(Self.whole) ?? .fraction(double)
        } else {
            switch value {
            case .string(let text): self = .text(Array(text.utf8))
            case .tuple(let values): self = .tuple(values.map(Self.init))
            default: self = .other(value)
            }
        }
    }
}
