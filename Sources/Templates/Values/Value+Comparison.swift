import ShowTime

extension Value {
    func compare(_ comparison: Expression.Comparison, _ other: Value, at range: Range<Int>) throws(TemplateError)
        -> Bool
    {
        switch comparison {
        case .equal: return try equals(other, at: range)
        case .notEqual: return !(try equals(other, at: range))
        case .isIn: return try other.contains(self, at: range)
        case .isNotIn: return !(try other.contains(self, at: range))
        case .less: return try order(comparison, other, at: range) < 0
        case .lessOrEqual: return try order(comparison, other, at: range) <= 0
        case .greater: return try order(comparison, other, at: range) > 0
        case .greaterOrEqual: return try order(comparison, other, at: range) >= 0
        }
    }

    /// Returns whether two values are equal: numbers of all kinds by value, everything else with its own kind only.
    func equals(_ other: Value, at range: Range<Int>) throws(TemplateError) -> Bool {
        switch (try defined(), try other.defined()) {
        case (.loop(let left), .loop(let right)): return left == right
        case (.none, .none): return true
        case (.string(let left), .string(let right)): return left.utf8.elementsEqual(right.utf8)
        case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
            guard left.count == right.count else { return false }
            for (left, right) in zip(left, right) where !(try left.equals(right, at: range)) { return false }
            return true
        case (.map(let left), .map(let right)):
            guard left.count == right.count else { return false }
            for (key, value) in zip(left.keys, left.values) {
                guard let other = right[key], try value.equals(other, at: range) else { return false }
            }
            return true
        case (.instant(let left), .instant(let right)): return left == right
        default: return order(to: other) == 0
        }
    }

    /// Returns a negative number where the value stands before the other, 0 where they are the same, else a positive one.
    private func order(
        _ comparison: Expression.Comparison, _ other: Value, at range: Range<Int>
    ) throws(TemplateError) -> Int {
        let (left, right) = (try defined(), try other.defined())
        if let order = left.order(to: right) { return order }
        switch (left, right) {
        case (.string(let left), .string(let right)):
            if left.utf8.elementsEqual(right.utf8) { return 0 }
            return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
        case (.instant(let left), .instant(let right)): return Self.order(left, right)
        case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
            for (left, right) in zip(left, right) where !(try left.equals(right, at: range)) {
                return try left.order(comparison, right, at: range)
            }
            return left.count - right.count
        default:
            throw .evaluation("\(left.typeName) \(comparison.rawValue) \(right.typeName) makes no sense", at: range)
        }
    }

    /// Returns the order of two numbers, nil where one is no number.
    private func order(to other: Value) -> Int? {
        if let left = asInteger, let right = other.asInteger { return Self.order(left, right) }
        guard let left = asDouble, let right = other.asDouble else { return nil }
        guard left == right else { return Self.order(left, right) }
        // As floats, large integers are rounded, so both are compared as integers. A float that does not fit then is 2^63.
        if let integer = asInteger { return Int(exactly: right).map { Self.order(integer, $0) } ?? -1 }
        if let integer = other.asInteger { return Int(exactly: left).map { Self.order($0, integer) } ?? 1 }
        return 0
    }

    private static func order<Compared: Comparable>(_ left: Compared, _ right: Compared) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }

    /// Calculates `value in self`.
    private func contains(_ value: Value, at range: Range<Int>) throws(TemplateError) -> Bool {
        switch self {
        case .string(let text):
            guard case .string(let part) = try value.defined() else {
                throw .evaluation("only a text can be in a text, not \(value.typeName)", at: range)
            }
            return part.isEmpty || text.utf8.contains(part.utf8)
        case .map(let members):
            guard case .string(let name) = try value.defined() else {
                throw .unsupported("the keys of a mapping are texts, not \(value.typeName)", at: range)
            }
            return members[name] != nil
        case .list(let values), .tuple(let values):
            for element in values where try element.equals(value, at: range) { return true }
            return false
        case .loop: throw .unsupported("the loop itself holds nothing: ask what it loops over", at: range)
        default: throw .evaluation("nothing can be in \(typeName)", at: range)
        }
    }
}
