extension BigInteger {
    static func + (left: BigInteger, right: BigInteger) -> BigInteger {
        if left.isNegative == right.isNegative {
            return BigInteger(words: sum(left.words, right.words), isNegative: left.isNegative)
        }
        if isSmaller(left.words, right.words) {
            return BigInteger(words: difference(right.words, left.words), isNegative: right.isNegative)
        }
        return BigInteger(words: difference(left.words, right.words), isNegative: left.isNegative)
    }

    static func - (left: BigInteger, right: BigInteger) -> BigInteger { left + right.negated }

    static func * (left: BigInteger, right: BigInteger) -> BigInteger {
        var product = [UInt32](repeating: 0, count: left.words.count + right.words.count)
        for (offset, word) in left.words.enumerated() {
            var carry: UInt64 = 0
            for (index, other) in right.words.enumerated() {
                carry += UInt64(word) * UInt64(other) + UInt64(product[offset + index])
                product[offset + index] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            product[offset + right.words.count] = UInt32(carry)
        }
        return BigInteger(words: product, isNegative: left.isNegative != right.isNegative)
    }

    private static func sum(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var sum: [UInt32] = []
        var carry: UInt64 = 0
        for index in 0..<max(left.count, right.count) {
            carry += UInt64(index < left.count ? left[index] : 0) + UInt64(index < right.count ? right[index] : 0)
            sum.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        return sum + [UInt32(carry)]
    }

    /// Of a number and one that is not larger.
    private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var difference: [UInt32] = []
        var borrow: Int64 = 0
        for index in left.indices {
            let digit = Int64(left[index]) - (index < right.count ? Int64(right[index]) : 0) - borrow
            borrow = digit < 0 ? 1 : 0
            difference.append(UInt32(truncatingIfNeeded: digit))
        }
        return difference
    }

    /// Quotient and remainder as Python's `divmod`: rounded down, the remainder with the sign of the divisor.
    func divided(by divisor: BigInteger) -> (quotient: BigInteger, remainder: BigInteger) {
        let (quotient, remainder) = Self.divide(words, divisor.words)
        let whole = BigInteger(words: quotient, isNegative: isNegative != divisor.isNegative)
        let rest = BigInteger(words: remainder, isNegative: isNegative)
        guard !rest.isZero, isNegative != divisor.isNegative else { return (whole, rest) }
        return (whole - BigInteger(1), rest + divisor)
    }

    /// Long division by the highest digits (Knuth's algorithm D). The divisor is not zero.
    private static func divide(_ dividend: [UInt32], _ divisor: [UInt32]) -> ([UInt32], [UInt32]) {
        if isSmaller(dividend, divisor) { return ([], dividend) }
        let shift = divisor[divisor.count - 1].leadingZeroBitCount
        // Shifted so that the highest bit of the divisor is set: then a guess is at most two too large.
        let lower = BigInteger(words: divisor, isNegative: false).shifted(left: shift).words
        var upper = BigInteger(words: dividend, isNegative: false).shifted(left: shift).words
        while upper.count <= dividend.count { upper.append(0) }
        let count = lower.count
        var quotient = [UInt32](repeating: 0, count: upper.count - count)
        for place in quotient.indices.reversed() {
            let highest = UInt64(upper[place + count]) << 32 | UInt64(upper[place + count - 1])
            var guess = highest / UInt64(lower[count - 1])
            var rest = highest % UInt64(lower[count - 1])
            while guess > UInt64(UInt32.max)
                || (count > 1 && rest <= UInt64(UInt32.max)
                    && guess * UInt64(lower[count - 2]) > rest << 32 | UInt64(upper[place + count - 2]))
            {
                guess -= 1
                rest += UInt64(lower[count - 1])
            }
            if subtract(lower, times: guess, from: &upper, at: place) {
                guess -= 1
                add(lower, to: &upper, at: place)
            }
            quotient[place] = UInt32(guess)
        }
        return (quotient, BigInteger(words: upper, isNegative: false).shifted(right: shift).words)
    }

    /// Returns whether it was too much.
    private static func subtract(_ words: [UInt32], times factor: UInt64, from upper: inout [UInt32], at place: Int)
        -> Bool
    {
        var carry: UInt64 = 0
        var borrow: Int64 = 0
        for index in 0...words.count {
            carry += index < words.count ? UInt64(words[index]) * factor : 0
            let digit = Int64(upper[place + index]) - Int64(carry & 0xFFFF_FFFF) - borrow
            upper[place + index] = UInt32(truncatingIfNeeded: digit)
            borrow = digit < 0 ? 1 : 0
            carry >>= 32
        }
        return borrow > 0
    }

    private static func add(_ words: [UInt32], to upper: inout [UInt32], at place: Int) {
        var carry: UInt64 = 0
        for index in 0...words.count {
            carry += UInt64(upper[place + index]) + (index < words.count ? UInt64(words[index]) : 0)
            upper[place + index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
    }

    /// The float nearest to the exact quotient, the even one of two, as Python divides; infinite where it is too large.
    /// The divisor is not zero.
    static func ratio(_ dividend: BigInteger, _ divisor: BigInteger) -> Double {
        guard !dividend.isZero else { return divisor.isNegative ? -0.0 : 0 }
        // 64 or 65 bits of the quotient, more than a float has, and a last one for whether anything is left.
        let shift = 64 - (dividend.bitCount - divisor.bitCount)
        let upper = shift > 0 ? dividend.magnitude.shifted(left: shift) : dividend.magnitude
        let lower = shift < 0 ? divisor.magnitude.shifted(left: -shift) : divisor.magnitude
        let (quotient, remainder) = upper.divided(by: lower)
        // Below the smallest normal float there are fewer bits; such quotients need no template.
        let kept = quotient.bitCount - 60
        let head = quotient.shifted(right: kept)
        let isExact = remainder.isZero && head.shifted(left: kept) == quotient
        let bits = (head.asInt ?? 0) << 1 | (isExact ? 0 : 1)
        let result = scaled(Double(bits), by: kept - 1 - shift)
        return dividend.isNegative != divisor.isNegative ? -result : result
    }

    private static func scaled(_ number: Double, by exponent: Int) -> Double {
        guard Int(number.exponent) + exponent <= 1023 else { return .infinity }
        return Double(sign: .plus, exponent: exponent, significand: number)
    }
}
