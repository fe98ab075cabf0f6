import ShowTime

/// Calculates with operators, as Python does: on integers of 64 bits and finite floats.
enum Arithmetic {
    typealias Operator = Expression.BinaryOperator

    static func negate(_ value: Value, at range: Range<Int>) throws(TemplateError) -> Value {
        if case .float(let number, let origin) = value { return .float(-number, origin) }
        return try apply(.subtract, to: .int(0), and: plus(value, at: range), at: range)
    }

    static func plus(_ value: Value, at range: Range<Int>) throws(TemplateError) -> Value {
        guard value.isNumber else { throw .evaluation("\(value.typeName) has no sign", at: range) }
        return value.asInteger.map(Value.int) ?? value
    }

    /// Calculates any binary operator but `~`.
    static func apply(
        _ binary: Operator, to left: Value, and right: Value, at range: Range<Int>
    ) throws(TemplateError) -> Value {
        if let first = left.asInteger, let second = right.asInteger {
            return try integers(binary, on: first, and: second, at: range)
        }
        if let first = left.asDouble, let second = right.asDouble {
            let result = try floats(binary, on: first, and: second, at: range)
            guard result.isFinite else { throw tooLarge(range) }
            return .float(result, Value.FloatOrigin(left, right, isDivision: binary == .divide))
        }
        switch (binary, left, right) {
        case (.add, .string(let left), .string(let right)): return .string(try left.joined(right, at: range))
        case (.add, .list(let left), .list(let right)): return .list(try Value.bounded(left + right, at: range))
        case (.add, .tuple(let left), .tuple(let right)): return .tuple(try Value.bounded(left + right, at: range))
        case (.modulo, .string, _):
            throw .unsupported("% behind a text is not supported: write | format(…)", at: range)
        case (.multiply, _, _):
            if let count = right.asInteger, let value = try left.repeated(count, at: range) { return value }
            if let count = left.asInteger, let value = try right.repeated(count, at: range) { return value }
        default: break
        }
        var hint = ""
        switch (left, right) {
        case (.string, .int), (.string, .float), (.int, .string), (.float, .string):
            hint = ": join them with ~, or place two {{ }} side by side"
        default: break
        }
        throw .evaluation("\(left.typeName) \(binary.rawValue) \(right.typeName) makes no sense\(hint)", at: range)
    }

    private static func integers(
        _ binary: Operator, on left: Int, and right: Int, at range: Range<Int>
    ) throws(TemplateError) -> Value {
        switch binary {
        case .add: return try checked(left.addingReportingOverflow(right), at: range)
        case .subtract: return try checked(left.subtractingReportingOverflow(right), at: range)
        case .multiply: return try checked(left.multipliedReportingOverflow(by: right), at: range)
        case .divide:
            guard right != 0 else { throw divisionByZero(range) }
            // Python rounds once; with larger numbers, turning both into floats would round three times.
            guard max(left.magnitude, right.magnitude) <= 1 << 53 else {
                throw .unsupported("numbers beyond 9007199254740992 have no exact quotient: divide with //", at: range)
            }
            return .float(Double(left) / Double(right), .divided)
        case .floorDivide:
            guard right != 0 else { throw divisionByZero(range) }
            if right == -1 { return try integers(.subtract, on: 0, and: left, at: range) }
            return .int(left.flooredDivision(by: right))
        case .modulo, .concatenate:
            guard right != 0 else { throw divisionByZero(range) }
            if right == -1 { return .int(0) }
            let remainder = left % right
            return .int(remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder)
        }
    }

    private static func floats(
        _ binary: Operator, on left: Double, and right: Double, at range: Range<Int>
    ) throws(TemplateError) -> Double {
        switch binary {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        case .divide, .floorDivide, .modulo, .concatenate:
            guard right != 0 else { throw divisionByZero(range) }
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

    private static func checked(
        _ result: (partialValue: Int, overflow: Bool), at range: Range<Int>
    ) throws(TemplateError) -> Value {
        guard !result.overflow else { throw beyond64Bits(range) }
        return .int(result.partialValue)
    }

    static func beyond64Bits(_ range: Range<Int>) -> TemplateError {
        .unsupported("the result is beyond the whole numbers of 64 bits, which end at \(Int.max)", at: range)
    }

    static func tooLarge(_ range: Range<Int>) -> TemplateError {
        .unsupported("the result is too large for any number: calculate with smaller numbers", at: range)
    }

    private static func divisionByZero(_ range: Range<Int>) -> TemplateError {
        .evaluation("division by zero", at: range)
    }
}
