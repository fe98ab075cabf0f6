package import ShowTime

/// The value of an expression: one of Jinja2's (that is, Python's) values, as far as a message needs them.
package enum Value: Hashable, Sendable {
    case none
    case bool(Bool)
    case int(Int)
    /// Always finite.
    case float(Double, FloatOrigin = .written)
    case string(String)
    case list([Value])
    case tuple([Value])
    indirect case map(Members)
    /// Printed and formatted in the zone of the timeline.
    case instant(Instant)
    /// Items that can be looped over, joined and listed: `range(…)`, and the result of a filter that is lazy in Jinja2.
    case sequence([Value])
    /// The variable `loop`: an index into the running loops.
    case loop(Int)
    /// A name or member that nothing defines: the error of using it.
    indirect case undefined(TemplateError)
    /// `x if c` where the condition does not hold, which shows nothing: the error of computing with it.
    indirect case absent(TemplateError)

    /// The name of the type in messages.
    package var typeName: String {
        switch self {
        case .none: "none"
        case .bool: "true or false"
        case .int: "a whole number"
        case .float: "a number"
        case .string: "a text"
        case .list, .sequence: "a list"
        case .tuple: "a list in parentheses"
        case .map: "a mapping"
        case .instant: "a time"
        case .loop: "the loop"
        case .undefined, .absent: "what nothing defines"
        }
    }

    /// The value as an integer. True counts as 1 and false as 0, as in Python.
    var asInteger: Int? {
        switch self {
        case .int(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    var asDouble: Double? { if case .float(let value, _) = self { value } else { asInteger.map(Double.init) } }

    var isNumber: Bool {
        switch self {
        case .bool, .int, .float: true
        default: false
        }
    }

    /// Returns the value itself, or throws the error of using what nothing defines.
    func defined() throws(TemplateError) -> Value {
        switch self {
        case .undefined(let error), .absent(let error): throw error
        default: return self
        }
    }

    static func undefined(_ name: String, at range: Range<Int>) throws(TemplateError) -> Value {
        if jinjaGlobals.contains(name) {
            throw .unsupported("\"\(name)\" is something of Jinja2's own: choose another name", at: range)
        }
        return .undefined(TemplateError(.undefined(name), "nothing defines \"\(name)\"", at: range))
    }

    /// The variables that Jinja2 defines by itself.
    private static let jinjaGlobals: Set<String> = ["range", "dict", "lipsum", "cycler", "joiner", "namespace"]

    /// Returns whether the value counts as true in a condition.
    func isTrue(at range: Range<Int>) throws(TemplateError) -> Bool {
        switch self {
        case .none, .absent: return false
        case .bool(let value): return value
        case .int(let value): return value != 0
        case .float(let value, _): return value != 0
        case .string(let text): return !text.isEmpty
        case .list(let values), .tuple(let values): return !values.isEmpty
        case .map(let members): return !members.isEmpty
        case .instant, .loop: return true
        case .sequence: throw .readOnce(at: range)
        case .undefined(let error): throw error
        }
    }

    /// Where a float comes from, which decides whether its digits are worth a warning.
    package enum FloatOrigin: Hashable, Sendable {
        /// From the timeline, or rounded on purpose.
        case written
        /// Calculated.
        case computed
        /// Calculated with a division in it.
        case divided

        /// The origin of a result of calculating with `left` and `right`.
        init(_ left: Value, _ right: Value, isDivision: Bool) {
            self = .computed
            for case .float(_, .divided) in [left, right] { self = .divided }
            if isDivision { self = .divided }
        }
    }
}
