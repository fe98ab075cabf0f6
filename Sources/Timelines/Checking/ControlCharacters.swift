extension Unicode.Scalar {
    /// The code point in at least four hexadecimal digits, as in `000B`.
    package var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension [UInt8] {
    /// The first control character of UTF-8 text: C0 (except newline and tab), DEL or C1.
    var firstControlCharacter: Unicode.Scalar? {
        withUnsafeBufferPointer { bytes in
            bytes.firstControlCharacter.map { range in
                // C1 is U+0080 to U+009F: C2 80 to C2 9F.
                Unicode.Scalar(bytes[range.upperBound - 1])
            }
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The place of the first control character of UTF-8 text: C0 (except newline and tab), DEL or C1.
    var firstControlCharacter: Range<Int>? {
        for index in indices {
            let byte = self[index]
            if byte < 0x20, byte != 0x0A, byte != 0x09 { return index..<index + 1 }
            if byte == 0x7F { return index..<index + 1 }
            if byte == 0xC2, index + 1 < count, self[index + 1] < 0xA0 { return index..<index + 2 }
        }
        return nil
    }
}
