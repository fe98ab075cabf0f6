extension Expression {
    /// Calculates whether the expression counts as true.
    func isTrue(in scope: Scope, _ evaluation: inout Evaluation) throws(TemplateError) -> Bool {
        try evaluate(in: scope, &evaluation).isTrue(at: evaluation.shifted(range))
    }

    /// Calculates comparisons, tests, and what depends on a condition.
    func decide(in scope: Scope, _ evaluation: inout Evaluation) throws(TemplateError) -> Value {
        switch self {
        case .not(let inner, _): return .bool(!(try inner.isTrue(in: scope, &evaluation)))
        case .and(let left, let right, let range):
            let value = try left.evaluate(in: scope, &evaluation)
            return try value.isTrue(at: evaluation.shifted(range)) ? right.evaluate(in: scope, &evaluation) : value
        case .or(let left, let right, let range):
            let value = try left.evaluate(in: scope, &evaluation)
            return try value.isTrue(at: evaluation.shifted(range)) ? value : right.evaluate(in: scope, &evaluation)
        case .comparison(let first, let operators, let others, let range):
            // What nothing defines can be looked for in an empty list, as in Jinja2.
            var left =
                operators[0].isSearch
                ? try first.element(in: scope, &evaluation) : try first.operand(in: scope, &evaluation)
            for (comparison, other) in zip(operators, others) {
                let right = try other.operand(in: scope, &evaluation)
                try evaluation.charge(left.weight + right.weight, at: range)
                if comparison.isSearch, case .string(let part) = left, case .string(let text) = right {
                    try evaluation.charge(TextSearch.cost(of: part, in: text), at: range)
                }
                guard try left.compare(comparison, right, at: evaluation.shifted(range)) else { return .bool(false) }
                left = right
            }
            return .bool(true)
        case .conditional(let test, let value, let otherwise, let range):
            if try test.isTrue(in: scope, &evaluation) { return try value.evaluate(in: scope, &evaluation) }
            if let otherwise { return try otherwise.evaluate(in: scope, &evaluation) }
            return .absent(
                TemplateError(
                    .unsupported, "the condition does not hold, and there is no else to compute with",
                    at: evaluation.shifted(range)))
        case .test(let test, let inner, let argument, let range):
            let value = try inner.element(in: scope, &evaluation)
            if test == .upper || test == .lower {
                let text = try evaluation.text(of: value, as: .operand(inner), in: scope.zone)
                try evaluation.charge(text.cost, at: range)
                return .bool(text.isCased(upper: test == .upper))
            }
            let argument = try argument?.operand(in: scope, &evaluation)
            try evaluation.charge(value.weight + (argument?.weight ?? 0), at: range)
            return .bool(try value.passes(test, argument, at: evaluation.shifted(range)))
        default: return .none
        }
    }
}

extension Expression.Comparison {
    fileprivate var isSearch: Bool { self == .isIn || self == .isNotIn }
}
