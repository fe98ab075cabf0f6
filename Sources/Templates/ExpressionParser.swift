/// Parses what stands between braces with Jinja2's precedences: `x if c else y` binds least, then `or`, `and`, `not`,
/// comparisons, `+ -`, `~`, `* / // %`, `**`, a sign, filters and tests.
struct ExpressionParser {
    var lexer: ExpressionLexer
    private(set) var token: ExpressionLexer.Token = .end
    private(set) var range = 0..<0
    private(set) var previousEnd = 0
    private var depth = 0
    /// What grows deep without parentheses: operators in a row, members of members.
    private var links = 0
    private var symbols: SymbolTable
    /// Whether a part could be infinite: there are very large numbers, or texts that are read as numbers.
    var mayBeEndless = false

    /// Expressions this deep are nothing that anybody wrote.
    private static let deepest = 100
    private static let longest = 500

    private init(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>, symbols: SymbolTable) {
        lexer = ExpressionLexer(bytes, in: range)
        self.symbols = symbols
    }

    /// Parses `range` of `bytes` as `body` says; ranges in errors and in the result count from `range.lowerBound`.
    static func parse<Parsed>(
        _ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>, symbols: inout SymbolTable,
        as body: (inout ExpressionParser) throws(TemplateError) -> Parsed
    ) throws(TemplateError) -> Parsed {
        let content = UnsafeBufferPointer(rebasing: bytes[range])
        var parser = ExpressionParser(content, in: 0..<range.count, symbols: symbols)
        // Given back at the end: two owners of a table would copy it for each new name.
        symbols = .none
        defer { symbols = parser.symbols }
        try parser.advance()
        if parser.token == .end {
            throw TemplateError(.syntax, "there is nothing between the braces", at: 0..<range.count)
        }
        let parsed = try body(&parser)
        guard parser.token == .end else { throw parser.unexpected() }
        return parsed
    }

    /// Parses `range` of `bytes` as one expression.
    static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>, symbols: inout SymbolTable
    ) throws(TemplateError) -> Expression {
        try parse(bytes, in: range, symbols: &symbols) { parser throws(TemplateError) in try parser.shown() }
    }

    /// What stands between `{{` and `}}`.
    mutating func shown() throws(TemplateError) -> Expression {
        let expression = try tuple()
        guard mayBeEndless, expression.constantValue == nil else { return expression }
        return expression.withoutEndlessParts()
    }

    mutating func advance() throws(TemplateError) {
        previousEnd = range.upperBound
        (token, range) = try lexer.next()
    }

    mutating func take(_ symbol: String) throws(TemplateError) -> Bool {
        guard token == .symbol(symbol) else { return false }
        try advance()
        return true
    }

    mutating func take(word: String) throws(TemplateError) -> Bool {
        guard token == .name(word) else { return false }
        try advance()
        return true
    }

    mutating func deeper<Parsed>(
        _ body: (inout ExpressionParser) throws(TemplateError) -> Parsed
    ) throws(TemplateError) -> Parsed {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw TemplateError(.unsupported, "this is nested too deeply", at: range) }
        return try body(&self)
    }

    /// `a, b` without parentheses, or one expression.
    mutating func tuple(withCondition: Bool = true) throws(TemplateError) -> Expression {
        let start = range.lowerBound
        let first = try expression(withCondition: withCondition)
        guard token == .symbol(",") else { return first }
        var values = [first]
        while try take(",") {
            if token == .end || token == .symbol(")") { break }
            values.append(try expression(withCondition: withCondition))
        }
        return .tuple(values, start..<previousEnd)
    }

    /// - Parameter withCondition: whether `x if c else y` may stand here; behind `for x in` an `if` is the loop's.
    mutating func expression(withCondition: Bool = true) throws(TemplateError) -> Expression {
        try deeper { parser throws(TemplateError) in
            let start = parser.range.lowerBound
            var value = try parser.or()
            while withCondition, try parser.take(word: "if") {
                try parser.countLink()
                let test = try parser.or()
                try test.checkConstant()
                let otherwise: Expression? = try parser.take(word: "else") ? try parser.expression() : nil
                value = .conditional(test: test, value, otherwise: otherwise, start..<parser.previousEnd)
            }
            return value
        }
    }

    mutating func intern(_ name: String) -> Symbol { symbols.intern(name) }

    mutating func countLink() throws(TemplateError) {
        links += 1
        guard links <= Self.longest else {
            throw TemplateError(.unsupported, "this expression is too long", at: range)
        }
    }

    func unexpected(wanted: String? = nil) -> TemplateError {
        let wish = wanted.map { ": \($0) is missing" } ?? ""
        switch token {
        case .end:
            return TemplateError(.syntax, "the expression ends too early\(wish)", at: previousEnd..<previousEnd)
        case .symbol("("):
            return TemplateError(
                .unsupported, "calls are not supported: a date is formatted with | strftime(\"%H:%M\")", at: range)
        default: return TemplateError(.syntax, "this does not belong here\(wish)", at: range)
        }
    }
}
