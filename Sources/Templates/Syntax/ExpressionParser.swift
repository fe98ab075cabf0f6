/// Parses what stands between braces with Jinja2's precedences: `x if c else y` binds least, then `or`, `and`, `not`,
/// comparisons, `+ -`, `~`, `* / // %`, a sign, filters and tests.
struct ExpressionParser {
    var lexer: ExpressionLexer
    private(set) var token: ExpressionLexer.Token = .end
    private(set) var range = 0..<0
    private(set) var previousEnd = 0
    /// How many names have been read: an expression that adds none is constant.
    private(set) var nameCount = 0
    private var depth = 0
    /// How many operators, members and filters there are, which nest without parentheses.
    private var links = 0
    private let symbols: SymbolTable

    private static let maximumDepth = 100
    private static let maximumLinks = 500

    private init(_ bytes: UnsafeBufferPointer<UInt8>, symbols: SymbolTable) {
        lexer = ExpressionLexer(bytes)
        self.symbols = symbols
    }

    /// Parses `range` of `bytes` with `body`.
    ///
    /// Ranges in the result count from `range.lowerBound`, those in errors from the beginning of `bytes`.
    static func parse<Parsed>(
        _ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>, symbols: SymbolTable,
        as body: (inout ExpressionParser) throws(TemplateError) -> Parsed
    ) throws(TemplateError) -> Parsed {
        var parser = ExpressionParser(UnsafeBufferPointer(rebasing: bytes[range]), symbols: symbols)
        do throws(TemplateError) {
            try parser.advance()
            if parser.token == .end { throw .syntax("there is nothing between the braces", at: 0..<range.count) }
            let parsed = try body(&parser)
            guard parser.token == .end else { throw parser.unexpected() }
            return parsed
        } catch {
            throw error.shifted(by: range.lowerBound)
        }
    }

    /// Parses `range` of `bytes` as one expression.
    static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>, symbols: SymbolTable
    ) throws(TemplateError) -> Expression {
        try parse(bytes, in: range, symbols: symbols) { parser throws(TemplateError) in try parser.tuple() }
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

    mutating func expect(_ symbol: String, _ name: String) throws(TemplateError) {
        guard try take(symbol) else { throw unexpected(wanted: name) }
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
        guard depth <= Self.maximumDepth else {
            throw .unsupported("this is nested too deeply: give its parts names with {% set … %}", at: range)
        }
        return try body(&self)
    }

    /// Parses `a, b` without parentheses, or one expression.
    mutating func tuple(withCondition: Bool = true) throws(TemplateError) -> Expression {
        let start = range.lowerBound
        let first = try expression(withCondition: withCondition)
        guard token == .symbol(",") else { return first }
        var values = [first]
        while try take(",") {
            if token == .end || token == .symbol(")") { break }
            values.append(try expression(withCondition: withCondition))
        }
        return Expression(.tuple, values, at: start..<previousEnd)
    }

    /// - Parameter withCondition: whether `x if c else y` may stand here; behind `for x in` an `if` is the loop's.
    mutating func expression(withCondition: Bool = true) throws(TemplateError) -> Expression {
        try deeper { parser throws(TemplateError) in
            let start = parser.range.lowerBound
            var value = try parser.or()
            while withCondition, try parser.take(word: "if") {
                try parser.countLink()
                let test = try parser.or()
                let otherwise = try parser.take(word: "else") ? try parser.expression() : .omitted
                value = Expression(.conditional, [test, value, otherwise], at: start..<parser.previousEnd)
            }
            return value
        }
    }

    mutating func intern(_ name: String) -> Symbol {
        nameCount += 1
        return symbols.intern(name)
    }

    mutating func countLink() throws(TemplateError) {
        links += 1
        guard links <= Self.maximumLinks else {
            throw .unsupported("this expression is too long: give its parts names with {% set … %}", at: range)
        }
    }

    func unexpected(wanted: String? = nil) -> TemplateError {
        let wish = wanted.map { ": \($0) is missing" } ?? ""
        switch token {
        case .end:
            return .syntax("the expression ends too early\(wish)", at: previousEnd..<previousEnd)
        default:
            let doubled = lexer.text(max(range.lowerBound - 1, 0)..<range.lowerBound) == lexer.text(range)
            let meant = Alternatives.toToken(token, doubled: doubled)
            return .syntax(meant ?? "this does not belong here\(wish)", at: range)
        }
    }
}
