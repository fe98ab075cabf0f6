import ShowTime

/// Python's arithmetic on the values that scripts have.
enum Arithmetic {
    static func negate(_ value: Value, at range: Range<Int>) throws(TemplateError) -> Value {
        let value = try value.defined()
        if let integer = value.asInteger {
            let (result, overflow) = (0).subtractingReportingOverflow(integer)
            return overflow ? .big(BigInteger(integer).negated) : .int(result)
        }
        if case .big(let number) = value { return Value(number.negated) }
        if case .float(let number) = value { return .float(-number) }
        if case .complex(let number) = value { return .complex(-number) }
        throw TemplateError(.evaluation, "\(value.typeName) has no sign", at: range)
    }

    static func plus(_ value: Value, at range: Range<Int>) throws(TemplateError) -> Value {
        switch try value.defined() {
        case .bool(let bool): return .int(bool ? 1 : 0)
        case .int, .big, .float, .complex: return value
        default: throw TemplateError(.evaluation, "\(value.typeName) has no sign", at: range)
        }
    }

    static func apply(
        _ binary: BinaryOperator, _ left: Value, _ right: Value, in zone: Zone, at range: Range<Int>
    ) throws(TemplateError) -> Value {
        if binary == .concatenate {
            return .string(try left.text(in: zone, at: range).joined(right.text(in: zone, at: range), at: range))
        }
        if binary == .modulo, case .string(let format) = left {
            return .string(try PercentFormat(at: range, zone: zone).format(format, right))
        }
        let left = try left.defined()
        let right = try right.defined()
        if left.isNumber, right.isNumber { return try numbers(binary, left, right, at: range) }
        if left.isNumber || left.isComplex, right.isNumber || right.isComplex {
            return try complex(binary, left, right, at: range)
        }
        switch (binary, left, right) {
        case (.add, .string(let left), .string(let right)): return .string(try left.joined(right, at: range))
        case (.add, .list(let left), .list(let right)): return .list(try Sequences.bounded(left + right, at: range))
        case (.add, .tuple(let left), .tuple(let right)): return .tuple(try Sequences.bounded(left + right, at: range))
        case (.multiply, _, _):
            if let count = right.asInteger, let value = try left.repeated(count, at: range) { return value }
            if let count = left.asInteger, let value = try right.repeated(count, at: range) { return value }
        default: break
        }
        throw TemplateError(
            .evaluation, "\(left.typeName) \(binary.rawValue) \(right.typeName) makes no sense" + hint(left, right),
            at: range)
    }

    private static func numbers(
        _ binary: BinaryOperator, _ left: Value, _ right: Value, at range: Range<Int>
    ) throws(TemplateError) -> Value {
        if binary == .power { return try Power.apply(left, right, at: range) }
        if let left = left.asInteger, let right = right.asInteger {
            if let result = try IntegerArithmetic.small(binary, left, right, at: range) { return result }
        }
        if let left = left.asBigInteger, let right = right.asBigInteger {
            return try IntegerArithmetic.large(binary, left, right, at: range)
        }
        return .float(try floats(binary, left.double(at: range), right.double(at: range), at: range))
    }

    private static func hint(_ left: Value, _ right: Value) -> String {
        switch (left, right) {
        case (.string, .int), (.string, .float), (.int, .string), (.float, .string):
            ": join them with ~, or place two {{ }} side by side"
        default: ""
        }
    }

    static func tooLarge(_ range: Range<Int>) -> TemplateError {
        TemplateError(.evaluation, "the result is too large", at: range)
    }

    static func divisionByZero(_ range: Range<Int>) -> TemplateError {
        TemplateError(.evaluation, "division by zero", at: range)
    }

    private static func floats(
        _ binary: BinaryOperator, _ left: Double, _ right: Double, at range: Range<Int>
    ) throws(TemplateError) -> Double {
        switch binary {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        case .divide, .floorDivide, .modulo, .concatenate, .power:
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
}
