import ShowTime

/// What stands behind `|`.
extension ExpressionParser {
    mutating func filter(of input: Expression, from start: Int) throws(TemplateError) -> Expression {
        guard case .name(let name) = token else { throw unexpected(wanted: "the name of a filter") }
        let nameRange = range
        try advance()
        switch name {
        case "strftime": return try dateFormat(of: input, nameRange, from: start)
        case "format":
            let arguments = try arguments()
            guard arguments.keywords.isEmpty || arguments.keywords.count == arguments.values.count else {
                throw TemplateError(
                    .syntax, "format takes arguments with names or without, not both", at: arguments.keywords[0].range)
            }
            return .format(
                input, arguments.values, names: arguments.keywords.map(\.name), start..<previousEnd)
        default: break
        }
        guard let filter = Filter(named: name) else {
            if let alternative = Alternatives.toFilter(name) {
                throw TemplateError(
                    .unsupported, "the filter \"\(name)\" is not supported: \(alternative)", at: nameRange)
            }
            throw TemplateError(.unknownFilter(name), "there is no filter \"\(name)\"", at: nameRange)
        }
        if filter == .float { mayBeEndless = true }
        let arguments = try arguments()
        return .filter(filter, input, try bind(arguments, to: filter, name, nameRange), start..<previousEnd)
    }

    mutating func dateFormat(
        of input: Expression, _ nameRange: Range<Int>, from start: Int
    ) throws(TemplateError) -> Expression {
        guard try take("("), case .string(let format) = token else {
            throw TemplateError(.syntax, "strftime takes a format in quotes: strftime(\"%H:%M\")", at: nameRange)
        }
        let formatRange = range
        try advance()
        guard try take(")") else { throw unexpected(wanted: "a closing parenthesis") }
        do {
            return .dateFormat(input, try Strftime(format), start..<previousEnd)
        } catch {
            throw TemplateError(.syntax, error.message, at: formatRange)
        }
    }
}
