import ShowTime

/// A node of an expression's syntax tree: what it is, the expressions that it is made of, and its place in the braces.
final class Expression: Sendable {
    enum Kind: Sendable {
        case literal(Value)
        case variable(Symbol, String)
        case list, tuple
        /// A key and its value in turn.
        case map
        case attribute(String)
        /// `x[key]`
        case item
        /// `x[from:to:step]`
        case slice
        case negated, positive, not, and, or
        case binary(BinaryOperator)
        /// `a < b < c`: an operator between each two parts.
        case comparison([Comparison])
        /// `value if test else otherwise`: the test, the value, and the other value.
        case conditional
        /// A value, and what it is compared with.
        case test(ValueTest)
        /// A value, and the arguments at the places of the filter's parameters.
        case filter(Filter)
        case format
        case dateFormat(Strftime)
        /// `range(…)`: the name, which a timeline may define as a variable, and the arguments.
        case range
        /// An argument, a bound of a slice, or an `else` that is not there.
        case omitted
    }

    enum BinaryOperator: String, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case floorDivide = "//"
        case modulo = "%"
        case concatenate = "~"
    }

    enum Comparison: String, Sendable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case isIn = "in"
        case isNotIn = "not in"
    }

    let kind: Kind
    let parts: [Expression]
    /// Byte offsets from the beginning of the braces' content.
    let range: Range<Int>

    init(_ kind: Kind, _ parts: [Expression] = [], at range: Range<Int>) {
        self.kind = kind
        self.parts = parts
        self.range = range
    }

    static let omitted = Expression(.omitted, at: 0..<0)

    var isOmitted: Bool { if case .omitted = kind { true } else { false } }

    /// The variable that the expression is; nil where it is anything else.
    var symbol: Symbol? { if case .variable(let symbol, _) = kind { symbol } else { nil } }

    /// Whether a filter written behind the expression applies to all of it, without parentheses.
    var bindsLikeAnOperand: Bool {
        switch kind {
        case .tuple, .not, .binary, .comparison, .and, .or, .conditional, .test: false
        default: true
        }
    }

    /// Calls `body` with the expression and every expression in it, in their order.
    func forEachPart(_ body: (Expression) -> Void) {
        body(self)
        for part in parts { part.forEachPart(body) }
    }
}
