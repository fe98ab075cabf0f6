/// A test behind `is`.
enum ValueTest: String, Sendable {
    case defined, undefined, none, boolean, integer, float, number, string, mapping, sequence, iterable
    case odd, even, divisibleby, upper, lower
    case isTrue = "true"
    case isFalse = "false"
    case isIn = "in"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// The test of a name; some have several.
    init?(named name: String) {
        switch name {
        case "eq", "equalto": self = .equal
        case "ne": self = .notEqual
        case "lt", "lessthan": self = .less
        case "le": self = .lessOrEqual
        case "gt", "greaterthan": self = .greater
        case "ge": self = .greaterOrEqual
        default: self.init(rawValue: name)
        }
    }

    var comparison: Expression.Comparison? { Expression.Comparison(rawValue: rawValue) }

    var takesArgument: Bool { self == .divisibleby || comparison != nil }
}

extension Value {
    /// Returns whether `value is test` holds. The tests `upper` and `lower` need the value's text and are not among these.
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
        case .sequence, .iterable:
            switch self {
            case .string, .list, .tuple, .map: return true
            case .loop: return test == .iterable
            case .absent(let error): throw error
            case .undefined(let error) where test == .iterable: throw error
            default: return false
            }
        case .odd, .even, .divisibleby:
            let value = try defined()
            guard value.isNumber else {
                throw .unsupported("\(value.typeName) cannot be \(test.rawValue)", at: range)
            }
            let rest = try Arithmetic.apply(.modulo, value, argument ?? .int(2), at: range)
            return try rest.equals(.int(test == .odd ? 1 : 0), at: range)
        default:
            guard let comparison = test.comparison else { return false }
            return try compare(comparison, argument ?? .none, at: range)
        }
    }
}
