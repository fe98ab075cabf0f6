import ShowTime

extension Value {
    /// Whether `value is test` holds.
    func passes(
        _ test: ValueTest, _ argument: Value?, in zone: Zone, at range: Range<Int>
    ) throws(TemplateError) -> Bool {
        switch test {
        case .defined: if case .undefined = self { return false } else { return true }
        case .undefined: if case .undefined = self { return true } else { return false }
        case .none: if case .none = self { return true } else { return false }
        case .boolean: if case .bool = self { return true } else { return false }
        case .integer: return asBigInteger != nil && self != .bool(true) && self != .bool(false)
        case .escaped: return false
        case .callable:
            // Both have a method for it, which asks what is undefined to be defined.
            switch self {
            case .loop, .undefined: return true
            default: return false
            }
        case .filter, .test:
            guard case .string(let name) = self else {
                _ = try HashKey(self, at: range)
                return false
            }
            return (test == .filter ? JinjaNames.filters : JinjaNames.tests).contains(name)
        case .float: if case .float = self { return true } else { return false }
        case .number: return isNumber || isComplex
        case .string: if case .string = self { return true } else { return false }
        case .mapping: if case .map = self { return true } else { return false }
        case .isTrue: if case .bool(true) = self { return true } else { return false }
        case .isFalse: if case .bool(false) = self { return true } else { return false }
        case .sequence, .iterable:
            switch self {
            case .string, .list, .tuple, .map, .range: return true
            case .undefined where isNoElse: return true
            case .undefined(let error) where test == .iterable: throw error
            case .iterator, .loop: return test == .iterable
            default: return false
            }
        case .odd, .even:
            let rest = try Arithmetic.apply(.modulo, self, .int(2), in: zone, at: range)
            return try rest.equals(.int(test == .odd ? 1 : 0), at: range)
        case .divisibleby:
            let rest = try Arithmetic.apply(.modulo, self, argument ?? .none, in: zone, at: range)
            return try rest.equals(.int(0), at: range)
        case .upper, .lower:
            // The text of a generator, which has an address in it, has small letters.
            if case .iterator = self { return test == .lower }
            return try text(in: zone, at: range).isCased(upper: test == .upper)
        case .sameas: return try isSame(as: argument ?? .none, at: range)
        default:
            guard let comparison = test.comparison else { return false }
            return try compare(comparison, argument ?? .none, at: range)
        }
    }

    /// Only of these values Python is sure to have one object each.
    private func isSame(as other: Value, at range: Range<Int>) throws(TemplateError) -> Bool {
        func isSingle(_ value: Value) -> Bool {
            switch value {
            case .none, .bool: true
            default: false
            }
        }
        switch (self, other) {
        // Python has one object of each small integer.
        case (.int(let left), .int(let right)) where left != right || (-5...256).contains(left): return left == right
        case (.iterator(let left), .iterator(let right)): return left == right
        case (.none, .none): return true
        // Each mention makes one of its own.
        case (.undefined(let left), .undefined(let right)): return left == right
        case (.bool(let left), .bool(let right)): return left == right
        case _ where isSingle(self) || isSingle(other) || typeName != other.typeName: return false
        default: throw TemplateError(.unsupported, "sameas compares with true, false and none only: take ==", at: range)
        }
    }
}
