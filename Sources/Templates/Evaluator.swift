import ShowTime

/// What an expansion knows besides the scope: what the template itself has bound.
struct Evaluation {
    /// Where in the template the ranges of the expression at hand count from.
    var place = 0
    var slots: [Value?] = []
    var loops: [LoopState] = []
    var work = 0

    func shifted(_ range: Range<Int>) -> Range<Int> { range.lowerBound + place..<range.upperBound + place }
}

extension Expression {
    /// The value of the expression for one delivery. What nothing defines is a value too, and an error where it is used.
    ///
    /// - Throws: ``TemplateError`` at its place in the template, for values that do not go together, as Python would.
    func evaluate(in scope: Scope, _ evaluation: inout Evaluation) throws(TemplateError) -> Value {
        switch self {
        case .literal(let value, _): return value
        case .endless(let range):
            throw TemplateError(
                .evaluation, "this is infinite, with which Jinja2 cannot calculate", at: evaluation.shifted(range))
        case .variable(let symbol, let name, let range):
            if let value = scope.value(of: symbol) { return value }
            return try Value.undefined(name, at: evaluation.shifted(range))
        case .local(let slot, let name, let range):
            if let value = evaluation.slots[slot] { return value }
            return try Value.undefined(name, at: evaluation.shifted(range))
        case .attribute(let inner, let name, let range):
            let value = try inner.evaluate(in: scope, &evaluation)
            return try value.attribute(name, &evaluation.loops, at: evaluation.shifted(range))
        case .item(let inner, let key, let range):
            let value = try inner.evaluate(in: scope, &evaluation)
            let key = try key.evaluate(in: scope, &evaluation)
            if case .loop = value, case .string(let name) = key {
                return try value.attribute(name, &evaluation.loops, at: evaluation.shifted(range))
            }
            // The characters of a text are counted from its beginning.
            if case .string = value { try evaluation.charge(value, at: range) }
            return try value.item(key, at: evaluation.shifted(range))
        case .slice(let inner, let bounds, let range):
            let value = try inner.evaluate(in: scope, &evaluation)
            var numbers: [Value] = []
            for bound in bounds { numbers.append(try bound?.evaluate(in: scope, &evaluation) ?? .none) }
            try evaluation.charge(value, at: range)
            return try value.slice(numbers, at: evaluation.shifted(range))
        case .list(let values, let range):
            let list = Value.list(try Self.all(values, in: scope, &evaluation))
            try evaluation.charge(list, at: range)
            return list
        case .tuple(let values, let range):
            let tuple = Value.tuple(try Self.all(values, in: scope, &evaluation))
            try evaluation.charge(tuple, at: range)
            return tuple
        case .map(let keys, let values, let range): return try Self.map(keys, values, at: range, in: scope, &evaluation)
        case .negated(let inner, let range):
            return try Arithmetic.negate(inner.evaluate(in: scope, &evaluation), at: evaluation.shifted(range))
        case .positive(let inner, let range):
            return try Arithmetic.plus(inner.evaluate(in: scope, &evaluation), at: evaluation.shifted(range))
        case .binary(let binary, let left, let right, let range):
            let isConstantPower = binary == .power && left.isConstant && !right.isConstant
            let left = try left.evaluate(in: scope, &evaluation)
            let right = try right.evaluate(in: scope, &evaluation)
            if isConstantPower, left.asDouble?.sign == .minus, right.asDouble != nil {
                // Jinja2 computes the left side first and hands it to Python as written, where the sign binds less.
                let at = evaluation.shifted(range)
                let opposite = try Arithmetic.negate(left, at: at)
                return try Arithmetic.negate(Arithmetic.apply(.power, opposite, right, in: scope.zone, at: at), at: at)
            }
            let result = try Arithmetic.apply(binary, left, right, in: scope.zone, at: evaluation.shifted(range))
            try evaluation.charge(result, at: range)
            return result
        case .not, .and, .or, .comparison, .conditional, .test: return try decide(in: scope, &evaluation)
        default: return try call(in: scope, &evaluation)
        }
    }

    static func all(
        _ expressions: [Expression], in scope: Scope, _ evaluation: inout Evaluation
    ) throws(TemplateError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(expressions.count)
        for expression in expressions { values.append(try expression.evaluate(in: scope, &evaluation)) }
        return values
    }

    private static func map(
        _ keys: [Expression], _ values: [Expression], at range: Range<Int>, in scope: Scope,
        _ evaluation: inout Evaluation
    ) throws(TemplateError) -> Value {
        var members = Members()
        for (key, value) in zip(keys, values) {
            guard case .string(let name) = try key.evaluate(in: scope, &evaluation).defined() else {
                throw TemplateError(
                    .unsupported, "the keys of a mapping are texts: put quotes around it",
                    at: evaluation.shifted(key.range))
            }
            members[name] = try value.evaluate(in: scope, &evaluation)
        }
        try evaluation.charge(.map(members), at: range)
        return .map(members)
    }

