import ShowTime

/// Integers: of 64 bits where that is enough, of any size where it is not.
enum IntegerArithmetic {
    /// Nil where 64 bits are not enough.
    static func small(
        _ binary: BinaryOperator, _ left: Int, _ right: Int, at range: Range<Int>
    ) throws(TemplateError) -> Value? {
        let result: (partialValue: Int, overflow: Bool)
        switch binary {
        case .add: result = left.addingReportingOverflow(right)
        case .subtract: result = left.subtractingReportingOverflow(right)
        case .multiply: result = left.multipliedReportingOverflow(by: right)
        case .floorDivide, .modulo, .divide, .concatenate, .power:
            guard right != 0 else { throw Arithmetic.divisionByZero(range) }
            if binary == .divide {
                // Python divides exactly and rounds once; beyond this, turning both into floats rounds three times.
                return max(left.magnitude, right.magnitude) <= 1 << 53 ? .float(Double(left) / Double(right)) : nil
            }
            if right == -1 { return binary == .modulo ? .int(0) : try small(.subtract, 0, left, at: range) }
            guard binary == .modulo else { return .int(left.flooredDivision(by: right)) }
            // The quotient times the divisor may be out of range where the remainder is not.
            let remainder = left % right
            return .int(remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder)
        }
        return result.overflow ? nil : .int(result.partialValue)
    }

    static func large(
        _ binary: BinaryOperator, _ left: BigInteger, _ right: BigInteger, at range: Range<Int>
    ) throws(TemplateError) -> Value {
        switch binary {
        case .add: return try bounded(left + right, at: range)
        case .subtract: return try bounded(left - right, at: range)
        case .multiply:
            guard left.words.count + right.words.count <= 2 * BigInteger.mostWords else { throw tooLong(range) }
            return try bounded(left * right, at: range)
        case .floorDivide, .modulo, .divide, .concatenate, .power:
            guard !right.isZero else { throw Arithmetic.divisionByZero(range) }
            if binary == .divide {
                let ratio = BigInteger.ratio(left, right)
                guard ratio.isFinite else { throw Arithmetic.tooLarge(range) }
                return .float(ratio)
            }
            let (quotient, remainder) = left.divided(by: right)
            return Value(binary == .modulo ? remainder : quotient)
        }
    }

    static func bounded(_ number: BigInteger, at range: Range<Int>) throws(TemplateError) -> Value {
        guard number.words.count <= BigInteger.mostWords else { throw tooLong(range) }
        return Value(number)
    }

    static func tooLong(_ range: Range<Int>) -> TemplateError {
        TemplateError(.unsupported, "an integer has at most 4300 digits here, as many as Python shows", at: range)
    }
}

extension Value {
    init(_ number: BigInteger) { self = number.asInt.map(Value.int) ?? .big(number) }

    var isNumber: Bool {
        switch self {
        case .bool, .int, .big, .float: true
        default: false
        }
    }

    var isComplex: Bool { if case .complex = self { true } else { false } }

    var asBigInteger: BigInteger? {
        if case .big(let number) = self { return number }
        return asInteger.map(BigInteger.init)
    }

    /// A number as a float.
    ///
    /// - Throws: for an integer that is beyond all floats, as in Python.
    func double(at range: Range<Int>) throws(TemplateError) -> Double {
        guard case .big(let number) = self else { return asDouble ?? .nan }
        guard number.asDouble.isFinite else {
            throw TemplateError(.evaluation, "this integer is too large for a number with a point", at: range)
        }
        return number.asDouble
    }
}
