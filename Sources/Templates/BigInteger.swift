/// An integer of any size up to a bound, as Python has them. Slow, and rarely needed.
package struct BigInteger: Hashable, Sendable {
    /// 32 bits each, the lowest first, none that is zero at the end.
    private(set) var words: [UInt32]
    let isNegative: Bool

    /// Python shows no integer of more than 4300 digits: what is longer than this is of no use to a template.
    static let mostWords = 512

    init(words: [UInt32], isNegative: Bool) {
        self.words = words
        while self.words.last == 0 { self.words.removeLast() }
        self.isNegative = isNegative && !self.words.isEmpty
    }

    init(_ number: Int) {
        let magnitude = number.magnitude
        self.init(
            words: [UInt32(truncatingIfNeeded: magnitude), UInt32(truncatingIfNeeded: magnitude >> 32)],
            isNegative: number < 0)
    }

    /// The number without what stands behind its point; nil for what is infinite or no number.
    init?(_ number: Double) {
        guard number.isFinite else { return nil }
        let whole = number.magnitude.rounded(.towardZero)
        guard whole >= 1 else {
            self.init(0)
            return
        }
        let shift = Int(whole.exponent) - 52
        let significand = BigInteger(Int(whole.significand * 0x1p52))
        let magnitude = shift >= 0 ? significand.shifted(left: shift) : significand.shifted(right: -shift)
        self.init(words: magnitude.words, isNegative: number < 0)
    }

    /// Digits without a sign; nil where there are too many.
    init?(_ digits: String, radix: Int) {
        var words: [UInt32] = []
        for digit in digits.utf8 {
            guard let value = digit.base36Digit, value < radix else { return nil }
            var carry = UInt64(value)
            for index in words.indices {
                let product = UInt64(words[index]) * UInt64(radix) + carry
                words[index] = UInt32(truncatingIfNeeded: product)
                carry = product >> 32
            }
            if carry > 0 { words.append(UInt32(carry)) }
            guard words.count <= Self.mostWords else { return nil }
        }
        self.init(words: words, isNegative: false)
    }

    var isZero: Bool { words.isEmpty }
    var isOdd: Bool { (words.first ?? 0) & 1 == 1 }
    var negated: BigInteger { BigInteger(words: words, isNegative: !isNegative) }
    var magnitude: BigInteger { BigInteger(words: words, isNegative: false) }
    var bitCount: Int { words.isEmpty ? 0 : words.count * 32 - words[words.count - 1].leadingZeroBitCount }

    /// The same number where it needs 64 bits at most.
    var asInt: Int? {
        guard words.count <= 2 else { return nil }
        let magnitude = words.reversed().reduce(UInt64(0)) { $0 << 32 | UInt64($1) }
        if isNegative { return magnitude <= 1 << 63 ? Int(truncatingIfNeeded: 0 &- magnitude) : nil }
        return Int(exactly: magnitude)
    }

    /// The nearest float, the even one of two; infinite where there is none.
    var asDouble: Double { Self.ratio(self, BigInteger(1)) }

    func shifted(left count: Int) -> BigInteger {
        var shifted = [UInt32](repeating: 0, count: count / 32)
        var carry: UInt64 = 0
        for word in words {
            carry |= UInt64(word) << UInt64(count % 32)
            shifted.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        return BigInteger(words: shifted + [UInt32(carry)], isNegative: isNegative)
    }

    /// Of the magnitude: what is shifted out is lost.
    func shifted(right count: Int) -> BigInteger {
        guard count / 32 < words.count else { return BigInteger(0) }
        var shifted: [UInt32] = []
        let kept = Array(words[(count / 32)...]) + [0]
        for index in 0..<kept.count - 1 {
            let pair = UInt64(kept[index + 1]) << 32 | UInt64(kept[index])
            shifted.append(UInt32(truncatingIfNeeded: pair >> UInt64(count % 32)))
        }
        return BigInteger(words: shifted, isNegative: isNegative)
    }
}

extension BigInteger: Comparable {
    package static func < (left: BigInteger, right: BigInteger) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? isSmaller(right.words, left.words) : isSmaller(left.words, right.words)
    }

    static func isSmaller(_ left: [UInt32], _ right: [UInt32]) -> Bool {
        if left.count != right.count { return left.count < right.count }
        for (left, right) in zip(left.reversed(), right.reversed()) where left != right { return left < right }
        return false
    }
}

extension BigInteger: CustomStringConvertible {
    package var description: String { text(radix: 10) }

    func text(radix: UInt32, uppercase: Bool = false) -> String {
        var digits: [UInt8] = []
        var rest = words
        while !rest.isEmpty {
            var remainder: UInt64 = 0
            for index in rest.indices.reversed() {
                let dividend = remainder << 32 | UInt64(rest[index])
                rest[index] = UInt32(dividend / UInt64(radix))
                remainder = dividend % UInt64(radix)
            }
            while rest.last == 0 { rest.removeLast() }
            digits.append(UInt8(remainder < 10 ? 48 + remainder : (uppercase ? 55 : 87) + remainder))
        }
        if digits.isEmpty { digits = [48] }
        return (isNegative ? "-" : "") + String(decoding: digits.reversed(), as: UTF8.self)
    }
}

extension UInt8 {
    /// The value of a digit of any radix up to 36.
    var base36Digit: Int? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(self) - 48
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(self) - 87
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(self) - 55
        default: nil
        }
    }
}
