/// Members, items, slices and calls behind an operand.
extension ExpressionParser {
    /// Parses `.name`, `["name"]`, `[1:2]` and the calls that are supported.
    mutating func members(of inner: Expression, from start: Int) throws(TemplateError) -> Expression {
        var expression = inner
        while true {
            if try take(".") {
                try countLink()
                if case .integer(let index) = token {
                    throw .unsupported("a number is not supported here: write [\(index)]", at: range)
                }
                guard case .name(let name) = token else { throw unexpected() }
                try advance()
                expression = Expression(.attribute(name), [expression], at: start..<previousEnd)
            } else if try take("[") {
                try countLink()
                expression = try subscripted(expression, from: start)
            } else if token == .symbol("(") {
                expression = try call(of: expression, from: start)
            } else {
                return expression
            }
        }
    }

    private mutating func subscripted(_ inner: Expression, from start: Int) throws(TemplateError) -> Expression {
        var bounds: [Expression] = []
        var isSlice = false
        repeat {
            if bounds.count == 3 { throw unexpected(wanted: "a closing bracket") }
            bounds.append(token == .symbol(":") || token == .symbol("]") ? .omitted : try expression())
            if token == .symbol(":") { isSlice = true }
        } while try take(":")
        try expect("]", "a closing bracket")
        if isSlice { return Expression(.slice, [inner] + bounds, at: start..<previousEnd) }
        guard !bounds[0].isOmitted else {
            throw .syntax("there is nothing between the brackets", at: start..<previousEnd)
        }
        return Expression(.item, [inner] + bounds, at: start..<previousEnd)
    }

    /// Parses the arguments of `range(…)`; nothing else can be called.
    private mutating func call(of callee: Expression, from start: Int) throws(TemplateError) -> Expression {
        guard case .variable(_, "range") = callee.kind else {
            throw .unsupported(Alternatives.toCall(of: callee), at: range)
        }
        try countLink()
        let arguments = try positional("range")
        guard (1...3).contains(arguments.count) else {
            throw .syntax("range takes one to three whole numbers", at: start..<previousEnd)
        }
        return Expression(.range, [callee] + arguments, at: start..<previousEnd)
    }
}
