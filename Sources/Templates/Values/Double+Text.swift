#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Double {
    /// The text that Python's `repr` gives a finite float: the shortest digits that read back the same, with an exponent
    /// below 1e-4 and from 1e16.
    package var templateText: String {
        let sign = self.sign == .minus ? "-" : ""
        var (digits, exponent) = magnitude.shortestDigits
        if exponent < -4 || exponent >= 16 {
            let mantissa = digits.count == 1 ? digits : "\(digits.removeFirst()).\(digits)"
            return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "+")\(abs(exponent) < 10 ? "0" : "")\(abs(exponent))"
        }
        if exponent < 0 { return "\(sign)0.\(String(repeating: "0", count: -exponent - 1))\(digits)" }
        if digits.count <= exponent + 1 {
            return "\(sign)\(digits)\(String(repeating: "0", count: exponent + 1 - digits.count)).0"
        }
        let point = digits.index(digits.startIndex, offsetBy: exponent + 1)
        return "\(sign)\(digits[..<point]).\(digits[point...])"
    }

    /// How many digits the text has, without zeros at its ends.
    var significantDigitCount: Int { magnitude.shortestDigits.digits.count }

    /// Digits without a point or zeros around them, and the power of ten of the first.
    private var shortestDigits: (digits: String, exponent: Int) {
        let parts = description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let whole = mantissa[0]
        let decimals = mantissa.count > 1 ? mantissa[1] : ""
        let all = String(whole) + String(decimals)
        let leadingZeros = all.prefix { $0 == "0" }.count
        var digits = String(all.dropFirst(leadingZeros))
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        let written = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        return digits.isEmpty ? ("0", 0) : (digits, whole.count - 1 - leadingZeros + written)
    }

    /// Returns the text that C prints, as Python does.
    ///
    /// - Parameter conversion: `f`, `e` or `g`.
    func printed(as conversion: Character, precision: Int) -> String {
        var buffer = [CChar](repeating: 0, count: 512 + precision)
        let count = withVaList([Int32(precision), self]) { vsnprintf(&buffer, buffer.count, "%.*\(conversion)", $0) }
        return String(decoding: buffer[..<Int(count)].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
