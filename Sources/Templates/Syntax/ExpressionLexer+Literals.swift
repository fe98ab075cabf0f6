/// Numbers and texts in quotes.
extension ExpressionLexer {
    /// Reads `42` or `1.5`.
    mutating func number() throws(TemplateError) -> Token {
        let start = position
        skipDigits()
        let isFloat = byte(at: position) == UInt8(ascii: ".") && byte(at: position + 1).isDigit
        if isFloat {
            position += 1
            skipDigits()
        }
        let digits = text(start..<position)
        let end = position
        skipWord()
        // A word like `if` may stand right behind it.
        guard position == end || ExpressionParser.keywords.contains(text(end..<position)) else {
            throw .notANumber(text(start..<position), at: start..<position)
        }
        position = end
        if isFloat, let value = Double(digits), value.isFinite { return .float(value) }
        guard let value = Int(digits) else {
            throw .unsupported(
                "\(digits) is beyond the whole numbers of 64 bits: put quotes around it", at: start..<end)
        }
        guard digits == "0" || !digits.hasPrefix("0") else {
            throw .syntax("\"\(digits)\" is not a number: write \(value)", at: start..<end)
        }
        return .integer(value)
    }

    private mutating func skipDigits() { while byte(at: position).isDigit { position += 1 } }

    private func byte(at place: Int) -> UInt8 { place < end ? bytes[place] : 0 }

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
                    "a carriage return in a text is not supported: write \\n", at: position..<position + 1)
            default:
                content.append(bytes[position])
                position += 1
            }
        }
        guard position < end else { throw .syntax("this string has no closing quote", at: start..<end) }
        position += 1
        return .string(String(decoding: content, as: UTF8.self))
    }

    private mutating func escape(into content: inout [UInt8]) throws(TemplateError) {
        let start = position
        let letter = byte(at: position + 1)
        position = min(position + 2, end)
        switch letter {
        case UInt8(ascii: "n"): content.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "t"): content.append(UInt8(ascii: "\t"))
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): content.append(letter)
        default:
            while byte(at: position) & 0xC0 == 0x80 { position += 1 }
            let written = letter < 0x20 ? "a backslash at the end of a line" : text(start..<position)
            throw .unsupported(
                "\(written) is not supported: write \\\\ for a backslash, \\n, \\t, or the character itself",
                at: start..<position)
        }
    }
}
