/// What can stand behind `is`.
enum ValueTest: String, Sendable {
    case defined, undefined, none, boolean, integer, float, number, string, mapping, sequence, iterable
    case callable, escaped, filter, test
    case odd, even, divisibleby, upper, lower, sameas
    case isTrue = "true"
    case isFalse = "false"
    case isIn = "in"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// By Jinja2's name, of which some have several.
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

    static let names = [
        "defined", "undefined", "none", "boolean", "integer", "float", "number", "string", "mapping", "sequence",
        "iterable", "callable", "escaped", "filter", "test", "odd", "even", "divisibleby", "upper", "lower", "sameas",
        "true", "false", "in", "eq", "equalto",
        "ne", "lt", "lessthan", "le", "gt", "greaterthan", "ge",
    ]

    var comparison: Comparison? { Comparison(rawValue: rawValue) }

    var takesArgument: Bool { self == .divisibleby || self == .sameas || comparison != nil }
}
