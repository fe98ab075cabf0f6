/// A test behind `is`.
enum ValueTest: String, Sendable {
    case defined, undefined, none, boolean, integer, float, number, string, mapping, odd, even, divisibleby
    case isTrue = "true"
    case isFalse = "false"

    var takesArgument: Bool { self == .divisibleby }
}

extension Value {
    /// Returns whether `value is test` holds.
    func passes(_ test: ValueTest, _ argument: Value?, at range: Range<Int>) throws(TemplateError) -> Bool {
        switch test {
        case .defined, .undefined:
            switch self {
            case .undefined, .absent: return test == .undefined
            default: return test == .defined
            }
        case .none: if case .none = self { return true } else { return false }
        case .boolean: if case .bool = self { return true } else { return false }
        case .integer: if case .int = self { return true } else { return false }
        case .float: if case .float = self { return true } else { return false }
        case .number: return isNumber
        case .string: if case .string = self { return true } else { return false }
        case .mapping: if case .map = self { return true } else { return false }
        case .isTrue: if case .bool(true) = self { return true } else { return false }
        case .isFalse: if case .bool(false) = self { return true } else { return false }
        case .odd, .even, .divisibleby:
            let value = try defined()
            guard value.isNumber else {
                throw .unsupported("\(value.typeName) cannot be \(test.rawValue)", at: range)
            }
            let rest = try Arithmetic.apply(.modulo, to: value, and: argument ?? .int(2), at: range)
            return try rest.equals(.int(test == .odd ? 1 : 0), at: range)
        }
    }
}
