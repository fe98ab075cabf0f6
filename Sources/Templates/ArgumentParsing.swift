/// Arguments in parentheses.
extension ExpressionParser {
    struct Arguments {
        var values: [Expression] = []
        var keywords: [(name: String, range: Range<Int>)] = []
    }

    /// What stands in parentheses behind a name: values first, `name=value` after them. The values of the keywords are
    /// the last of `values`.
    mutating func arguments() throws(TemplateError) -> Arguments {
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

    mutating func positional(_ name: String) throws(TemplateError) -> [Expression] {
        let arguments = try arguments()
        if let (keyword, range) = arguments.keywords.first {
            throw TemplateError(.syntax, "\(name) takes no argument \"\(keyword)\"", at: range)
        }
        return arguments.values
    }

    /// Brings arguments to the places of a filter's parameters.
    func bind(
        _ arguments: Arguments, to filter: Filter, _ name: String, _ nameRange: Range<Int>
    ) throws(TemplateError) -> [Expression?] {
        let parameters = filter.parameters
        var bound = [Expression?](repeating: nil, count: parameters.count)
        let positional = arguments.values.count - arguments.keywords.count
        for (index, value) in arguments.values.enumerated() {
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
