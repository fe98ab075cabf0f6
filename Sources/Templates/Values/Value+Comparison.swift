import ShowTime

extension Value {
    func compare(
        _ comparison: Expression.Comparison, _ other: Value, at range: Range<Int>
    ) throws(TemplateError) -> Bool {
        switch comparison {
        case .equal: return try equals(other, at: range)
        case .notEqual: return !(try equals(other, at: range))
        case .isIn: return try other.contains(self, at: range)
        case .isNotIn: return !(try other.contains(self, at: range))
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return try isOrdered(comparison, other, at: range)
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
        default: return order(to: other) == .same
        }
    }

    private enum Order { case before, same, after }

    /// Returns the order of two numbers, nil where one is no number. An integer and a float are compared exactly.
    private func order(to other: Value) -> Order? {
        func order<Number: Comparable>(_ left: Number, _ right: Number) -> Order {
            left < right ? .before : left == right ? .same : .after
        }
        func order(_ left: Int, _ right: Double) -> Order {
            if right >= 0x1p63 { return .before }
            if right < -0x1p63 { return .after }
            let whole = Int(right.rounded(.down))
            return left != whole ? order(left, whole) : right == right.rounded(.down) ? .same : .before
        }
        if let left = asInteger, let right = other.asInteger { return order(left, right) }
        if let left = asInteger, case .float(let right, _) = other { return order(left, right) }
        if case .float(let left, _) = self, case .float(let right, _) = other { return order(left, right) }
        guard case .float(let left, _) = self, let right = other.asInteger else { return nil }
        switch order(right, left) {
        case .before: return .after
        case .same: return .same
        case .after: return .before
        }
    }

    /// Compares with `< <= > >=`.
    private func isOrdered(
        _ comparison: Expression.Comparison, _ other: Value, at range: Range<Int>
    ) throws(TemplateError) -> Bool {
        func holds(_ order: Order) -> Bool {
            switch comparison {
            case .less: order == .before
            case .lessOrEqual: order != .after
            case .greater: order == .after
            default: order != .before
            }
        }
        let left = try defined()
        let right = try other.defined()
        if let order = left.order(to: right) { return holds(order) }
        switch (left, right) {
        case (.string(let left), .string(let right)):
            if left.utf8.elementsEqual(right.utf8) { return holds(.same) }
            return holds(left.utf8.lexicographicallyPrecedes(right.utf8) ? .before : .after)
        case (.instant(let left), .instant(let right)):
            return holds(left < right ? .before : left == right ? .same : .after)
        case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
            for (left, right) in zip(left, right) where !(try left.equals(right, at: range)) {
                return try left.isOrdered(comparison, right, at: range)
            }
            return holds(left.count < right.count ? .before : left.count == right.count ? .same : .after)
        default:
            throw .evaluation("\(left.typeName) \(comparison.rawValue) \(right.typeName) makes no sense", at: range)
        }
    }

    /// Calculates `value in self`.
    private func contains(_ value: Value, at range: Range<Int>) throws(TemplateError) -> Bool {
        switch self {
        case .string(let text):
            guard case .string(let part) = try value.defined() else {
                throw .evaluation("only a text can be in a text, not \(value.typeName)", at: range)
            }
            return text.contains(bytesOf: part)
        case .map(let members):
            guard case .string(let name) = try value.defined() else {
                throw .unsupported("the keys of a mapping are texts, not \(value.typeName)", at: range)
            }
            return members[name] != nil
        case .list(let values), .tuple(let values):
            for element in values where try element.equals(value, at: range) { return true }
            return false
        case .loop:
            throw .unsupported("the loop itself holds nothing: ask what it loops over", at: range)
        default: throw .evaluation("nothing can be in \(typeName)", at: range)
        }
    }
}
