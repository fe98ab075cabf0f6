/// Text from scripts and servers as it can be shown on a terminal: control characters are made visible, so that none can
/// move the cursor or change colours.
func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isInvisible) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\n": shown += "⏎"
        case "\t": shown += "⇥"
        case _ where isInvisible(scalar):
            let digits = String(scalar.value, radix: 16, uppercase: true)
            shown += "<U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)>"
        default: shown.unicodeScalars.append(scalar)
        }
    }
    return shown
}

/// Controls (C0, DEL, C1) and what reorders a line or hides in it.
private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
}
