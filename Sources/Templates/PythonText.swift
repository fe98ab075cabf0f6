/// What Python makes of characters, where a template's meaning hangs on it.
enum PythonText {
    /// The length in bytes of the white space character that begins at `place`, 0 where none does.
    ///
    /// `str.isspace`, which is what `\s` and `strip` go by: the spaces of other scripts too, U+3000 above all.
    static func spaceLength(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, end: Int) -> Int {
        let byte = bytes[place]
        if byte < 0x80 { return byte == 0x20 || (0x09...0x0D).contains(byte) || (0x1C...0x1F).contains(byte) ? 1 : 0 }
        if byte == 0xC2, place + 1 < end { return bytes[place + 1] == 0x85 || bytes[place + 1] == 0xA0 ? 2 : 0 }
        guard byte >= 0xE1, byte <= 0xE3, place + 2 < end else { return 0 }
        switch (byte, bytes[place + 1], bytes[place + 2]) {
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9),
            (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
            return 3
        default: return 0
        }
    }

    /// `range` without the white space at its beginning.
    static func droppingLeadingSpace(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        while start < range.upperBound, case let length = spaceLength(bytes, at: start, end: range.upperBound),
            length > 0
        {
            start += length
        }
        return start..<range.upperBound
    }

    /// `range` without the white space at its end.
    static func droppingTrailingSpace(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound {
            var start = end - 1
            while start > range.lowerBound, bytes[start] & 0xC0 == 0x80 { start -= 1 }
            guard spaceLength(bytes, at: start, end: end) == end - start else { break }
            end = start
        }
        return range.lowerBound..<end
    }

    /// Whether `repr` shows a character as it is and not as an escape.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return (0x20..<0x7F).contains(scalar.value) }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            return false
        default: return true
        }
    }
}

extension Unicode.Scalar {
    var startsIdentifier: Bool { self == "_" || properties.isXIDStart }
    var continuesIdentifier: Bool { properties.isXIDContinue }
}

extension String {
    /// Whether an expression can say this as a name: Python's `str.isidentifier`.
    package var isTemplateName: Bool {
        guard let first = unicodeScalars.first, first.startsIdentifier else { return false }
        return unicodeScalars.dropFirst().allSatisfy(\.continuesIdentifier)
    }
}
