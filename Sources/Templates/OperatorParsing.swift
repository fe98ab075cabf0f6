/// Operators between two expressions, from those that bind least to those that bind most.
extension ExpressionParser {
    mutating func or() throws(TemplateError) -> Expression {
        let start = range.lowerBound
        var left = try and()
        while try take(word: "or") {
            try countLink()
            try left.checkConstant()
            left = .or(left, try and(), start..<previousEnd)
        }
        return left
    }

    mutating func and() throws(TemplateError) -> Expression {
        let start = range.lowerBound
        var left = try not()
        while try take(word: "and") {
            try countLink()
            try left.checkConstant()
            left = .and(left, try not(), start..<previousEnd)
        }
        return left
    }

    mutating func not() throws(TemplateError) -> Expression {
        let start = range.lowerBound
        guard try take(word: "not") else { return try comparison() }
        let inner = try deeper { parser throws(TemplateError) in try parser.not() }
        return .not(inner, start..<previousEnd)
    }

    mutating func comparison() throws(TemplateError) -> Expression {
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

    mutating func comparisonOperator() throws(TemplateError) -> Comparison? {
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

    mutating func sum() throws(TemplateError) -> Expression {
        try leftAssociative(["+", "-"]) { parser throws(TemplateError) in try parser.concatenation() }
    }

    mutating func concatenation() throws(TemplateError) -> Expression {
        try leftAssociative(["~"]) { parser throws(TemplateError) in try parser.product() }
    }

    mutating func product() throws(TemplateError) -> Expression {
        try leftAssociative(["*", "/", "//", "%"]) { parser throws(TemplateError) in try parser.power() }
    }

    mutating func power() throws(TemplateError) -> Expression {
        try leftAssociative(["**"]) { parser throws(TemplateError) in try parser.signed(withFilter: true) }
    }

    mutating func leftAssociative(
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
            if binary == .concatenate {
                try left.checkConstant()
                if left.isConstant { try right.checkConstant() }
            }
            left = .binary(binary, left, right, start..<previousEnd)
        }
        return left
    }
}
