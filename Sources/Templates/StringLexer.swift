/// Texts in quotes, with Python's escapes.
extension ExpressionLexer {
    mutating func string() throws(TemplateError) -> Token {
        let start = position
        let quote = bytes[position]
        position += 1
        var content: [UInt8] = []
        while position < end, bytes[position] != quote {
            switch bytes[position] {
            case UInt8(ascii: "\\"): try escape(into: &content)
            case UInt8(ascii: "\r"):
                // All line ends are one to Jinja2.
                content.append(UInt8(ascii: "\n"))
                position += position + 1 < end && bytes[position + 1] == UInt8(ascii: "\n") ? 2 : 1
            default:
                content.append(bytes[position])
                position += 1
            }
        }
        guard position < end else {
            throw TemplateError(.syntax, "this string has no closing quote", at: start..<end)
        }
        position += 1
        return .string(String(decoding: content, as: UTF8.self))
    }

    /// A backslash before anything that is no escape stays one.
    private mutating func escape(into content: inout [UInt8]) throws(TemplateError) {
        let start = position
        position += 1
        guard position < end else { return }
        let letter = bytes[position]
        position += 1
        switch letter {
        case UInt8(ascii: "n"): content.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "t"): content.append(UInt8(ascii: "\t"))
        case UInt8(ascii: "r"): content.append(UInt8(ascii: "\r"))
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "v"): content.append(0x0B)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): content.append(letter)
        case UInt8(ascii: "\n"): break
        case UInt8(ascii: "\r"): if position < end, bytes[position] == UInt8(ascii: "\n") { position += 1 }
        case UInt8(ascii: "x"): try hexEscape(digits: 2, from: start, into: &content)
        case UInt8(ascii: "u"): try hexEscape(digits: 4, from: start, into: &content)
        case UInt8(ascii: "U"): try hexEscape(digits: 8, from: start, into: &content)
        case UInt8(ascii: "0")...UInt8(ascii: "7"): octalEscape(from: start + 1, into: &content)
        case UInt8(ascii: "N"):
            throw TemplateError(
                .unsupported, "characters by name are not supported: write \\u and the character's code",
                at: start..<position)
        case 0x80...:
            while position < end, bytes[position] & 0xC0 == 0x80 { position += 1 }
            // Jinja2 hands Python the escape of such a character, whose backslash then counts as escaped.
            for scalar in text(start + 1..<position).unicodeScalars {
                content.append(contentsOf: scalar.pythonEscape.utf8)
            }
        default:
            content.append(UInt8(ascii: "\\"))
            content.append(letter)
        }
    }

    /// One to three digits: `\0`, `\101`.
    private mutating func octalEscape(from start: Int, into content: inout [UInt8]) {
        while position < end, position < start + 3, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(bytes[position]) {
            position += 1
        }
        guard let number = UInt32(text(start..<position), radix: 8), let scalar = Unicode.Scalar(number) else { return }
        content.append(contentsOf: Character(scalar).utf8)
    }

    private mutating func hexEscape(
        digits count: Int, from start: Int, into content: inout [UInt8]
    ) throws(TemplateError) {
        let last = min(position + count, end)
        let code = text(position..<last)
        position = last
        guard code.utf8.count == count, code.utf8.allSatisfy({ $0.hexDigit != nil }),
            let number = UInt32(code, radix: 16), let scalar = Unicode.Scalar(number)
        else {
            let letter = Unicode.Scalar(bytes[start + 1])
            throw TemplateError(
                .syntax, "\\\(letter) needs the \(count) hexadecimal digits of a character", at: start..<last)
        }
        content.append(contentsOf: Character(scalar).utf8)
    }
}
