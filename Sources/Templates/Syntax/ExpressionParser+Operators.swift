/// Operators between two expressions, from those that bind least to those that bind most.
extension ExpressionParser {
    mutating func or() throws(TemplateError) -> Expression {
        try chain("or", .or) { parser throws(TemplateError) in
            try parser.chain("and", .and) { parser throws(TemplateError) in try parser.not() }
        }
    }

    /// Parses operands with a word between them, from left to right (left-associative).
    private mutating func chain(
        _ word: String, _ kind: Expression.Kind,
        of operand: (inout ExpressionParser) throws(TemplateError) -> Expression
    ) throws(TemplateError) -> Expression {
        let start = range.lowerBound
        var left = try operand(&self)
        while try take(word: word) {
            try countLink()
            left = Expression(kind, [left, try operand(&self)], at: start..<previousEnd)
        }
        return left
    }

    private mutating func not() throws(TemplateError) -> Expression {
        let start = range.lowerBound
        guard try take(word: "not") else { return try comparison() }
        let inner = try deeper { parser throws(TemplateError) in try parser.not() }
        return Expression(.not, [inner], at: start..<previousEnd)
    }

    private mutating func comparison() throws(TemplateError) -> Expression {
        let start = range.lowerBound
        var operands = [try binary(level: 0)]
        var operators: [Expression.Comparison] = []
        while let comparison = try comparisonOperator() {
            try countLink()
            operators.append(comparison)
            operands.append(try binary(level: 0))
        }
        return operators.isEmpty
            ? operands[0] : Expression(.comparison(operators), operands, at: start..<previousEnd)
    }

    private mutating func comparisonOperator() throws(TemplateError) -> Expression.Comparison? {
        if case .symbol(let symbol) = token, let comparison = Expression.Comparison(rawValue: symbol) {
            try advance()
            return comparison
        }
        if try take(word: "in") { return .isIn }
        guard try take(word: "not") else { return nil }
        guard try take(word: "in") else { throw unexpected() }
        return .isNotIn
    }

    /// The operators of each level, from the one that binds least.
    private static let levels: [Set<String>] = [["+", "-"], ["~"], ["*", "/", "//", "%"]]

    /// Parses operands with operators of one level between them, from left to right (left-associative).
    private mutating func binary(level: Int) throws(TemplateError) -> Expression {
        guard level < Self.levels.count else { return try filtered() }
        let start = range.lowerBound
        var left = try binary(level: level + 1)
        while case .symbol(let symbol) = token, Self.levels[level].contains(symbol),
            let binary = Expression.BinaryOperator(rawValue: symbol)
        {
            try countLink()
            try advance()
            left = Expression(.binary(binary), [left, try self.binary(level: level + 1)], at: start..<previousEnd)
        }
        return left
    }

    /// Parses an operand with its sign, and the filters and tests behind it.
    private mutating func filtered() throws(TemplateError) -> Expression {
        let start = range.lowerBound
        let namesBefore = nameCount
        var expression = try signed()
        while true {
            if try take("|") {
                try countLink()
                expression = try filter(of: expression, from: start)
            } else if try take(word: "is") {
                try countLink()
                expression = try test(of: expression, from: start)
            } else {
                if nameCount == namesBefore { try refusePartOfConstant(expression) }
                return expression
            }
        }
    }

    private mutating func signed() throws(TemplateError) -> Expression {
        try deeper { parser throws(TemplateError) in
            let start = parser.range.lowerBound
            var expression: Expression
            if try parser.take("-") {
                expression = Expression(.negated, [try parser.signed()], at: start..<parser.previousEnd)
            } else if try parser.take("+") {
                expression = Expression(.positive, [try parser.signed()], at: start..<parser.previousEnd)
            } else {
                expression = try parser.primary()
            }
            return try parser.members(of: expression, from: start)
        }
    }

    /// Refuses access to a part of a constant: if there is no such part, Jinja2 fails even where no expansion reaches the access.
    private func refusePartOfConstant(_ expression: Expression) throws(TemplateError) {
        switch expression.kind {
        case .item, .attribute, .filter(.first), .filter(.last), .filter(.min), .filter(.max):
            throw .unsupported("this is always the same and not supported: write the item itself", at: expression.range)
        default: return
        }
    }
}
