import ShowTime

extension Expression {
    /// Calculates the value of the expression for one delivery. A name that nothing defines has a value too, which is an
    /// error where it is used.
    ///
    /// - Throws: ``TemplateError`` at its place in the template.
    func evaluate(in scope: Scope, _ evaluation: inout Evaluation) throws(TemplateError) -> Value {
        switch self {
        case .literal(let value, _): return value
        case .variable(let symbol, let name, let range):
            if let value = scope.value(of: symbol) { return value }
            return try Value.undefined(name, at: evaluation.shifted(range))
        case .local(let slot, let name, let range):
            if let value = evaluation.slots[slot] { return value }
            return try Value.undefined(name, at: evaluation.shifted(range))
        case .attribute(let inner, let name, let range):
            let value = try inner.evaluate(in: scope, &evaluation)
            if case .loop(let index) = value {
                return try evaluation.loops[index].attribute(name, at: evaluation.shifted(range))
            }
            return try value.attribute(name, at: evaluation.shifted(range))
        case .item(let inner, let key, let range):
            let value = try inner.evaluate(in: scope, &evaluation)
            let key = try key.evaluate(in: scope, &evaluation)
            if case .loop(let index) = value, case .string(let name) = key {
                return try evaluation.loops[index].attribute(name, at: evaluation.shifted(range))
            }
            // The characters of a text are counted from its beginning.
            if case .string = value { try evaluation.charge(value.cost, at: range) }
            return try value.item(key, at: evaluation.shifted(range))
        case .slice(let inner, let bounds, let range):
            let value = try inner.operand(in: scope, &evaluation)
            var numbers: [Int?] = []
            for bound in bounds { numbers.append(try bound?.slicePlace(in: scope, &evaluation)) }
            try evaluation.charge(value.cost, at: range)
            return try value.slice(numbers, at: evaluation.shifted(range))
        case .list(let values, let range):
            return .list(try Self.elements(values, at: range, in: scope, &evaluation))
        case .tuple(let values, let range):
            return .tuple(try Self.elements(values, at: range, in: scope, &evaluation))
        case .map(let keys, let values, let range):
            return .map(try Self.members(keys, values, at: range, in: scope, &evaluation))
        case .negated(let inner, let range):
            return try Arithmetic.negate(inner.operand(in: scope, &evaluation), at: evaluation.shifted(range))
        case .positive(let inner, let range):
            return try Arithmetic.plus(inner.operand(in: scope, &evaluation), at: evaluation.shifted(range))
        case .binary(let binary, let left, let right, let range):
            return try Self.binary(binary, left, right, at: range, in: scope, &evaluation)
        case .not, .and, .or, .comparison, .conditional, .test: return try decide(in: scope, &evaluation)
        case .filter, .format, .dateFormat, .range: return try call(in: scope, &evaluation)
        }
    }

    /// Calculates a value that must be defined, and that may be used more than once.
    func operand(in scope: Scope, _ evaluation: inout Evaluation) throws(TemplateError) -> Value {
        let value = try evaluate(in: scope, &evaluation)
        switch value {
        case .undefined(let error), .absent(let error): throw error
        case .sequence: throw .readOnce(at: evaluation.shifted(range))
        default: return value
        }
    }

    /// Calculates a value that is kept: in a list, as an argument, under a name.
    func element(in scope: Scope, _ evaluation: inout Evaluation) throws(TemplateError) -> Value {
        let value = try evaluate(in: scope, &evaluation)
        if case .sequence = value { throw .readOnce(at: evaluation.shifted(range)) }
        return value
    }

    static func elements(
        _ expressions: [Expression], at range: Range<Int>, in scope: Scope, _ evaluation: inout Evaluation
    ) throws(TemplateError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(expressions.count)
        for expression in expressions { values.append(try expression.element(in: scope, &evaluation)) }
        try evaluation.charge(values.count, at: range)
        return try Value.bounded(values, at: evaluation.shifted(range))
    }

    private static func members(
        _ keys: [Expression], _ values: [Expression], at range: Range<Int>, in scope: Scope,
        _ evaluation: inout Evaluation
    ) throws(TemplateError) -> Members {
        var members = Members()
        let values = try elements(values, at: range, in: scope, &evaluation)
        for (key, value) in zip(keys, values) {
            guard case .string(let name) = try key.operand(in: scope, &evaluation) else {
                throw TemplateError(
                    .unsupported, "the keys of a mapping are texts: put quotes around it",
                    at: evaluation.shifted(key.range))
            }
            members[name] = value
        }
        return members
    }

    private static func binary(
        _ binary: BinaryOperator, _ left: Expression, _ right: Expression, at range: Range<Int>, in scope: Scope,
        _ evaluation: inout Evaluation
    ) throws(TemplateError) -> Value {
        let result: Value
        if binary == .concatenate {
            let first = try left.evaluate(in: scope, &evaluation)
            let second = try right.evaluate(in: scope, &evaluation)
            let text = try evaluation.text(of: first, as: .operand(left), in: scope.zone)
            result = .string(
                try text.joined(
                    evaluation.text(of: second, as: .operand(right), in: scope.zone), at: evaluation.shifted(range)))
        } else {
            result = try Arithmetic.apply(
                binary, left.operand(in: scope, &evaluation), right.operand(in: scope, &evaluation),
                at: evaluation.shifted(range))
        }
        try evaluation.charge(result.cost, at: range)
        return result
    }

    private func slicePlace(in scope: Scope, _ evaluation: inout Evaluation) throws(TemplateError) -> Int {
        let value = try operand(in: scope, &evaluation)
        if let number = value.asInteger { return number }
        throw TemplateError(.unsupported, "\(value.typeName) is no place in a list", at: evaluation.shifted(range))
    }
}
