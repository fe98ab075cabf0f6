import ShowTime

/// A node of an expression's syntax tree. Ranges are byte offsets from the beginning of its braces' content.
indirect enum Expression: Sendable {
    case literal(Value, Range<Int>)
    /// A name that the timeline or the delivery may define.
    case variable(Symbol, String, Range<Int>)
    /// A name that the template itself binds, by the number of its slot.
    case local(Int, String, Range<Int>)
    case attribute(Expression, String, Range<Int>)
    case item(Expression, Expression, Range<Int>)
    /// `x[from:to:step]`
    case slice(Expression, [Expression?], Range<Int>)
    case list([Expression], Range<Int>)
    case tuple([Expression], Range<Int>)
    case map([Expression], [Expression], Range<Int>)
    case negated(Expression, Range<Int>)
    case positive(Expression, Range<Int>)
    case not(Expression, Range<Int>)
    case binary(BinaryOperator, Expression, Expression, Range<Int>)
    /// `a < b < c`: the first operand, the operators, and the operand behind each of them.
    case comparison(Expression, [Comparison], [Expression], Range<Int>)
    case and(Expression, Expression, Range<Int>)
    case or(Expression, Expression, Range<Int>)
    case conditional(test: Expression, Expression, otherwise: Expression?, Range<Int>)
    case test(ValueTest, Expression, Expression?, Range<Int>)
    /// Arguments stand at the places of the filter's parameters.
    case filter(Filter, Expression, [Expression?], Range<Int>)
    case format(Expression, [Expression], Range<Int>)
    case dateFormat(Expression, Strftime, Range<Int>)
    /// `range(…)`: the name, which a timeline may define as a variable, and the arguments.
    case range(Expression, [Expression], Range<Int>)

    enum BinaryOperator: String, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case floorDivide = "//"
        case modulo = "%"
        case power = "**"
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

    var range: Range<Int> {
        switch self {
        case .literal(_, let range), .variable(_, _, let range), .local(_, _, let range), .attribute(_, _, let range),
            .item(_, _, let range), .slice(_, _, let range), .list(_, let range), .tuple(_, let range),
            .map(_, _, let range), .negated(_, let range), .positive(_, let range), .not(_, let range),
            .binary(_, _, _, let range), .comparison(_, _, _, let range), .and(_, _, let range), .or(_, _, let range),
            .conditional(_, _, _, let range), .test(_, _, _, let range), .filter(_, _, _, let range),
            .format(_, _, let range), .dateFormat(_, _, let range), .range(_, _, let range):
            range
        }
    }

    /// Whether a filter written behind the expression applies to all of it, without parentheses.
    var bindsLikeAnOperand: Bool {
        switch self {
        case .tuple, .not, .binary, .comparison, .and, .or, .conditional, .test: false
        default: true
        }
    }
}