    /// What is about true and false.
    private func decide(in scope: Scope, _ evaluation: inout Evaluation) throws(TemplateError) -> Value {
        switch self {
        case .not(let inner, let range):
            return .bool(!(try inner.evaluate(in: scope, &evaluation).isTrue(at: evaluation.shifted(range))))
        case .and(let left, let right, let range):
            let value = try left.evaluate(in: scope, &evaluation)
            return try value.isTrue(at: evaluation.shifted(range)) ? right.evaluate(in: scope, &evaluation) : value
        case .or(let left, let right, let range):
            let value = try left.evaluate(in: scope, &evaluation)
            return try value.isTrue(at: evaluation.shifted(range)) ? value : right.evaluate(in: scope, &evaluation)
        case .comparison(let first, let operators, let others, let range):
            var left = try first.evaluate(in: scope, &evaluation)
            for (comparison, other) in zip(operators, others) {
                let right = try other.evaluate(in: scope, &evaluation)
                try evaluation.charge(left, at: range)
                try evaluation.charge(right, times: left.lengthInTexts, at: range)
                guard try left.compare(comparison, right, at: evaluation.shifted(range)) else { return .bool(false) }
                left = right
            }
            return .bool(true)
        case .conditional(let test, let value, let otherwise, let range):
            if try test.evaluate(in: scope, &evaluation).isTrue(at: evaluation.shifted(test.range)) {
                return try value.evaluate(in: scope, &evaluation)
            }
            if let otherwise { return try otherwise.evaluate(in: scope, &evaluation) }
            return .noElse(at: evaluation.shifted(range))
        case .test(let test, let inner, let argument, let range):
            let value = try inner.evaluate(in: scope, &evaluation)
            let argument = try argument?.evaluate(in: scope, &evaluation)
            return .bool(try value.passes(test, argument, in: scope.zone, at: evaluation.shifted(range)))
        default: return .none
        }
    }

    /// Filters and calls.
    private func call(in scope: Scope, _ evaluation: inout Evaluation) throws(TemplateError) -> Value {
        switch self {
        case .filter(let filter, let inner, let arguments, let range):
            let value = try inner.evaluate(in: scope, &evaluation)
            try evaluation.charge(value, at: range)
            var values: [Value?] = []
            if !arguments.isEmpty {
                values.reserveCapacity(arguments.count)
                for argument in arguments { values.append(try argument?.evaluate(in: scope, &evaluation)) }
            }
            let call = FilterCall(
                filter: filter, arguments: values, zone: scope.zone, range: evaluation.shifted(range))
            if filter == .replace, let searched = values[0] {
                try evaluation.charge(value, times: searched.lengthInTexts, at: range)
            }
            let result = try call.apply(to: value)
            try evaluation.charge(result, at: range)
            return result
        case .format(let inner, let arguments, let names, let range):
            let format = try inner.evaluate(in: scope, &evaluation)
            let values = try Self.all(arguments, in: scope, &evaluation)
            var members = Members()
            for (name, value) in zip(names, values) { members[name] = value }
            try evaluation.charge(.list(values), at: range)
            let at = evaluation.shifted(range)
            let text = try format.text(in: scope.zone, at: at)
            return .string(
                try PercentFormat(at: at, zone: scope.zone)
                    .format(text, names.isEmpty ? .tuple(values) : .map(members)))
        case .dateFormat(let inner, let format, let range):
            let value = try inner.evaluate(in: scope, &evaluation).defined()
            guard case .instant(let instant) = value else {
                throw TemplateError(
                    .evaluation, "strftime formats a time like due or start, not \(value.typeName)",
                    at: evaluation.shifted(range))
            }
            var text: [UInt8] = []
            format.format(instant, in: scope.zone, into: &text)
            return .string(String(decoding: text, as: UTF8.self))
        case .cycle(let loop, let arguments, let range):
            let index = try loop.loop(in: scope, &evaluation)
            let values = try Self.all(arguments, in: scope, &evaluation)
            guard !values.isEmpty else {
                throw TemplateError(.evaluation, "cycle has nothing to choose from", at: evaluation.shifted(range))
            }
            return values[evaluation.loops[index].index % values.count]
        case .changed(let loop, let arguments, let range):
            let index = try loop.loop(in: scope, &evaluation)
            let values = Value.tuple(try Self.all(arguments, in: scope, &evaluation))
            try evaluation.charge(values, at: range)
            if let before = evaluation.loops[index].seen,
                try before.equals(values, at: evaluation.shifted(range))
            {
                return .bool(false)
            }
            evaluation.loops[index].seen = values
            return .bool(true)
        case .range(let name, let arguments, let range):
            guard case .variable(let symbol, _, _) = name, scope.value(of: symbol) == nil else {
                throw TemplateError(
                    .unsupported, "\"range\" is a variable here and cannot be called: choose another name",
                    at: evaluation.shifted(range))
            }
            return try Value.range(Self.all(arguments, in: scope, &evaluation), at: evaluation.shifted(range))
        default: return .none
        }
    }

    private func loop(in scope: Scope, _ evaluation: inout Evaluation) throws(TemplateError) -> Int {
        guard case .loop(let index) = try evaluate(in: scope, &evaluation).defined() else {
            throw TemplateError(
                .unsupported, "\"loop\" is the loop only between {% for %} and {% endfor %}",
                at: evaluation.shifted(range))
        }
        return index
    }
}
