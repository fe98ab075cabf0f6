extension StringProtocol {
    /// The text as a terminal can show it: control characters are made visible, so that none can move the cursor or change
    /// colours.
    package var withVisibleControls: String {
        guard unicodeScalars.contains(where: isInvisible) else { return String(self) }
        var shown = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": shown += "⏎"
            case "\t": shown += "⇥"
            case _ where isInvisible(scalar): shown += "<U+\(scalar.codePoint)>"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}

/// Controls (C0, DEL, C1) and what reorders a line or hides in it.
private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
}
