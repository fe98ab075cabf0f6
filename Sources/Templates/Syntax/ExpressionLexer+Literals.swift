/// Numbers and texts in quotes.
extension ExpressionLexer {
    /// Reads `42`, `1_000`, `1.5` or `1e3`.
    mutating func number() throws(TemplateError) -> Token {
        let start = position
        var isFloat = false
        skipDigits()
        if byte(at: position) == UInt8(ascii: "."), byte(at: position + 1).isDigit {
            position += 1
            skipDigits()
            isFloat = true
        }
        if byte(at: position) | 0x20 == UInt8(ascii: "e") {
            let hasSign = "+-".utf8.contains(byte(at: position + 1))
            let exponent = position + (hasSign ? 2 : 1)
            if byte(at: exponent).isDigit {
                position = exponent
                skipDigits()
                isFloat = true
            }
        }
        let written = text(start..<position)
        let end = position
        skipWord()
        // A word like `if` may stand right behind it.
        guard position == end || ExpressionParser.keywords.contains(text(end..<position)) else {
            throw .syntax("\"\(text(start..<position))\" is not a number", at: start..<position)
        }
        position = end
        let digits = written.filter { $0 != "_" }
        if isFloat {
            guard let value = Double(digits), value.isFinite else {
                throw .unsupported("the number \(written) is too large", at: start..<end)
            }
            return .float(value)
        }
        guard let value = Int(digits) else {
            throw .unsupported(
                "\(written) is beyond the whole numbers of 64 bits: put quotes around it", at: start..<end)
        }
        guard digits == "0" || !digits.hasPrefix("0") else {
            throw .syntax("\"\(written)\" is not a number: write \(value)", at: start..<end)
        }
        return .integer(value)
    }

    /// Moves behind digits with single underscores between them.
    private mutating func skipDigits() {
        while byte(at: position).isDigit || byte(at: position) == UInt8(ascii: "_") && byte(at: position + 1).isDigit {
            position += 1
        }
    }

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
        case UInt8(ascii: "x"): content += try character(digits: 2, from: start)
        case UInt8(ascii: "u"): content += try character(digits: 4, from: start)
        case UInt8(ascii: "U"): content += try character(digits: 8, from: start)
        default:
            while byte(at: position) & 0xC0 == 0x80 { position += 1 }
            let written = letter < 0x20 ? "a backslash at the end of a line" : text(start..<position)
            throw .unsupported(
                "\(written) is not supported: write \\\\ for a backslash, or \\n \\t \\u", at: start..<position)
        }
    }

    /// Reads the digits of `\u4ef7` and the like.
    private mutating func character(digits count: Int, from start: Int) throws(TemplateError) -> String.UTF8View {
        let last = min(position + count, end)
        let code = text(position..<last)
        guard code.count == count, code.allSatisfy(\.isHexDigit), let number = UInt32(code, radix: 16),
            let scalar = Unicode.Scalar(number)
        else {
            let written = text(start..<position)
            throw .syntax("\(written) needs the \(count) hexadecimal digits of a character", at: start..<last)
        }
        position = last
        return String(scalar).utf8
    }
}
