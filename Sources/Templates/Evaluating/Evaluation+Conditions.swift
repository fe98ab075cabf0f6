extension Evaluation {
    /// Calculates comparisons, tests, and what depends on a condition.
    mutating func decide(_ expression: Expression, in scope: Scope) throws(TemplateError) -> Value {
        let place = place(of: expression)
        switch expression.kind {
        case .not: return .bool(!(try isTrue(expression.parts[0], in: scope)))
        case .and, .or:
            let isAnd = if case .and = expression.kind { true } else { false }
            let value = try value(of: expression.parts[0], in: scope)
            return try value.isTrue(at: place) == isAnd ? self.value(of: expression.parts[1], in: scope) : value
        case .conditional:
            if try isTrue(expression.parts[0], in: scope) { return try value(of: expression.parts[1], in: scope) }
            if !expression.parts[2].isOmitted { return try value(of: expression.parts[2], in: scope) }
            return .absent(.unsupported("the condition does not hold, and there is no else to compute with", at: place))
        case .comparison(let operators): return .bool(try compare(expression.parts, operators, at: place, in: scope))
        case .test(let test):
            let value = try element(expression.parts[0], in: scope)
            let argument: Value? = expression.parts.count > 1 ? try operand(expression.parts[1], in: scope) : nil
            return .bool(try value.passes(test, argument, at: place))
        default: return .none
        }
    }

    private mutating func isTrue(_ expression: Expression, in scope: Scope) throws(TemplateError) -> Bool {
        try value(of: expression, in: scope).isTrue(at: place(of: expression))
    }

    private mutating func compare(
        _ operands: [Expression], _ operators: [Expression.Comparison], at place: Range<Int>, in scope: Scope
    ) throws(TemplateError) -> Bool {
        // An undefined value can be searched for (`in`), though only in an empty list, as in Jinja2.
        var left = try element(operands[0], in: scope)
        if !operators[0].isSearch { left = try left.defined() }
        for index in operators.indices {
            let comparison = operators[index]
            let right = try operand(operands[index + 1], in: scope)
            try charge(left.weight + right.weight, at: place)
            if comparison.isSearch, case .string(let part) = left, case .string(let text) = right {
                try charge(text.cost(ofFinding: part), at: place)
            }
            warnOfComparison(left, comparison, with: right, at: place)
            guard try left.compare(comparison, right, at: place) else { return false }
            left = right
        }
        return true
    }
}

extension Expression.Comparison {
    fileprivate var isSearch: Bool { self == .isIn || self == .isNotIn }
}
