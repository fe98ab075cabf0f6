import ShowTime

extension Evaluation {
    /// Calculates the value of an expression for one delivery. A name that nothing defines has a value too, which is an
    /// error where it is used.
    ///
    /// - Throws: ``TemplateError`` at its place in the template.
    mutating func value(of expression: Expression, in scope: Scope) throws(TemplateError) -> Value {
        let place = place(of: expression)
        switch expression.kind {
        case .literal(let value): return value
        case .omitted: return .none
        case .variable(let symbol, let name):
            if let value = value(of: symbol, in: scope) { return value }
            return try Value.undefined(name, at: place)
        case .attribute(let name):
            let value = try value(of: expression.parts[0], in: scope)
            if case .loop(let index) = value { return try loops[index].attribute(name, at: place) }
            return try value.attribute(name, at: place)
        case .item:
            let value = try value(of: expression.parts[0], in: scope)
            let key = try self.value(of: expression.parts[1], in: scope)
            if case .loop(let index) = value, case .string(let name) = key {
                return try loops[index].attribute(name, at: place)
            }
            // The characters of a text are counted from its beginning.
            if case .string = value { try charge(value.cost, at: place) }
            return try value.item(key, at: place)
        case .slice:
            let value = try operand(expression.parts[0], in: scope)
            var bounds: [Int?] = [nil, nil, nil]
            for (index, bound) in expression.parts.dropFirst().enumerated() where !bound.isOmitted {
                let number = try operand(bound, in: scope)
                guard let number = number.asInteger else {
                    throw .unsupported("\(number.typeName) is no place in a list", at: self.place(of: bound))
                }
                bounds[index] = number
            }
            try charge(value.cost, at: place)
            return try value.slice(bounds, at: place)
        case .list: return .list(try elements(expression.parts[...], at: place, in: scope))
        case .tuple: return .tuple(try elements(expression.parts[...], at: place, in: scope))
        case .map: return try map(expression.parts, at: place, in: scope)
        case .negated: return try Arithmetic.negate(operand(expression.parts[0], in: scope), at: place)
        case .positive: return try Arithmetic.plus(operand(expression.parts[0], in: scope), at: place)
        case .binary(let binary):
            if binary == .concatenate {
                let text = try concatenated(expression.parts[0], expression.parts[1], at: place, in: scope)
                try charge(text.cost, at: place)
                return text
            }
            let left = try operand(expression.parts[0], in: scope)
            let right = try operand(expression.parts[1], in: scope)
            let result = try Arithmetic.apply(binary, to: left, and: right, at: place)
            try charge(result.cost, at: place)
            if binary == .multiply, case .string(let text) = result {
                if case .string(let repeated) = left {
                    warnOfRepetition(of: repeated, by: expression.parts[0], giving: text, at: place)
                }
                if case .string(let repeated) = right {
                    warnOfRepetition(of: repeated, by: expression.parts[1], giving: text, at: place)
                }
            }
            return result
        case .not, .and, .or, .comparison, .conditional, .test: return try decide(expression, in: scope)
        case .filter, .format, .dateFormat, .range: return try call(expression, in: scope)
        }
    }

    /// Calculates a value that must be defined, and that may be used more than once.
    mutating func operand(_ expression: Expression, in scope: Scope) throws(TemplateError) -> Value {
        try element(expression, in: scope).defined()
    }

    /// Calculates a value that is kept: in a list, as an argument, under a name.
    mutating func element(_ expression: Expression, in scope: Scope) throws(TemplateError) -> Value {
        let value = try value(of: expression, in: scope)
        if case .sequence = value { throw .readOnce(at: place(of: expression)) }
        return value
    }

    mutating func elements(
        _ expressions: ArraySlice<Expression>, at place: Range<Int>, in scope: Scope
    ) throws(TemplateError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(expressions.count)
        for expression in expressions { values.append(try element(expression, in: scope)) }
        try charge(values.count, at: place)
        return try Value.bounded(values, at: place)
    }

    private mutating func map(
        _ parts: [Expression], at place: Range<Int>, in scope: Scope
    ) throws(TemplateError) -> Value {
        var members = Members()
        for index in stride(from: 0, to: parts.count, by: 2) {
            guard case .string(let name) = try operand(parts[index], in: scope) else {
                throw .unsupported(
                    "the keys of a mapping are texts: put quotes around it", at: self.place(of: parts[index]))
            }
            members[name] = try element(parts[index + 1], in: scope)
        }
        try charge(members.count, at: place)
        _ = try Value.bounded(members.values, at: place)
        return .map(members)
    }

    private mutating func concatenated(
        _ left: Expression, _ right: Expression, at place: Range<Int>, in scope: Scope
    ) throws(TemplateError) -> Value {
        let first = try value(of: left, in: scope)
        let second = try value(of: right, in: scope)
        let text = try text(of: first, as: .operand(left))
        return .string(try text.joined(self.text(of: second, as: .operand(right)), at: place))
    }

    /// Calculates filters and calls.
    private mutating func call(_ expression: Expression, in scope: Scope) throws(TemplateError) -> Value {
        let input = expression.parts[0]
        let arguments = expression.parts.dropFirst()
        let place = place(of: expression)
        switch expression.kind {
        case .filter(let filter):
            let value = try value(of: input, in: scope)
            var values: [Value?] = []
            if !arguments.isEmpty {
                values.reserveCapacity(arguments.count)
                for argument in arguments {
                    values.append(argument.isOmitted ? nil : try element(argument, in: scope))
                }
            }
            let call = FilterCall(filter: filter, arguments: values, input: input, range: place)
            try charge(call.cost(of: value), at: place)
            let result = try call.apply(to: value, &self)
            try charge(result.cost, at: place)
            return result
        case .format:
            let format = try value(of: input, in: scope)
            let values = try elements(arguments, at: place, in: scope)
            let text = try text(of: format, as: .operand(input))
            let result = try PercentFormat(expression: expression, range: place).format(text, with: values, &self)
            try charge(text.cost + result.cost, at: place)
            return .string(result)
        case .dateFormat(let format):
            let value = try operand(input, in: scope)
            guard case .instant(let instant) = value else {
                throw .evaluation("strftime formats a time like due or start, not \(value.typeName)", at: place)
            }
            var text: [UInt8] = []
            format.format(instant, in: zone, into: &text)
            return .string(String(decoding: text, as: UTF8.self))
        default:
            guard let symbol = input.symbol, value(of: symbol, in: scope) == nil else {
                throw .unsupported("\"range\" is a variable here and cannot be called: choose another name", at: place)
            }
            return try Value.range(elements(arguments, at: place, in: scope), at: place)
        }
    }
}
