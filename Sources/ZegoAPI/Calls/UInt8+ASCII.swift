extension [UInt8] {
    /// Appends the two digits of a byte.
    ///
    /// - Parameter ten: the digit for ten: `a` or `A`.
    mutating func append(hexadecimal byte: UInt8, ten: Unicode.Scalar) {
        for shift in stride(from: 4, through: 0, by: -4) {
            let digit = byte >> shift & 15
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: ten) + digit - 10)
        }
    }
}

extension UInt8 {
    var lowercased: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self }
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(lowercased) }
    /// Whether it is a letter, a digit, `-`, `.` or `_`.
    var isHostCharacter: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercased) || self == UInt8(ascii: "-")
            || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
    }
}
