import ShowTime

extension Expression {
    /// The value of the expression for one delivery.
    ///
    /// - Throws: ``TemplateError`` for what nothing defines and for values that do not go together, as Python would.
    func evaluate(in scope: Scope, symbols: SymbolTable) throws(TemplateError) -> Value {
        switch self {
        case .literal(let value): return value
        case .variable(let symbol, let range):
            guard let value = scope.value(of: symbol) else {
                let name = symbols.name(of: symbol)
                throw TemplateError(.undefined(name), "nothing defines \"\(name)\"", at: range)
            }
            return value
        case .attribute(let inner, let name, let range):
            return try Self.attribute(name, of: inner.evaluate(in: scope, symbols: symbols), range)
        case .negated(let inner, let range):
            return try Arithmetic.negate(inner.evaluate(in: scope, symbols: symbols), at: range)
        case .positive(let inner, let range):
            let value = try inner.evaluate(in: scope, symbols: symbols)
            if case .bool(let bool) = value { return .int(bool ? 1 : 0) }
            guard value.asDouble != nil else {
                throw TemplateError(.evaluation, "\(value.typeName) has no sign", at: range)
            }
            return value
        case .binary(let binary, let left, let right, let range):
            let left = try left.evaluate(in: scope, symbols: symbols)
            let right = try right.evaluate(in: scope, symbols: symbols)
            if binary == .concatenate {
                if left.holdsMapping || right.holdsMapping { throw .mappingHasNoText(at: range) }
                return .string(left.text(in: scope.zone) + right.text(in: scope.zone))
            }
            return try Arithmetic.apply(binary, left, right, at: range)
        case .dateFormat(let inner, let format, let range):
            let value = try inner.evaluate(in: scope, symbols: symbols)
            guard case .instant(let instant) = value else {
                throw TemplateError(
                    .evaluation, "strftime formats a time like due or start, not \(value.typeName)", at: range)
            }
            var text: [UInt8] = []
            format.format(instant, in: scope.zone, into: &text)
            return .string(String(decoding: text, as: UTF8.self))
        }
    }

    private static func attribute(_ name: String, of value: Value, _ range: Range<Int>) throws(TemplateError) -> Value {
        guard case .map(let map) = value else {
            throw TemplateError(
                .noMember(name, members: []), "\(value.typeName) has no member \"\(name)\"", at: range)
        }
        // Looked up by its characters, found only byte for byte.
        guard let index = map.index(forKey: name), map[index].key.utf8.elementsEqual(name.utf8) else {
            throw TemplateError(
                .noMember(name, members: map.keys.sorted()), "there is no member \"\(name)\"", at: range)
        }
        return map[index].value
    }
}

/// Python's arithmetic on the values that scripts have.
enum Arithmetic {
    static func negate(_ value: Value, at range: Range<Int>) throws(TemplateError) -> Value {
        if let integer = value.asInteger {
            let (result, overflow) = (0).subtractingReportingOverflow(integer)
            guard !overflow else { throw tooLarge(range) }
            return .int(result)
        }
        if case .float(let number) = value { return .float(-number) }
        throw TemplateError(.evaluation, "\(value.typeName) has no sign", at: range)
    }

    static func apply(
        _ binary: BinaryOperator, _ left: Value, _ right: Value, at range: Range<Int>
    ) throws(TemplateError) -> Value {
        if let left = left.asInteger, let right = right.asInteger {
            guard binary == .divide else { return .int(try integers(binary, left, right, at: range)) }
            // Python divides exactly and rounds once; beyond this, turning both into floats rounds three times.
            guard max(left.magnitude, right.magnitude) <= 1 << 53 else {
                throw TemplateError(.unsupported, "these numbers are too large to divide with /: take //", at: range)
            }
        }
        if let left = left.asDouble, let right = right.asDouble {
            let result = try floats(binary, left, right, at: range)
            guard result.isFinite else { throw TemplateError(.evaluation, "the result is too large", at: range) }
            return .float(result)
        }
        switch (binary, left, right) {
        case (.add, .string(let left), .string(let right)): return .string(left + right)
        case (.add, .list(let left), .list(let right)): return .list(left + right)
        case (.modulo, .string, _):
            throw TemplateError(
                .unsupported, "formatting a text with % is not supported: place several {{ }}", at: range)
        case (.multiply, .string, _), (.multiply, _, .string), (.multiply, .list, _), (.multiply, _, .list):
            throw TemplateError(.unsupported, "repeating a text or a list with * is not supported", at: range)
        default:
            throw TemplateError(
                .evaluation, "\(left.typeName) \(binary.rawValue) \(right.typeName) makes no sense" + hint(left, right),
                at: range)
        }
    }

    private static func hint(_ left: Value, _ right: Value) -> String {
        switch (left, right) {
        case (.string, .int), (.string, .float), (.int, .string), (.float, .string):
            ": join them with ~, or place two {{ }} side by side"
        default: ""
        }
    }

    private static func tooLarge(_ range: Range<Int>) -> TemplateError {
        TemplateError(.unsupported, "the result needs more than 64 bits", at: range)
    }

    private static func integers(
        _ binary: BinaryOperator, _ left: Int, _ right: Int, at range: Range<Int>
    ) throws(TemplateError) -> Int {
        let result: (partialValue: Int, overflow: Bool)
        switch binary {
        case .add: result = left.addingReportingOverflow(right)
        case .subtract: result = left.subtractingReportingOverflow(right)
        case .multiply: result = left.multipliedReportingOverflow(by: right)
        case .floorDivide, .modulo, .divide, .concatenate:
            guard right != 0 else { throw TemplateError(.evaluation, "division by zero", at: range) }
            guard right != -1 else {
                return binary == .modulo ? 0 : try integers(.subtract, 0, left, at: range)
            }
            guard binary == .modulo else { return left.flooredDivision(by: right) }
            // The quotient times the divisor may be out of range where the remainder is not.
            let remainder = left % right
            return remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder
        }
        guard !result.overflow else { throw tooLarge(range) }
        return result.partialValue
    }

    private static func floats(
        _ binary: BinaryOperator, _ left: Double, _ right: Double, at range: Range<Int>
    ) throws(TemplateError) -> Double {
        switch binary {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        case .divide, .floorDivide, .modulo, .concatenate:
            guard right != 0 else { throw TemplateError(.evaluation, "division by zero", at: range) }
            if binary == .divide { return left / right }
            // As CPython does it: the remainder first, exact, with the sign of the divisor.
            var remainder = left.truncatingRemainder(dividingBy: right)
            var quotient = (left - remainder) / right
            if remainder != 0, (right < 0) != (remainder < 0) {
                remainder += right
                quotient -= 1
            } else if remainder == 0 {
                remainder = right < 0 ? -0.0 : 0.0
            }
            if binary == .modulo { return remainder }
            if quotient == 0 { return left.sign == right.sign ? 0.0 : -0.0 }
            let floor = quotient.rounded(.down)
            return quotient - floor > 0.5 ? floor + 1 : floor
        }
    }
}
