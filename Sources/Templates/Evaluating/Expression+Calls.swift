import ShowTime

extension Expression {
    /// Calculates filters and calls.
    func call(in scope: Scope, _ evaluation: inout Evaluation) throws(TemplateError) -> Value {
        switch self {
        case .filter(let filter, let inner, let arguments, let range):
            let value = try inner.evaluate(in: scope, &evaluation)
            var values: [Value?] = []
            if !arguments.isEmpty {
                values.reserveCapacity(arguments.count)
                for argument in arguments { values.append(try argument?.element(in: scope, &evaluation)) }
            }
            let call = FilterCall(
                filter: filter, arguments: values, input: inner, zone: scope.zone, range: evaluation.shifted(range))
            try evaluation.charge(call.cost(of: value), at: range)
            let result = try call.apply(to: value, &evaluation)
            try evaluation.charge(result.cost, at: range)
            return result
        case .format(let inner, let arguments, let range):
            let format = try inner.evaluate(in: scope, &evaluation)
            let values = try Self.elements(arguments, at: range, in: scope, &evaluation)
            let text = try evaluation.text(of: format, as: .operand(inner), in: scope.zone)
            let percent = PercentFormat(zone: scope.zone, expression: self, range: evaluation.shifted(range))
            let result = try percent.format(text, values, &evaluation)
            try evaluation.charge(text.cost + result.cost, at: range)
            return .string(result)
        case .dateFormat(let inner, let format, let range):
            let value = try inner.operand(in: scope, &evaluation)
            guard case .instant(let instant) = value else {
                throw TemplateError(
                    .evaluation, "strftime formats a time like due or start, not \(value.typeName)",
                    at: evaluation.shifted(range))
            }
            var text: [UInt8] = []
            format.format(instant, in: scope.zone, into: &text)
            return .string(String(decoding: text, as: UTF8.self))
        case .range(let name, let arguments, let range):
            guard case .variable(let symbol, _, _) = name, scope.value(of: symbol) == nil else {
                throw TemplateError(
                    .unsupported, "\"range\" is a variable here and cannot be called: choose another name",
                    at: evaluation.shifted(range))
            }
            let bounds = try Self.elements(arguments, at: range, in: scope, &evaluation)
            return try Value.range(bounds, at: evaluation.shifted(range))
        default: return .none
        }
    }
}
