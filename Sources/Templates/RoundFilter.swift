import ShowTime

extension FilterCall {
    /// `round` with the methods `common`, `ceil` and `floor`.
    func rounded(_ value: Value) throws(TemplateError) -> Value {
        var method = "common"
        if let argument = arguments[1] {
            guard case .string(let name) = try argument.defined(), ["common", "ceil", "floor"].contains(name) else {
                throw TemplateError(.evaluation, "round goes \"common\", \"ceil\" or \"floor\"", at: range)
            }
            method = name
        }
        guard value.isNumber else { throw refusal(value, "cannot be rounded") }
        let precision = try arguments[0]?.defined() ?? .int(0)
        if method != "common" { return try rounded(value, precision, up: method == "ceil") }
        if case .none = precision { return try roundedToInteger(value) }
        guard let digits = precision.asInteger else {
            throw refusal(precision, "is no number of digits, which round needs")
        }
        if case .float(let number) = value { return .float(try rounded(number, digits)) }
        guard let number = value.asBigInteger, digits < 0 else { return Value(value.asBigInteger ?? BigInteger(0)) }
        return Value(Self.roundedToTens(number, digits, hasFraction: false))
    }

    /// As Jinja2 writes it: multiplied, taken to the next integer, divided.
    private func rounded(_ value: Value, _ precision: Value, up: Bool) throws(TemplateError) -> Value {
        let scale = try Arithmetic.apply(.power, .int(10), precision, in: zone, at: range)
        let scaled = try Arithmetic.apply(.multiply, value, scale, in: zone, at: range)
        var whole = scaled
        if case .float(let number) = scaled {
            guard let integer = BigInteger(number.rounded(up ? .up : .down)) else { throw Arithmetic.tooLarge(range) }
            whole = Value(integer)
        }
        return try Arithmetic.apply(.divide, whole, scale, in: zone, at: range)
    }

    /// What Python's `round` makes of a number without a precision.
    private func roundedToInteger(_ value: Value) throws(TemplateError) -> Value {
        guard case .float(let number) = value else { return Value(value.asBigInteger ?? BigInteger(0)) }
        guard let integer = BigInteger(number.rounded(.toNearestOrEven)) else { throw Arithmetic.tooLarge(range) }
        return Value(integer)
    }

    private func rounded(_ number: Double, _ digits: Int) throws(TemplateError) -> Double {
        // Beyond these, no float has digits.
        guard number.isFinite, digits <= 323 else { return number }
        if digits < -308 { return 0 * number }
        if digits >= 0 { return Double(PrintedNumber.text(number, "f", precision: digits)) ?? number }
        guard let whole = BigInteger(number.magnitude) else { return number }
        let hasFraction = number != number.rounded(.towardZero)
        let magnitude = Self.roundedToTens(whole, digits, hasFraction: hasFraction).asDouble
        guard magnitude.isFinite else { throw Arithmetic.tooLarge(range) }
        return number.sign == .minus ? -magnitude : magnitude
    }

    /// To the nearest 10, 100, …, and to the even one of two that are as near.
    ///
    /// - Parameter hasFraction: whether the number goes on behind its point, which decides between two.
    private static func roundedToTens(_ number: BigInteger, _ digits: Int, hasFraction: Bool) -> BigInteger {
        // 10 to this power is more than twice any number there is.
        let zeros = Int(min(digits.magnitude, 5000))
        var unit = BigInteger(1)
        for _ in 0..<zeros {
            unit = unit * BigInteger(10)
            if unit.bitCount > number.bitCount + 2 { return BigInteger(0) }
        }
        let (quotient, rest) = number.divided(by: unit)
        let double = rest + rest
        let isUp = double > unit || double == unit && (hasFraction || quotient.isOdd)
        return (isUp ? quotient + BigInteger(1) : quotient) * unit
    }
}
