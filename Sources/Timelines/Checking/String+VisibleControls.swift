extension StringProtocol {
    /// The text as a terminal can show it, on one line: what cannot be seen is made visible, so that nothing moves the
    /// cursor, changes colours, reorders the line or hides in it.
    package var withVisibleControls: String {
        guard unicodeScalars.contains(where: \.isInvisible) else { return String(self) }
        var shown = ""
        for scalar in unicodeScalars {
            if scalar.isInvisible { shown += scalar.madeVisible } else { shown.unicodeScalars.append(scalar) }
        }
        return shown
    }
}

extension Unicode.Scalar {
    /// `⏎`, `⇥`, `<U+001B>`
    package var madeVisible: String {
        switch self {
        case "\n": "⏎"
        case "\t": "⇥"
        default: "<U+\(codePoint)>"
        }
    }

    /// Whether this is a control, a line separator, or a character that has neither a width nor a part in writing: a
    /// bidirectional control, zero-width space, soft hyphen, tag or byte order mark. Joiners and variation selectors, which
    /// languages and emoji need, do not count.
    package var isInvisible: Bool {
        switch value {
        case 0x20..<0x7F, 0xAE..<0x300: false
        case 0..<0xAE, 0x2028, 0x2029, 0xFFF9...0xFFFB: value != 0xA0 && !(0xA1..<0xAD).contains(value)
        // Most characters of scripts other than Latin.
        case 0x3400..<0xD7B0: false
        case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: false
        // Fillers of Hangul, vowels of Khmer, selectors of Mongolian.
        case 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180D, 0x180F: false
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}
