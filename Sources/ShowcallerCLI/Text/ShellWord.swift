import Timelines

/// Words as a shell takes them for one, whatever is in them.
enum ShellWord {
    /// Plain where it can be, in quotes else; and where something in it cannot be seen, `$'…'` with its bytes.
    static func quoted(_ word: String) -> String {
        if !word.isEmpty, word.utf8.allSatisfy(isPlain) { return word }
        if !word.unicodeScalars.contains(where: { $0.isInvisible || "\"$`\\!".unicodeScalars.contains($0) }) {
            return "\"\(word)\""
        }
        let hasInvisible = word.unicodeScalars.contains(where: \.isInvisible)
        var text = hasInvisible ? "$'" : "'"
        for scalar in word.unicodeScalars {
            switch scalar {
            case "'": text += hasInvisible ? "\\'" : "'\\''"
            case "\\" where hasInvisible: text += "\\\\"
            case _ where scalar.isInvisible:
                for byte in UTF8.encode(scalar) ?? .init() { text += "\\x" + hexadecimal(byte) }
                // Another digit behind it would be taken for one of its own.
                text += "'$'"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "'"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-_./:=+,@%".utf8.contains(byte)
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
