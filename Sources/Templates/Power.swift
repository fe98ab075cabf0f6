import ShowTime

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Python's `**`.
enum Power {
    static func apply(_ left: Value, _ right: Value, at range: Range<Int>) throws(TemplateError) -> Value {
        if let base = left.asBigInteger, let exponent = right.asBigInteger, !exponent.isNegative {
            return try integers(base, exponent, at: range)
        }
        let base = try left.double(at: range)
        let exponent = try right.double(at: range)
        if base == 0, exponent < 0 { throw Arithmetic.divisionByZero(range) }
        let isWhole = exponent == exponent.rounded() || exponent.isNaN
        guard base >= 0 || base.isNaN || base.isInfinite || isWhole else {
            return try Arithmetic.complex(.power, .complex(Complex(real: base, imaginary: 0)), right, at: range)
        }
        let result = pow(base, exponent)
        guard result.isFinite || !base.isFinite || !exponent.isFinite else { throw Arithmetic.tooLarge(range) }
        return .float(result)
    }

    private static func integers(
        _ base: BigInteger, _ exponent: BigInteger, at range: Range<Int>
    ) throws(TemplateError) -> Value {
        if let small = base.asInt, (-1...1).contains(small) {
            // Only these three never grow.
            return .int(exponent.isZero || small == 1 || (small == -1 && !exponent.isOdd) ? 1 : small)
        }
        guard var rest = exponent.asInt, rest <= 32 * BigInteger.mostWords,
            (base.bitCount - 1) * rest <= 32 * BigInteger.mostWords
        else { throw IntegerArithmetic.tooLong(range) }
        var result = BigInteger(1)
        var square = base
        while rest > 0 {
            if rest & 1 == 1 { result = result * square }
            rest >>= 1
            if rest > 0 { square = square * square }
        }
        return try IntegerArithmetic.bounded(result, at: range)
    }
}
