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
        var symbols = [try targetName()]
        guard token == .symbol(",") else { return .name(symbols[0]) }
        while try take(",") { symbols.append(try targetName()) }
        return .names(symbols)
    }

    private mutating func targetName() throws(TemplateError) -> Symbol {
        try countLink()
        if token == .symbol("(") {
            throw TemplateError(
                .unsupported, "parentheses are not supported here: write the names with commas between them", at: range)
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
        return symbol
    }
}
