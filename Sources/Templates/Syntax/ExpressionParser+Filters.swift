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
        case "strftime":
            let format = try dateFormat(nameRange)
            return Expression(.dateFormat(format), [input], at: start..<previousEnd)
        case "format":
            let arguments = try arguments()
            if let (_, range) = arguments.keywords.first {
                throw .unsupported("names are not supported here: write the values in their order", at: range)
            }
            return Expression(.format, [input] + arguments.values, at: start..<previousEnd)
        default: break
        }
        guard let filter = Filter(named: name) else {
            if let alternative = Alternatives.toFilter(name) {
                throw .unsupported("the filter \"\(name)\" is not supported: \(alternative)", at: nameRange)
            }
            throw TemplateError(.unknownFilter(name), "there is no filter \"\(name)\"", at: nameRange)
        }
        let bound = try bind(arguments(), to: filter, named: name, at: nameRange)
        return Expression(.filter(filter), [input] + bound, at: start..<previousEnd)
    }

    private mutating func dateFormat(_ nameRange: Range<Int>) throws(TemplateError) -> Strftime {
        guard try take("("), case .string(let format) = token else {
            throw .syntax("strftime takes a format in quotes: strftime(\"%H:%M\")", at: nameRange)
        }
        let formatRange = range
        try advance()
        try expect(")", "a closing parenthesis")
        do { return try Strftime(format) } catch { throw .syntax(error.message, at: formatRange) }
    }

    mutating func test(of input: Expression, from start: Int) throws(TemplateError) -> Expression {
        let isNegated = try take(word: "not")
        guard case .name(let name) = token else { throw unexpected(wanted: "the name of a test") }
        let nameRange = range
        guard let test = ValueTest(rawValue: name) else { throw .unsupported(Alternatives.toTest(name), at: nameRange) }
        try advance()
        var argument: [Expression] = []
        switch token {
        case .symbol("("):
            argument = try positional(name)
            if argument.count > 1 { throw .syntax("\(name) takes one argument", at: argument[1].range) }
        case .name("else"), .name("or"), .name("and"): break
        case .name, .string, .integer, .float, .symbol("["), .symbol("{"):
            let argumentStart = range.lowerBound
            let primary = try deeper { parser throws(TemplateError) in try parser.primary() }
            argument = [try members(of: primary, from: argumentStart)]
        default: break
        }
        guard argument.isEmpty != test.takesArgument else {
            let message = test.takesArgument ? "\(name) needs a number" : "\(name) takes no argument"
            throw .syntax(message, at: argument.first?.range ?? nameRange)
        }
        let tested = Expression(.test(test), [input] + argument, at: start..<previousEnd)
        return isNegated ? Expression(.not, [tested], at: start..<previousEnd) : tested
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
                throw .syntax("an argument without a name cannot follow one with a name", at: range)
            }
            arguments.values.append(try expression())
            guard try take(",") else { break }
        }
        try expect(")", "a closing parenthesis")
        return arguments
    }

    /// Parses arguments that have no names.
    mutating func positional(_ name: String) throws(TemplateError) -> [Expression] {
        let arguments = try arguments()
        if let (keyword, range) = arguments.keywords.first {
            throw .syntax("\(name) takes no argument \"\(keyword)\"", at: range)
        }
        return arguments.values
    }

    /// Returns the arguments at the places of a filter's parameters.
    private func bind(
        _ arguments: Arguments, to filter: Filter, named name: String, at nameRange: Range<Int>
    ) throws(TemplateError) -> [Expression] {
        let parameters = filter.parameters
        let positional = arguments.values.count - arguments.keywords.count
        if positional > parameters.count {
            throw .syntax("\(name) does not take this argument", at: arguments.values[parameters.count].range)
        }
        var bound = Array(arguments.values.prefix(positional))
        bound += Array(repeating: .omitted, count: parameters.count - positional)
        for (keyword, value) in zip(arguments.keywords, arguments.values.dropFirst(positional)) {
            guard let place = parameters.firstIndex(of: keyword.name) else {
                throw .syntax("\(name) has no argument \"\(keyword.name)\"", at: keyword.range)
            }
            guard bound[place].isOmitted else {
                throw .syntax("\"\(keyword.name)\" is given twice", at: keyword.range)
            }
            bound[place] = value
        }
        guard bound.prefix(filter.requiredCount).allSatisfy({ !$0.isOmitted }) else {
            let wanted = parameters.prefix(filter.requiredCount).joined(separator: " and ")
            throw .syntax("\(name) needs \(wanted)", at: nameRange)
        }
        return bound
    }
}
