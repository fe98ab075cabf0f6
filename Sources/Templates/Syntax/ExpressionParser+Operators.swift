import ShowTime

/// Operators between two expressions, from those that bind least to those that bind most.
extension ExpressionParser {
    mutating func or() throws(TemplateError) -> Expression {
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
        var operators: [Expression.Comparison] = []
        var others: [Expression] = []
        while let comparison = try comparisonOperator() {
            try countLink()
            operators.append(comparison)
            others.append(try sum())
        }
        return operators.isEmpty ? first : .comparison(first, operators, others, start..<previousEnd)
    }

    private mutating func comparisonOperator() throws(TemplateError) -> Expression.Comparison? {
        switch token {
        case .symbol(let symbol):
            guard let comparison = Expression.Comparison(rawValue: symbol) else { return nil }
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
        try leftAssociative(["**"]) { parser throws(TemplateError) in try parser.filtered() }
    }

    private mutating func leftAssociative(
        _ operators: [String], operand: (inout ExpressionParser) throws(TemplateError) -> Expression
    ) throws(TemplateError) -> Expression {
        let start = range.lowerBound
        let namesBefore = nameCount
        var left = try operand(&self)
        while case .symbol(let symbol) = token, operators.contains(symbol),
            let binary = Expression.BinaryOperator(rawValue: symbol)
        {
            try countLink()
            try advance()
            let namesInLeft = nameCount - namesBefore
            let right = try operand(&self)
            if binary == .power, namesInLeft == 0, nameCount > namesBefore { try refuseNegativeBase(left) }
            left = .binary(binary, left, right, start..<previousEnd)
        }
        return left
    }

    /// Jinja2 hands Python a constant base as it is written, where its sign binds less than the power.
    private func refuseNegativeBase(_ base: Expression) throws(TemplateError) {
        guard let number = (try? constantValue(of: base))?.asDouble, number.sign == .minus else { return }
        throw TemplateError(
            .unsupported, "a negative number is not supported in front of **: give it a name with {% set … %}",
            at: base.range)
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
                if nameCount == namesBefore { try refuseMissingConstant(expression) }
                return expression
            }
        }
    }

    private mutating func signed() throws(TemplateError) -> Expression {
        try deeper { parser throws(TemplateError) in
            let start = parser.range.lowerBound
            var expression: Expression
            if try parser.take("-") {
                expression = .negated(try parser.signed(), start..<parser.previousEnd)
            } else if try parser.take("+") {
                expression = .positive(try parser.signed(), start..<parser.previousEnd)
            } else {
                expression = try parser.primary()
            }
            return try parser.members(of: expression, from: start)
        }
    }

    /// Refuses a constant that nothing defines, like `[1, 2][5]`, at once and not only where an expansion reaches it.
    private func refuseMissingConstant(_ expression: Expression) throws(TemplateError) {
        switch expression {
        case .item, .attribute, .filter: break
        default: return
        }
        let value: Value
        do throws(TemplateError) { value = try constantValue(of: expression) } catch {
            // What fails otherwise fails where an expansion reaches it, as in Jinja2.
            guard error.kind == .unsupported else { return }
            throw error
        }
        guard case .undefined(let error) = value else { return }
        throw TemplateError(.unsupported, error.message, at: expression.range)
    }

    /// Calculates the value of an expression without names.
    private func constantValue(of expression: Expression) throws(TemplateError) -> Value {
        var evaluation = Evaluation()
        let scope = Scope(title: "", timeline: "", zone: .utc, start: .milliseconds(0))
        return try expression.evaluate(in: scope, &evaluation)
    }
}
