import ShowTime

extension Value {
    /// Whether `value is test` holds.
    func passes(
        _ test: ValueTest, _ argument: Value?, in zone: Zone, at range: Range<Int>
    ) throws(TemplateError) -> Bool {
        if case .iterator = self { throw .readOnce(at: range) }
        if case .loop = self, test != .defined, test != .undefined {
            throw TemplateError(.unsupported, "the loop itself cannot be tested", at: range)
        }
        switch test {
        case .defined: if case .undefined = self { return false } else { return true }
        case .undefined: if case .undefined = self { return true } else { return false }
        case .none: if case .none = self { return true } else { return false }
        case .boolean: if case .bool = self { return true } else { return false }
        case .integer: if case .int = self { return true } else { return false }
        case .float: if case .float = self { return true } else { return false }
        case .number: return asDouble != nil
        case .string: if case .string = self { return true } else { return false }
        case .mapping: if case .map = self { return true } else { return false }
        case .isTrue: if case .bool(true) = self { return true } else { return false }
        case .isFalse: if case .bool(false) = self { return true } else { return false }
        case .sequence, .iterable:
            switch test == .iterable || isNoElse ? try defined() : self {
            case .string, .list, .tuple, .map: return true
            default: return false
            }
        case .odd, .even:
            let rest = try Arithmetic.apply(.modulo, self, .int(2), in: zone, at: range)
            return try rest.equals(.int(test == .odd ? 1 : 0), at: range)
        case .divisibleby:
            let rest = try Arithmetic.apply(.modulo, self, argument ?? .none, in: zone, at: range)
            return try rest.equals(.int(0), at: range)
        case .upper, .lower:
            return try defined().text(in: zone, at: range).isCased(upper: test == .upper)
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
        case (.none, .none): return true
        case (.bool(let left), .bool(let right)): return left == right
        case _ where isSingle(self) || isSingle(other): return false
        default: throw TemplateError(.unsupported, "sameas compares with true, false and none only: take ==", at: range)
        }
    }
}
