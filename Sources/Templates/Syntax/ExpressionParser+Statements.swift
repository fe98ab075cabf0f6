/// The content of `{% … %}`.
extension ExpressionParser {
    mutating func statement() throws(TemplateError) -> Statement {
        guard case .name(let word) = token else { throw unexpected(wanted: "the name of a statement") }
        let wordRange = range
        try advance()
        let statement: Statement
        switch word {
        case "if": statement = .beginIf(try tuple(withCondition: false))
        case "elif": statement = .elseIf(try tuple(withCondition: false))
        case "else": statement = .otherwise
        case "endif": return .endIf
        case "endfor": return .endFor
        case "endset": return .endSet
        case "set":
            let target = try target()
            if try take("=") { return .set(target, try tuple()) }
            if token == .symbol("|") {
                throw TemplateError(
                    .unsupported, "{% set … | … %} is not supported: filter the text where it is placed", at: range)
            }
            return .beginSet(target)
        case "for":
            let target = try target()
            guard try take(word: "in") else { throw unexpected(wanted: "in") }
            let items = try tuple(withCondition: false)
            let test: Expression? = try take(word: "if") ? try expression() : nil
            if token == .name("recursive") {
                throw TemplateError(
                    .unsupported, "recursive loops are not supported: write one loop inside the other", at: range)
            }
            statement = .beginFor(target, items: items, test: test)
        default:
            throw TemplateError(
                .unsupported, "there is no statement \"\(word)\": \(Alternatives.toStatement(word))", at: wordRange)
        }
        _ = try take(":")
        return statement
    }

    private mutating func target() throws(TemplateError) -> Statement.Target {
        let start = range.lowerBound
        var targets = [try singleTarget()]
        guard token == .symbol(",") else { return targets[0] }
        while try take(",") {
            // A comma may stand at the end, too, but as in Jinja2 not before `in` or `=`.
            if token == .symbol(")") || token == .end { break }
            targets.append(try singleTarget())
        }
        return .names(targets, start..<previousEnd)
    }

    private mutating func singleTarget() throws(TemplateError) -> Statement.Target {
        try countLink()
        if try take("(") {
            let inner = try nestedTarget()
            guard try take(")") else { throw unexpected(wanted: "a closing parenthesis") }
            return inner
        }
        guard case .name(let name) = token else { throw unexpected(wanted: "a name") }
        if name == "loop" {
            throw TemplateError(.syntax, "\"loop\" is a name of its own: choose another", at: range)
        }
        guard !Self.keywords.contains(name), !["true", "false", "none", "self"].contains(name.lowercased()) else {
            throw TemplateError(.syntax, "\"\(name)\" cannot be given a value", at: range)
        }
        let symbol = intern(name)
        try advance()
        if token == .symbol(".") || token == .symbol("[") {
            throw TemplateError(.unsupported, "only names can be given a value, and no members of them", at: range)
        }
        return .name(symbol)
    }

    private mutating func nestedTarget() throws(TemplateError) -> Statement.Target {
        try deeper { parser throws(TemplateError) in try parser.target() }
    }
}
