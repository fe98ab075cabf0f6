import ShowTime

extension Value {
    /// Whether it counts as true in a condition.
    func isTrue(at range: Range<Int>) throws(TemplateError) -> Bool {
        switch self {
        case .none: return false
        case .bool(let value): return value
        case .int(let value): return value != 0
        case .float(let value): return value != 0
        case .complex(let value): return !value.isZero
        case .string(let text): return !text.isEmpty
        case .list(let values), .tuple(let values): return !values.isEmpty
        case .map(let members): return !members.isEmpty
        case .big, .instant, .loop, .iterator: return true
        case .range(let values, _): return !values.isEmpty
        case .undefined(let error):
            if isNoElse { return false }
            throw error
        }
    }

    func compare(_ comparison: Comparison, _ other: Value, at range: Range<Int>) throws(TemplateError) -> Bool {
        switch comparison {
        case .equal: return try equals(other, at: range)
        case .notEqual: return !(try equals(other, at: range))
        case .isIn: return try other.contains(self, at: range)
        case .isNotIn: return !(try other.contains(self, at: range))
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return try order(comparison, other, at: range)
        }
    }

    /// Python's `==`: numbers of all kinds by value, everything else with its own kind only.
    func equals(_ other: Value, at range: Range<Int>) throws(TemplateError) -> Bool {
        if isNoElse, other.isNoElse { return true }
        if isNoElse || other.isNoElse {
            _ = try isNoElse ? other.defined() : defined()
            return false
        }
        switch (try defined(), try other.defined()) {
        case (.iterator(let left), .iterator(let right)): return left == right
        case (.loop(let left), .loop(let right)): return left == right
        case (.range(let left, _), .range(let right, _)): return left == right
        case (.complex(let left), .complex(let right)):
            return left.real == right.real && left.imaginary == right.imaginary
        case (.complex(let left), let other), (let other, .complex(let left)):
            return left.imaginary == 0 ? try Value.float(left.real).equals(other, at: range) : false
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
        default: return numericOrder(other) == .same
        }
    }

    private enum Order { case before, same, after, none }

    /// How two numbers stand to each other, nil where one is no number. An integer and a float are compared exactly.
    private func numericOrder(_ other: Value) -> Order? {
        func order<Number: Comparable>(_ left: Number, _ right: Number) -> Order {
            left < right ? .before : left == right ? .same : left > right ? .after : .none
        }
        func order(_ left: Int, _ right: Double) -> Order {
            if right.isNaN { return .none }
            if right >= 0x1p63 { return .before }
            if right < -0x1p63 { return .after }
            let whole = Int(right.rounded(.down))
            return left != whole ? order(left, whole) : right == right.rounded(.down) ? .same : .before
        }
        if let left = asInteger, let right = other.asInteger { return order(left, right) }
        if let order = bigOrder(other) { return order }
        if let left = asInteger, case .float(let right) = other { return order(left, right) }
        if case .float(let left) = self, let right = other.asInteger {
            switch order(right, left) {
            case .before: return .after
            case .after: return .before
            case let same: return same
            }
        }
        if case .float(let left) = self, case .float(let right) = other { return order(left, right) }
        return nil
    }

    /// Where one of two numbers needs more than 64 bits.
    private func bigOrder(_ other: Value) -> Order? {
        guard let left = asBigInteger ?? truncated, let right = other.asBigInteger ?? other.truncated else {
            return endlessOrder(other)
        }
        var isBig = false
        if case .big = self { isBig = true }
        if case .big = other { isBig = true }
        guard isBig else { return nil }
        // A float beyond 64 bits has nothing behind its point; of a smaller one it does not matter.
        return left < right ? .before : left == right ? .same : .after
    }

    private var truncated: BigInteger? { if case .float(let number) = self { BigInteger(number) } else { nil } }

    /// A large integer and what is infinite or no number.
    private func endlessOrder(_ other: Value) -> Order? {
        switch (self, other) {
        case (.big, .float(let number)): number.isNaN ? Order.none : number > 0 ? .before : .after
        case (.float(let number), .big): number.isNaN ? Order.none : number < 0 ? .before : .after
        default: nil
        }
    }

    /// `< <= > >=`
    private func order(_ comparison: Comparison, _ other: Value, at range: Range<Int>) throws(TemplateError) -> Bool {
        func holds(_ order: Order) -> Bool {
            switch comparison {
            case .less: order == .before
            case .lessOrEqual: order == .before || order == .same
            case .greater: order == .after
            default: order == .after || order == .same
            }
        }
        let left = try defined()
        let right = try other.defined()
        if let order = left.numericOrder(right) { return holds(order) }
        switch (left, right) {
        case (.string(let left), .string(let right)):
            if left.utf8.elementsEqual(right.utf8) { return holds(.same) }
            return holds(left.utf8.lexicographicallyPrecedes(right.utf8) ? .before : .after)
        case (.instant(let left), .instant(let right)):
            return holds(left < right ? .before : left == right ? .same : .after)
        case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
            for (left, right) in zip(left, right) where !(try left.equals(right, at: range)) {
                return try left.order(comparison, right, at: range)
            }
            return holds(left.count < right.count ? .before : left.count == right.count ? .same : .after)
        default:
            throw TemplateError(
                .evaluation, "\(left.typeName) \(comparison.rawValue) \(right.typeName) makes no sense", at: range)
        }
    }

    /// `value in self`
    private func contains(_ value: Value, at range: Range<Int>) throws(TemplateError) -> Bool {
        if isNoElse { return false }
        switch try defined() {
        case .string(let text):
            guard case .string(let part) = try value.defined() else {
                throw TemplateError(.evaluation, "only a text can be in a text, not \(value.typeName)", at: range)
            }
            return TextSearch.find(Array(part.utf8), in: Array(text.utf8), from: 0) != nil
        case .map(let members):
            if case .string(let name) = value { return members[name] != nil }
            _ = try HashKey(value, at: range)
            return false
        case .iterator(let generator):
            while let element = try generator.next() {
                if try element.equals(value, at: range) { return true }
            }
            return false
        case .list(let values), .tuple(let values), .range(let values, _):
            for element in values where try element.equals(value, at: range) { return true }
            return false
        case .loop:
            throw TemplateError(.unsupported, "the loop itself holds nothing: ask what it loops over", at: range)
        default: throw TemplateError(.evaluation, "nothing can be in \(typeName)", at: range)
        }
    }
}
