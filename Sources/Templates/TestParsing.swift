/// What stands behind `is`.
extension ExpressionParser {
    mutating func test(of input: Expression, from start: Int) throws(TemplateError) -> Expression {
        let isNegated = try take(word: "not")
        guard case .name(let name) = token else { throw unexpected(wanted: "the name of a test") }
        let nameRange = range
        guard let test = ValueTest(named: name) else {
            throw TemplateError(
                .unsupported, "there is no test \"\(name)\": there are those of Jinja2, like defined, none and odd",
                at: nameRange)
        }
        try advance()
        var argument: Expression?
        switch token {
        case .symbol("("):
            let arguments = try positional(name)
            guard arguments.count <= 1 else {
                throw TemplateError(.syntax, "\(name) takes one argument", at: arguments[1].range)
            }
            argument = arguments.first
        case .name("else"), .name("or"), .name("and"): break
        case .name, .string, .integer, .bigInteger, .float, .symbol("["), .symbol("{"):
            let argumentStart = range.lowerBound
            let primary = try deeper { parser throws(TemplateError) in try parser.primary() }
            argument = try members(of: primary, from: argumentStart)
        default: break
        }
        guard (argument != nil) == test.takesArgument else {
            let message = test.takesArgument ? "\(name) needs something to compare with" : "\(name) takes no argument"
            throw TemplateError(.syntax, message, at: argument?.range ?? nameRange)
        }
        let tested = Expression.test(test, input, argument, start..<previousEnd)
        return isNegated ? .not(tested, start..<previousEnd) : tested
    }
}
