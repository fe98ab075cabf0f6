/// Statements.
extension ExpressionParser {
    /// The content of one `{% … %}`.
    enum Statement {
        /// `if` and `elif`.
        case condition(String, Expression)
        case loop(TemplateNode.Target, items: Expression, test: Expression?)
        /// Without an expression, what follows up to `endset` is the value.
        case set(TemplateNode.Target, Expression?)
        /// `else`, and the ends of the others.
        case word(String)

        var word: String {
            switch self {
            case .condition(let word, _), .word(let word): word
            case .loop: "for"
            case .set: "set"
            }
        }
    }

    mutating func statement() throws(TemplateError) -> Statement {
        guard case .name(let word) = token else { throw unexpected(wanted: "the name of a statement") }
        let wordRange = range
        try advance()
        let statement: Statement
        switch word {
        case "if", "elif": statement = .condition(word, try tuple(withCondition: false))
        case "else":
            if token == .name("if") { throw .syntax("else if is one word here: write {% elif … %}", at: wordRange) }
            statement = .word(word)
        case "endif", "endfor", "endset", "endraw": return .word(word)
        case "set":
            let target = try target()
            if try take("=") { return .set(target, try tuple()) }
            if token == .symbol("|") {
                throw .unsupported("{% set … | … %} is not supported: filter the text where it is placed", at: range)
            }
            statement = .set(target, nil)
        case "for":
            let target = try target()
            guard try take(word: "in") else { throw unexpected(wanted: "in") }
            let items = try tuple(withCondition: false)
            let test: Expression? = try take(word: "if") ? try expression() : nil
            if token == .name("recursive") {
                throw .unsupported("recursive loops are not supported: write one loop inside the other", at: range)
            }
            statement = .loop(target, items: items, test: test)
        default:
            throw .unsupported("there is no statement \"\(word)\": \(Alternatives.toStatement(word))", at: wordRange)
        }
        _ = try take(":")
        return statement
    }

    private mutating func target() throws(TemplateError) -> TemplateNode.Target {
        var symbols: [Symbol] = []
        repeat { symbols.append(try targetName()) } while try take(",")
        return .init(symbols: symbols, takesApart: symbols.count > 1)
    }

    private mutating func targetName() throws(TemplateError) -> Symbol {
        try countLink()
        if token == .symbol("(") {
            throw .unsupported(
                "parentheses are not supported here: write the names with commas between them", at: range)
        }
        guard case .name(let name) = token else { throw unexpected(wanted: "a name") }
        if name == "loop" { throw .syntax("\"loop\" is a name of its own: choose another", at: range) }
        guard !Self.keywords.contains(name), !["true", "false", "none", "self"].contains(name.lowercased()) else {
            throw .syntax("\"\(name)\" cannot be given a value", at: range)
        }
        let symbol = intern(name)
        try advance()
        if token == .symbol(".") || token == .symbol("[") {
            throw .unsupported("only names can be given a value, and no members of them", at: range)
        }
        return symbol
    }
}
