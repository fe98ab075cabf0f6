import Timelines

/// Quotes texts so that a shell takes each for one word, whatever is in it.
enum ShellWord {
    /// Returns the word as it is where it needs no quotes, otherwise in quotes. Where it has invisible characters: as `$'…'` with
    /// their bytes.
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
                // Closes the quotes and opens new ones: a digit that follows would be taken for a part of the escape.
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
