/// Names, strings, numbers, lists, mappings and parentheses.
extension ExpressionParser {
    mutating func primary() throws(TemplateError) -> Expression {
        let start = range
        switch token {
        case .name(let name):
            try advance()
            return try named(name, at: start)
        case .string(let text):
            try advance()
            if case .string = token { throw .unsupported("two texts side by side: write ~ between them", at: range) }
            return Expression(.literal(.string(text)), at: start)
        case .integer(let value):
            try advance()
            return Expression(.literal(.int(value)), at: start)
        case .float(let value):
            try advance()
            return Expression(.literal(.float(value)), at: start)
        case .symbol("("):
            try advance()
            if try take(")") { return Expression(.tuple, at: start.lowerBound..<previousEnd) }
            let inner = try tuple()
            try expect(")", "a closing parenthesis")
            return inner
        case .symbol("["):
            try advance()
            var values: [Expression] = []
            while token != .symbol("]") {
                values.append(try expression())
                guard try take(",") else { break }
            }
            try expect("]", "a closing bracket")
            return Expression(.list, values, at: start.lowerBound..<previousEnd)
        case .symbol("{"):
            try advance()
            var members: [Expression] = []
            while token != .symbol("}") {
                members.append(try expression())
                try expect(":", "a colon")
                members.append(try expression())
                guard try take(",") else { break }
            }
            try expect("}", "a closing brace")
            return Expression(.map, members, at: start.lowerBound..<previousEnd)
        default: throw unexpected()
        }
    }

    static let keywords: Set<String> = ["and", "or", "not", "in", "is", "if", "else"]

    private mutating func named(_ name: String, at nameRange: Range<Int>) throws(TemplateError) -> Expression {
        switch name {
        case "true", "True": return Expression(.literal(.bool(true)), at: nameRange)
        case "false", "False": return Expression(.literal(.bool(false)), at: nameRange)
        case "none", "None": return Expression(.literal(.none), at: nameRange)
        case "self":
            throw .unsupported("\"self\" is the template itself in Jinja2: choose another name", at: nameRange)
        case _ where Self.keywords.contains(name):
            throw .syntax("\"\(name)\" does not belong here", at: nameRange)
        default: return Expression(.variable(intern(name), name), at: nameRange)
        }
    }
}
