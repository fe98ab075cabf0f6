extension ExpressionLexer {
    /// Reads a text in quotes.
    mutating func string() throws(TemplateError) -> Token {
        let start = position
        let quote = bytes[position]
        position += 1
        var content: [UInt8] = []
        while position < end, bytes[position] != quote {
            switch bytes[position] {
            case UInt8(ascii: "\\"): try escape(into: &content)
            case UInt8(ascii: "\r"):
                throw .unsupported(
                    "a carriage return in a text is not supported: write \\n",
                    at: position..<position + 1)
            default:
                content.append(bytes[position])
                position += 1
            }
        }
        guard position < end else {
            throw .syntax("this string has no closing quote", at: start..<end)
        }
        position += 1
        return .string(String(decoding: content, as: UTF8.self))
    }

    private mutating func escape(into content: inout [UInt8]) throws(TemplateError) {
        let start = position
        position += 1
        guard position < end else { return }
        let letter = bytes[position]
        position += 1
        switch letter {
        case UInt8(ascii: "n"): content.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "t"): content.append(UInt8(ascii: "\t"))
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): content.append(letter)
        case UInt8(ascii: "x"): try hexEscape(digits: 2, from: start, into: &content)
        case UInt8(ascii: "u"): try hexEscape(digits: 4, from: start, into: &content)
        case UInt8(ascii: "U"): try hexEscape(digits: 8, from: start, into: &content)
        case UInt8(ascii: "N"):
            throw .unsupported(
                "characters by name are not supported: write \\u and the character's code",
                at: start..<position)
        default:
            while position < end, bytes[position] & 0xC0 == 0x80 { position += 1 }
            let written = letter < 0x20 ? "a backslash at the end of a line" : text(start..<position)
            throw .unsupported(
                "\(written) is not supported: write \\\\ for a backslash, or \\n \\t \\u",
                at: start..<position)
        }
    }

    private mutating func hexEscape(
        digits count: Int, from start: Int, into content: inout [UInt8]
    ) throws(TemplateError) {
        let last = min(position + count, end)
        let code = text(position..<last)
        position = last
        guard code.utf8.count == count, code.utf8.allSatisfy(\.isHexDigit), let number = UInt32(code, radix: 16),
            let scalar = Unicode.Scalar(number)
        else {
            let letter = Unicode.Scalar(bytes[start + 1])
            throw .syntax("\\\(letter) needs the \(count) hexadecimal digits of a character", at: start..<last)
        }
        content.append(contentsOf: Character(scalar).utf8)
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
    }
}
