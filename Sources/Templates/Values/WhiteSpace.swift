/// Recognizes white space as Python's `str.isspace` does, the spaces of other scripts included (U+3000 above all):
/// Jinja2's white space control and its filter `trim` go by it.
enum WhiteSpace {
    /// Returns the length in bytes of the white space character that begins at `place`, or 0 where none does.
    static func length(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, end: Int) -> Int {
        let byte = bytes[place]
        if byte < 0x80 { return byte == 0x20 || (0x09...0x0D).contains(byte) || (0x1C...0x1F).contains(byte) ? 1 : 0 }
        let length = byte < 0xE0 ? 2 : 3
        guard [0xC2, 0xE1, 0xE2, 0xE3].contains(byte), place + length <= end else { return 0 }
        let scalars = String(decoding: bytes[place..<place + length], as: UTF8.self).unicodeScalars
        return scalars.allSatisfy(\.isWhiteSpace) ? length : 0
    }

    /// Returns `range` without the white space at its beginning.
    static func droppingLeading(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        while start < range.upperBound, case let length = length(bytes, at: start, end: range.upperBound), length > 0 {
            start += length
        }
        return start..<range.upperBound
    }

    /// Returns `range` without the white space at its end.
    static func droppingTrailing(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound {
            var start = end - 1
            while start > range.lowerBound, bytes[start] & 0xC0 == 0x80 { start -= 1 }
            guard length(bytes, at: start, end: end) == end - start else { break }
            end = start
        }
        return range.lowerBound..<end
    }
}

extension Unicode.Scalar {
    /// Whether the character is white space.
    var isWhiteSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}
