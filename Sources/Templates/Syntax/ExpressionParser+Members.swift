/// Members, items, slices and calls behind an operand.
extension ExpressionParser {
    /// Parses `.name`, `.0`, `["name"]`, `[1:2]` and the calls that are supported.
    mutating func members(of inner: Expression, from start: Int) throws(TemplateError) -> Expression {
        var expression = inner
        while true {
            if try take(".") {
                try countLink()
                switch token {
                case .name(let name):
                    try advance()
                    expression = .attribute(expression, name, start..<previousEnd)
                case .integer(let index):
                    let indexRange = range
                    try advance()
                    expression = .item(expression, .literal(.int(index), indexRange), start..<previousEnd)
                default: throw unexpected()
                }
            } else if try take("[") {
                try countLink()
                expression = try subscripted(expression, from: start)
            } else if token == .symbol("(") {
                let place = range
                guard let called = try call(of: expression, from: start) else {
                    throw TemplateError(.unsupported, Alternatives.toCall(of: expression), at: place)
                }
                try countLink()
                expression = called
            } else {
                return expression
            }
        }
    }

    private mutating func subscripted(_ inner: Expression, from start: Int) throws(TemplateError) -> Expression {
        var bounds: [Expression?] = []
        var isSlice = false
        repeat {
            if bounds.count == 3 { throw unexpected(wanted: "a closing bracket") }
            bounds.append(token == .symbol(":") || token == .symbol("]") ? nil : try expression())
            if token == .symbol(":") { isSlice = true }
        } while try take(":")
        guard try take("]") else { throw unexpected(wanted: "a closing bracket") }
        if isSlice { return .slice(inner, bounds, start..<previousEnd) }
        guard case .some(.some(let key)) = bounds.first else {
            throw TemplateError(.syntax, "there is nothing between the brackets", at: start..<previousEnd)
        }
        return .item(inner, key, start..<previousEnd)
    }

    /// Parses the arguments of `loop.cycle(…)`, `loop.changed(…)` and `range(…)`; returns nil for other calls.
    private mutating func call(of callee: Expression, from start: Int) throws(TemplateError) -> Expression? {
        switch callee {
        case .attribute(.variable(let symbol, "loop", let loopRange), "cycle", _):
            let arguments = try positional("cycle")
            return .cycle(.variable(symbol, "loop", loopRange), arguments, start..<previousEnd)
        case .attribute(.variable(let symbol, "loop", let loopRange), "changed", _):
            let arguments = try positional("changed")
            return .changed(.variable(symbol, "loop", loopRange), arguments, start..<previousEnd)
        case .variable(_, "range", _):
            let arguments = try positional("range")
            guard (1...3).contains(arguments.count) else {
                throw TemplateError(.syntax, "range takes one to three whole numbers", at: start..<previousEnd)
            }
            return .range(callee, arguments, start..<previousEnd)
        default: return nil
        }
    }
}
