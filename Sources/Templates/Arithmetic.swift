import ShowTime

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Python's arithmetic on the values that scripts have.
enum Arithmetic {
    static func negate(_ value: Value, at range: Range<Int>) throws(TemplateError) -> Value {
        let value = try value.defined()
        if let integer = value.asInteger {
            let (result, overflow) = (0).subtractingReportingOverflow(integer)
            guard !overflow else { throw tooLarge(range) }
            return .int(result)
        }
        if case .float(let number) = value { return .float(-number) }
        throw TemplateError(.evaluation, "\(value.typeName) has no sign", at: range)
    }

    static func plus(_ value: Value, at range: Range<Int>) throws(TemplateError) -> Value {
        switch try value.defined() {
        case .bool(let bool): return .int(bool ? 1 : 0)
        case .int, .float: return value
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
        if binary == .power, left.asDouble != nil, right.asDouble != nil { return try power(left, right, at: range) }
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

    private static func power(_ left: Value, _ right: Value, at range: Range<Int>) throws(TemplateError) -> Value {
        if let base = left.asInteger, let exponent = right.asInteger, exponent >= 0 {
            var result = 1
            // Beyond 64 steps only these three do not overflow.
            let steps = (-1...1).contains(base) ? (base == -1 ? exponent % 2 : min(exponent, 1)) : exponent
            for _ in 0..<min(steps, 65) { result = try integers(.multiply, result, base, at: range) }
            return .int(result)
        }
        guard let base = left.asDouble, let exponent = right.asDouble else { return .none }
        if base == 0, exponent < 0 { throw TemplateError(.evaluation, "division by zero", at: range) }
        guard base >= 0 || exponent == exponent.rounded() else {
            throw TemplateError(.unsupported, "the result is a complex number", at: range)
        }
        let result = pow(base, exponent)
        guard result.isFinite else { throw TemplateError(.evaluation, "the result is too large", at: range) }
        return .float(result)
    }

    private static func hint(_ left: Value, _ right: Value) -> String {
        switch (left, right) {
        case (.string, .int), (.string, .float), (.int, .string), (.float, .string):
            ": join them with ~, or place two {{ }} side by side"
        default: ""
        }
    }

    static func tooLarge(_ range: Range<Int>) -> TemplateError {
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
        case .floorDivide, .modulo, .divide, .concatenate, .power:
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
        case .divide, .floorDivide, .modulo, .concatenate, .power:
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
