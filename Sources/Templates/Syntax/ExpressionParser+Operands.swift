/// Names, strings, numbers, lists, mappings and parentheses.
extension ExpressionParser {
    mutating func primary() throws(TemplateError) -> Expression {
        let start = range
        switch token {
        case .name(let name):
            try advance()
            return try named(name, at: start)
        case .string(var text):
            try advance()
            // Strings side by side are one.
            while case .string(let more) = token {
                text += more
                try advance()
            }
            return .literal(.string(text), start.lowerBound..<previousEnd)
        case .integer(let value):
            try advance()
            return .literal(.int(value), start)
        case .float(let value):
            try advance()
            return .literal(.float(value), start)
        case .symbol("("):
            try advance()
            if try take(")") { return .tuple([], start.lowerBound..<previousEnd) }
            let inner = try tuple()
            guard try take(")") else { throw unexpected(wanted: "a closing parenthesis") }
            return inner
        case .symbol("["):
            try advance()
            var values: [Expression] = []
            while token != .symbol("]") {
                values.append(try expression())
                guard try take(",") else { break }
            }
            guard try take("]") else { throw unexpected(wanted: "a closing bracket") }
            return .list(values, start.lowerBound..<previousEnd)
        case .symbol("{"):
            try advance()
            var keys: [Expression] = []
            var values: [Expression] = []
            while token != .symbol("}") {
                keys.append(try expression())
                guard try take(":") else { throw unexpected(wanted: "a colon") }
                values.append(try expression())
                guard try take(",") else { break }
            }
            guard try take("}") else { throw unexpected(wanted: "a closing brace") }
            return .map(keys, values, start.lowerBound..<previousEnd)
        default: throw unexpected()
        }
    }

    static let keywords: Set<String> = ["and", "or", "not", "in", "is", "if", "else"]

    private mutating func named(_ name: String, at nameRange: Range<Int>) throws(TemplateError) -> Expression {
        switch name {
        case "true", "True": return .literal(.bool(true), nameRange)
        case "false", "False": return .literal(.bool(false), nameRange)
        case "none", "None": return .literal(.none, nameRange)
        case "self":
            throw TemplateError(
                .unsupported, "\"self\" is the template itself in Jinja2: choose another name", at: nameRange)
        case _ where Self.keywords.contains(name):
            throw TemplateError(.syntax, "\"\(name)\" does not belong here", at: nameRange)
        default: return .variable(intern(name), name, nameRange)
        }
    }
}
