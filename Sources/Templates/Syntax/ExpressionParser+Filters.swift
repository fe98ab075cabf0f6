import ShowTime

/// Filters behind `|`, tests behind `is`, and their arguments.
extension ExpressionParser {
    /// Arguments in parentheses. The values of the keywords are the last of `values`.
    struct Arguments {
        var values: [Expression] = []
        var keywords: [(name: String, range: Range<Int>)] = []
    }

    mutating func filter(of input: Expression, from start: Int) throws(TemplateError) -> Expression {
        guard case .name(let name) = token else { throw unexpected(wanted: "the name of a filter") }
        let nameRange = range
        try advance()
        switch name {
        case "strftime": return try dateFormat(of: input, nameRange, from: start)
        case "format":
            let arguments = try arguments()
            if let (_, range) = arguments.keywords.first {
                throw TemplateError(
                    .unsupported, "names are not supported here: write the values in their order", at: range)
            }
            return .format(input, arguments.values, start..<previousEnd)
        default: break
        }
        guard let filter = Filter(named: name) else {
            if let alternative = Alternatives.toFilter(name) {
                throw TemplateError(
                    .unsupported, "the filter \"\(name)\" is not supported: \(alternative)", at: nameRange)
            }
            throw TemplateError(.unknownFilter(name), "there is no filter \"\(name)\"", at: nameRange)
        }
        let bound = try bind(arguments(), to: filter, named: name, at: nameRange)
        return .filter(filter, input, bound, start..<previousEnd)
    }

    private mutating func dateFormat(
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

    mutating func test(of input: Expression, from start: Int) throws(TemplateError) -> Expression {
        let isNegated = try take(word: "not")
        guard case .name(let name) = token else { throw unexpected(wanted: "the name of a test") }
        let nameRange = range
        guard let test = ValueTest(named: name) else {
            throw TemplateError(.unsupported, Alternatives.toTest(name), at: nameRange)
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
        case .name, .string, .integer, .float, .symbol("["), .symbol("{"):
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

    private mutating func arguments() throws(TemplateError) -> Arguments {
        var arguments = Arguments()
        guard try take("(") else { return arguments }
        while token != .symbol(")") {
            if case .name(let name) = token, case let nameRange = range, try lexer.isFollowedByAssignment() {
                try advance()
                try advance()
                arguments.keywords.append((name, nameRange))
            } else if !arguments.keywords.isEmpty {
                throw TemplateError(.syntax, "an argument without a name cannot follow one with a name", at: range)
            }
            arguments.values.append(try expression())
            guard try take(",") else { break }
        }
        guard try take(")") else { throw unexpected(wanted: "a closing parenthesis") }
        return arguments
    }

    /// Parses arguments that have no names.
    mutating func positional(_ name: String) throws(TemplateError) -> [Expression] {
        let arguments = try arguments()
        if let (keyword, range) = arguments.keywords.first {
            throw TemplateError(.syntax, "\(name) takes no argument \"\(keyword)\"", at: range)
        }
        return arguments.values
    }

    /// Returns the arguments at the places of a filter's parameters.
    private func bind(
        _ arguments: Arguments, to filter: Filter, named name: String, at nameRange: Range<Int>
    ) throws(TemplateError) -> [Expression?] {
        let parameters = filter.parameters
        var bound = [Expression?](repeating: nil, count: parameters.count)
        let positional = arguments.values.count - arguments.keywords.count
        for (index, value) in arguments.values.enumerated() {
            if filter == .int, index < positional ? index == 1 : arguments.keywords[index - positional].name == "base" {
                throw TemplateError(
                    .unsupported, "a base is not supported: int reads numbers of ten digits", at: value.range)
            }
            if index < positional {
                guard index < parameters.count else {
                    throw TemplateError(.syntax, "\(name) does not take this argument", at: value.range)
                }
                bound[index] = value
                continue
            }
            let keyword = arguments.keywords[index - positional]
            guard let place = parameters.firstIndex(of: keyword.name) else {
                throw TemplateError(.syntax, "\(name) has no argument \"\(keyword.name)\"", at: keyword.range)
            }
            guard bound[place] == nil else {
                throw TemplateError(.syntax, "\"\(keyword.name)\" is given twice", at: keyword.range)
            }
            bound[place] = value
        }
        guard bound.prefix(filter.requiredCount).allSatisfy({ $0 != nil }) else {
            let wanted = parameters.prefix(filter.requiredCount).joined(separator: " and ")
            throw TemplateError(.syntax, "\(name) needs \(wanted)", at: nameRange)
        }
        return bound
    }
}
