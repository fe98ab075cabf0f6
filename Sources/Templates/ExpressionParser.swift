import ShowTime

/// Parses what stands between braces with Jinja2's precedences: `x if c else y` binds least, then `or`, `and`, `not`,
/// comparisons, `+ -`, `~`, `* / // %`, `**`, a sign, filters and tests.
struct ExpressionParser {
    private var lexer: ExpressionLexer
    private(set) var token: ExpressionLexer.Token = .end
    private(set) var range = 0..<0
    private(set) var previousEnd = 0
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
        try parse(bytes, in: range, symbols: &symbols) { parser throws(TemplateError) in try parser.tuple() }
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
                let otherwise: Expression? = try parser.take(word: "else") ? try parser.expression() : nil
                value = .conditional(test: test, value, otherwise: otherwise, start..<parser.previousEnd)
            }
            return value
        }
    }

    mutating func intern(_ name: String) -> Symbol { symbols.intern(name) }

    private mutating func or() throws(TemplateError) -> Expression {
        let start = range.lowerBound
        var left = try and()
        while try take(word: "or") {
            try countLink()
            left = .or(left, try and(), start..<previousEnd)
        }
        return left
    }

    private mutating func and() throws(TemplateError) -> Expression {
        let start = range.lowerBound
        var left = try not()
        while try take(word: "and") {
            try countLink()
            left = .and(left, try not(), start..<previousEnd)
        }
        return left
    }

    private mutating func not() throws(TemplateError) -> Expression {
        let start = range.lowerBound
        guard try take(word: "not") else { return try comparison() }
        let inner = try deeper { parser throws(TemplateError) in try parser.not() }
        return .not(inner, start..<previousEnd)
    }

    private mutating func comparison() throws(TemplateError) -> Expression {
        let start = range.lowerBound
        let first = try sum()
        var operators: [Comparison] = []
        var others: [Expression] = []
        while let comparison = try comparisonOperator() {
            try countLink()
            operators.append(comparison)
            others.append(try sum())
        }
        return operators.isEmpty ? first : .comparison(first, operators, others, start..<previousEnd)
    }

    private mutating func comparisonOperator() throws(TemplateError) -> Comparison? {
        switch token {
        case .symbol(let symbol):
            guard let comparison = Comparison(rawValue: symbol) else { return nil }
            try advance()
            return comparison
        case .name("in"):
            try advance()
            return .isIn
        case .name("not"):
            try advance()
            guard try take(word: "in") else { throw unexpected() }
            return .isNotIn
        default: return nil
        }
    }

    private mutating func sum() throws(TemplateError) -> Expression {
        try leftAssociative(["+", "-"]) { parser throws(TemplateError) in try parser.concatenation() }
    }

    private mutating func concatenation() throws(TemplateError) -> Expression {
        try leftAssociative(["~"]) { parser throws(TemplateError) in try parser.product() }
    }

    private mutating func product() throws(TemplateError) -> Expression {
        try leftAssociative(["*", "/", "//", "%"]) { parser throws(TemplateError) in try parser.power() }
    }

    private mutating func power() throws(TemplateError) -> Expression {
        try leftAssociative(["**"]) { parser throws(TemplateError) in try parser.signed(withFilter: true) }
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
        try deeper { parser throws(TemplateError) in
            let start = parser.range.lowerBound
            var expression: Expression
            if try parser.take("-") {
                expression = .negated(try parser.signed(withFilter: false), start..<parser.previousEnd)
            } else if try parser.take("+") {
                expression = .positive(try parser.signed(withFilter: false), start..<parser.previousEnd)
            } else {
                expression = try parser.primary()
            }
            expression = try parser.members(of: expression, from: start)
            guard withFilter else { return expression }
            while true {
                if try parser.take("|") {
                    try parser.countLink()
                    expression = try parser.filter(of: expression, from: start)
                } else if try parser.take(word: "is") {
                    try parser.countLink()
                    expression = try parser.test(of: expression, from: start)
                } else {
                    return expression
                }
            }
        }
    }

    /// `.name`, `.0`, `["name"]`, `[1:2]` and the calls there are.
    private mutating func members(of inner: Expression, from start: Int) throws(TemplateError) -> Expression {
        var expression = inner
        while true {
            if try take(".") {
                try countLink()
                switch token {
                case .name(let name):
                    try advance()
                    expression = .attribute(expression, name, start..<previousEnd)
                case .integer(let index):
                    let indexRange = range
                    try advance()
                    expression = .item(expression, .literal(.int(index), indexRange), start..<previousEnd)
                default: throw unexpected()
                }
            } else if try take("[") {
                try countLink()
                expression = try subscripted(expression, from: start)
            } else if token == .symbol("("), let called = try call(of: expression, from: start) {
                try countLink()
                expression = called
            } else {
                return expression
            }
        }
    }

    private mutating func subscripted(_ inner: Expression, from start: Int) throws(TemplateError) -> Expression {
        var bounds: [Expression?] = []
        var isSlice = false
        repeat {
            if bounds.count == 3 { throw unexpected(wanted: "a closing bracket") }
            bounds.append(token == .symbol(":") || token == .symbol("]") ? nil : try expression())
            if token == .symbol(":") { isSlice = true }
        } while try take(":")
        guard try take("]") else { throw unexpected(wanted: "a closing bracket") }
        if isSlice { return .slice(inner, bounds, start..<previousEnd) }
        guard case .some(.some(let key)) = bounds.first else {
            throw TemplateError(.syntax, "there is nothing between the brackets", at: start..<previousEnd)
        }
        return .item(inner, key, start..<previousEnd)
    }

    /// `loop.cycle(…)`, `loop.changed(…)` and `range(…)`; nil for other calls.
    private mutating func call(of callee: Expression, from start: Int) throws(TemplateError) -> Expression? {
        switch callee {
        case .attribute(.variable(let symbol, "loop", let loopRange), "cycle", _):
            let arguments = try positional("cycle")
            return .cycle(.variable(symbol, "loop", loopRange), arguments, start..<previousEnd)
        case .attribute(.variable(let symbol, "loop", let loopRange), "changed", _):
            let arguments = try positional("changed")
            return .changed(.variable(symbol, "loop", loopRange), arguments, start..<previousEnd)
        case .variable(_, "range", _):
            let arguments = try positional("range")
            guard (1...3).contains(arguments.count) else {
                throw TemplateError(.syntax, "range takes one to three numbers", at: start..<previousEnd)
            }
            return .range(callee, arguments, start..<previousEnd)
        default: return nil
        }
    }

    private mutating func positional(_ name: String) throws(TemplateError) -> [Expression] {
        let arguments = try arguments()
        if let (keyword, range) = arguments.keywords.first {
            throw TemplateError(.syntax, "\(name) takes no argument \"\(keyword)\"", at: range)
        }
        return arguments.values
    }

    mutating func countLink() throws(TemplateError) {
        links += 1
        guard links <= Self.longest else {
            throw TemplateError(.unsupported, "this expression is too long", at: range)
        }
    }

    private mutating func primary() throws(TemplateError) -> Expression {
        let start = range
        switch token {
        case .name(let name):
            try advance()
            return try named(name, start)
        case .string(var text):
            try advance()
            // Strings side by side are one, as in Python.
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

    private mutating func named(_ name: String, _ nameRange: Range<Int>) throws(TemplateError) -> Expression {
        switch name {
        case "true", "True": return .literal(.bool(true), nameRange)
        case "false", "False": return .literal(.bool(false), nameRange)
        case "none", "None": return .literal(.none, nameRange)
        case "self":
            throw TemplateError(
                .unsupported, "\"self\" is the template itself in Jinja2: choose another name", at: nameRange)
        case _ where Self.keywords.contains(name):
            throw TemplateError(.syntax, "\"\(name)\" does not belong here", at: nameRange)
        default: return .variable(symbols.intern(name), name, nameRange)
        }
    }

    private struct Arguments {
        var values: [Expression] = []
        var keywords: [(name: String, range: Range<Int>)] = []
    }

    /// What stands in parentheses behind a name: values first, `name=value` after them. The values of the keywords are
    /// the last of `values`.
    private mutating func arguments() throws(TemplateError) -> Arguments {
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

    private mutating func filter(of input: Expression, from start: Int) throws(TemplateError) -> Expression {
        guard case .name(let name) = token else { throw unexpected(wanted: "the name of a filter") }
        let nameRange = range
        try advance()
        switch name {
        case "strftime": return try dateFormat(of: input, nameRange, from: start)
        case "format":
            let arguments = try arguments()
            guard arguments.keywords.isEmpty || arguments.keywords.count == arguments.values.count else {
                throw TemplateError(
                    .syntax, "format takes arguments with names or without, not both", at: arguments.keywords[0].range)
            }
            return .format(
                input, arguments.values, names: arguments.keywords.map(\.name), start..<previousEnd)
        default: break
        }
        guard let filter = Filter(named: name) else {
            throw TemplateError(.unknownFilter(name), "there is no filter \"\(name)\"", at: nameRange)
        }
        let arguments = try arguments()
        return .filter(filter, input, try bind(arguments, to: filter, name, nameRange), start..<previousEnd)
    }

    /// Brings arguments to the places of a filter's parameters.
    private func bind(
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

    private mutating func dateFormat(
        of input: Expression, _ nameRange: Range<Int>, from start: Int
    ) throws(TemplateError) -> Expression {
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

    private mutating func test(of input: Expression, from start: Int) throws(TemplateError) -> Expression {
        let isNegated = try take(word: "not")
        guard case .name(let name) = token else { throw unexpected(wanted: "the name of a test") }
        let nameRange = range
        guard let test = ValueTest(named: name) else {
            throw TemplateError(.unsupported, "there is no test \"\(name)\"", at: nameRange)
        }
        try advance()
        var argument: Expression?
        switch token {
        case .symbol("("):
            let arguments = try positional(name)
            guard arguments.count <= 1 else {
                throw TemplateError(.syntax, "\(name) takes one argument", at: arguments[1].range)
            }
            argument = arguments.first
        case .name("else"), .name("or"), .name("and"): break
        case .name, .string, .integer, .float, .symbol("["), .symbol("{"):
            let argumentStart = range.lowerBound
            let primary = try deeper { parser throws(TemplateError) in try parser.primary() }
            argument = try members(of: primary, from: argumentStart)
        default: break
        }
        guard (argument != nil) == test.takesArgument else {
            let message = test.takesArgument ? "\(name) needs something to compare with" : "\(name) takes no argument"
            throw TemplateError(.syntax, message, at: argument?.range ?? nameRange)
        }
        let tested = Expression.test(test, input, argument, start..<previousEnd)
        return isNegated ? .not(tested, start..<previousEnd) : tested
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
