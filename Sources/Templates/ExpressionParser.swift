import ShowTime

/// Parses an expression with Jinja2's precedences: `+ -` bind least, then `~`, then `* / // %`, then a sign, then filters.
struct ExpressionParser {
    private var lexer: ExpressionLexer
    private var token: ExpressionLexer.Token = .end
    private var range = 0..<0
    private var previousEnd = 0
    private var depth = 0
    /// What grows deep without parentheses: operators in a row, members of members.
    private var links = 0
    private var symbols: SymbolTable

    /// Expressions this deep are nothing that anybody wrote.
    private static let deepest = 100
    private static let longest = 500

    private init(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>, symbols: SymbolTable) {
        lexer = ExpressionLexer(bytes, in: range)
        self.symbols = symbols
    }

    /// Parses `range` of `bytes` as one expression; ranges in errors and in the result count from `range.lowerBound`.
    static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>, symbols: inout SymbolTable
    ) throws(TemplateError) -> Expression {
        let expressionBytes = UnsafeBufferPointer(rebasing: bytes[range])
        var parser = ExpressionParser(expressionBytes, in: 0..<range.count, symbols: symbols)
        // Given back at the end: two owners of a table would copy it for each new name.
        symbols = .none
        defer { symbols = parser.symbols }
        try parser.advance()
        if parser.token == .end {
            throw TemplateError(.syntax, "there is nothing between the braces", at: 0..<range.count)
        }
        let expression = try parser.sum()
        guard parser.token == .end else { throw parser.unexpected() }
        return expression
    }

    private mutating func advance() throws(TemplateError) {
        previousEnd = range.upperBound
        (token, range) = try lexer.next()
    }

    private mutating func take(_ symbol: String) throws(TemplateError) -> Bool {
        guard token == .symbol(symbol) else { return false }
        try advance()
        return true
    }

    private mutating func sum() throws(TemplateError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw TemplateError(.unsupported, "this is nested too deeply", at: range) }
        return try leftAssociative(["+", "-"]) { parser throws(TemplateError) in try parser.concatenation() }
    }

    private mutating func concatenation() throws(TemplateError) -> Expression {
        try leftAssociative(["~"]) { parser throws(TemplateError) in try parser.product() }
    }

    private mutating func product() throws(TemplateError) -> Expression {
        try leftAssociative(["*", "/", "//", "%"]) { parser throws(TemplateError) in try parser.signed(withFilter: true)
        }
    }

    private mutating func leftAssociative(
        _ operators: [String], operand: (inout ExpressionParser) throws(TemplateError) -> Expression
    ) throws(TemplateError) -> Expression {
        let start = range.lowerBound
        var left = try operand(&self)
        while case .symbol(let symbol) = token, operators.contains(symbol),
            let binary = BinaryOperator(rawValue: symbol)
        {
            try countLink()
            try advance()
            let right = try operand(&self)
            left = .binary(binary, left, right, start..<previousEnd)
        }
        return left
    }

    private mutating func signed(withFilter: Bool) throws(TemplateError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw TemplateError(.unsupported, "this is nested too deeply", at: range) }
        let start = range.lowerBound
        var expression: Expression
        if try take("-") {
            expression = .negated(try signed(withFilter: false), start..<previousEnd)
        } else if try take("+") {
            expression = .positive(try signed(withFilter: false), start..<previousEnd)
        } else {
            expression = try primary()
        }
        while try take(".") {
            try countLink()
            guard case .name(let name) = token else { throw unexpected() }
            try advance()
            guard !Self.isAttributeOfEveryMapping(name) else {
                throw TemplateError(
                    .unsupported, "\"\(name)\" is something every mapping has in Jinja2: choose another name",
                    at: start..<previousEnd)
            }
            expression = .attribute(expression, name, start..<previousEnd)
        }
        guard withFilter else { return expression }
        while try take("|") {
            try countLink()
            expression = try filter(of: expression, from: start)
        }
        return expression
    }

    private mutating func countLink() throws(TemplateError) {
        links += 1
        guard links <= Self.longest else {
            throw TemplateError(.unsupported, "this expression is too long", at: range)
        }
    }

    /// Jinja2 prefers a method of Python's `dict` to the member of that name.
    private static func isAttributeOfEveryMapping(_ name: String) -> Bool {
        methodsOfMappings.contains(name) || (name.hasPrefix("__") && name.hasSuffix("__"))
    }

    private static let methodsOfMappings: Set = [
        "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values",
    ]

    private mutating func primary() throws(TemplateError) -> Expression {
        switch token {
        case .name(let name):
            let nameRange = range
            try advance()
            return try named(name, nameRange)
        case .string(var text):
            try advance()
            // Strings side by side are one, as in Python.
            while case .string(let more) = token {
                text += more
                try advance()
            }
            return .literal(.string(text))
        case .integer(let value):
            try advance()
            return .literal(.int(value))
        case .float(let value):
            try advance()
            return .literal(.float(value))
        case .symbol("("):
            try advance()
            let inner = try sum()
            guard try take(")") else { throw unexpected(wanted: "a closing parenthesis") }
            return inner
        default: throw unexpected()
        }
    }

    private static let keywords: Set<String> = ["and", "or", "not", "in", "is", "if", "else"]

    private mutating func named(_ name: String, _ nameRange: Range<Int>) throws(TemplateError) -> Expression {
        switch name {
        case "true", "True": return .literal(.bool(true))
        case "false", "False": return .literal(.bool(false))
        case "none", "None": return .literal(.none)
        case "self":
            throw TemplateError(
                .unsupported, "\"self\" is the template itself in Jinja2: choose another name", at: nameRange)
        case _ where Self.keywords.contains(name):
            throw TemplateError(.unsupported, "\"\(name)\" is not supported in expressions", at: nameRange)
        default: return .variable(symbols.intern(name), nameRange)
        }
    }

    private mutating func filter(of input: Expression, from start: Int) throws(TemplateError) -> Expression {
        guard case .name(let name) = token else { throw unexpected(wanted: "the name of a filter") }
        let nameRange = range
        try advance()
        guard name == "strftime" else {
            throw TemplateError(.unknownFilter(name), "there is no filter \"\(name)\"", at: nameRange)
        }
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

    private func unexpected(wanted: String? = nil) -> TemplateError {
        let wish = wanted.map { ": \($0) is missing" } ?? ""
        switch token {
        case .end:
            return TemplateError(.syntax, "the expression ends too early\(wish)", at: previousEnd..<previousEnd)
        case .symbol(let symbol) where ["[", "{", "<", ">", "==", "!=", "<=", ">=", "**"].contains(symbol):
            return TemplateError(.unsupported, "\"\(symbol)\" is not supported in expressions", at: range)
        case .symbol("("):
            return TemplateError(
                .unsupported, "calls are not supported: a date is formatted with | strftime(\"%H:%M\")", at: range)
        case .name(let name) where Self.keywords.contains(name):
            return TemplateError(.unsupported, "\"\(name)\" is not supported in expressions", at: range)
        default: return TemplateError(.syntax, "this does not belong here\(wish)", at: range)
        }
    }
}
