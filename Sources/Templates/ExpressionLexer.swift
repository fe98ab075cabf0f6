/// The words of an expression, `{{ … }}` without its braces.
struct ExpressionLexer {
    enum Token: Equatable {
        case name(String)
        case string(String)
        case integer(Int)
        case float(Double)
        case symbol(String)
        case end
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position: Int
    private let end: Int

    /// Reads `range` of `bytes`; ranges in the result count from the beginning of `bytes`.
    init(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    mutating func next() throws(TemplateError) -> (token: Token, range: Range<Int>) {
        position = PythonText.droppingLeadingSpace(bytes, position..<end).lowerBound
        guard position < end else { return (.end, position..<position) }
        let start = position
        let token: Token
        switch bytes[position] {
        case let byte where byte.isNameByte: token = try name()
        case let byte where byte.isDigit: token = try number()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): token = try string()
        default: token = try symbol()
        }
        return (token, start..<position)
    }

    /// Whether the next word is a single `=`.
    func isFollowedByAssignment() throws(TemplateError) -> Bool {
        var copy = self
        return try copy.next().token == .symbol("=")
    }

    /// Goes behind what could belong to a name, letters of other scripts and what is none of them included.
    private mutating func skipWord() {
        while position < end, bytes[position].isNameByte || bytes[position].isDigit,
            bytes[position] < 0x80 || PythonText.spaceLength(bytes, at: position, end: end) == 0
        {
            position += 1
        }
    }

    private mutating func name() throws(TemplateError) -> Token {
        let start = position
        skipWord()
        let name = text(start..<position)
        guard name.isTemplateName else {
            throw TemplateError(
                .syntax, "\"\(name)\" is not a name: it has letters, digits and _", at: start..<position)
        }
        return .name(name)
    }

    /// Digits, with single underscores between them.
    private mutating func digits() -> Bool {
        let start = position
        while position < end, bytes[position].isDigit {
            position += 1
            if position + 1 < end, bytes[position] == UInt8(ascii: "_"), bytes[position + 1].isDigit { position += 1 }
        }
        return position > start
    }

    private mutating func number() throws(TemplateError) -> Token {
        let start = position
        var isWellFormed = digits()
        var isFloat = false
        if position + 1 < end, bytes[position] == UInt8(ascii: "."), bytes[position + 1].isDigit {
            position += 1
            isFloat = true
            isWellFormed = digits() && isWellFormed
        }
        if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < end, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            isFloat = true
            isWellFormed = digits() && isWellFormed
        }
        let end = position
        skipWord()
        if position > end { isWellFormed = false }
        let written = text(start..<position)
        let plain = written.filter { $0 != "_" }
        let hasLeadingZero = !isFloat && plain.utf8.count > 1 && plain.utf8.first == UInt8(ascii: "0")
        guard isWellFormed, !hasLeadingZero || plain.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) else {
            throw TemplateError(.syntax, "\"\(written)\" is not a number", at: start..<position)
        }
        if isFloat {
            guard let value = Double(plain), value.isFinite else {
                throw TemplateError(.unsupported, "the number \(written) is too large", at: start..<position)
            }
            return .float(value)
        }
        guard let value = Int(plain) else {
            throw TemplateError(.unsupported, "the number \(written) needs more than 64 bits", at: start..<position)
        }
        return .integer(value)
    }

    private mutating func string() throws(TemplateError) -> Token {
        let start = position
        let quote = bytes[position]
        position += 1
        var content: [UInt8] = []
        while position < end, bytes[position] != quote {
            if bytes[position] == UInt8(ascii: "\\") {
                try escape(into: &content)
            } else {
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

    /// Python's escapes; a backslash before anything else stays one.
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
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): content.append(letter)
        case UInt8(ascii: "\n"): break
        case UInt8(ascii: "x"): try hexEscape(digits: 2, from: start, into: &content)
        case UInt8(ascii: "u"): try hexEscape(digits: 4, from: start, into: &content)
        case UInt8(ascii: "U"): try hexEscape(digits: 8, from: start, into: &content)
        case UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "v"), UInt8(ascii: "N"),
            UInt8(ascii: "0")...UInt8(ascii: "7"):
            throw TemplateError(
                .unsupported, "the escape \\\(Unicode.Scalar(letter)) is not supported: write \\u....",
                at: start..<position)
        case 0x80...:
            // Jinja2 itself takes such a pair apart and shows the character's code.
            while position < end, bytes[position] & 0xC0 == 0x80 { position += 1 }
            throw TemplateError(
                .unsupported, "\"\(text(start..<position))\" is not an escape: write \\\\ for a backslash",
                at: start..<position)
        default:
            content.append(UInt8(ascii: "\\"))
            content.append(letter)
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
            throw TemplateError(
                .syntax, "\\\(letter) needs the \(count) hexadecimal digits of a character", at: start..<last)
        }
        content.append(contentsOf: Character(scalar).utf8)
    }

    private static let longSymbols = ["//", "**", "==", "!=", "<=", ">="]

    private mutating func symbol() throws(TemplateError) -> Token {
        let start = position
        for long in Self.longSymbols where start + 1 < end && text(start..<start + 2) == long {
            position += 2
            return .symbol(long)
        }
        guard bytes[position] < 0x80, "+-*/%~|.,:()[]{}<>=".utf8.contains(bytes[position]) else {
            var last = position + 1
            while last < end, bytes[last] & 0xC0 == 0x80 { last += 1 }
            throw TemplateError(.syntax, "\"\(text(start..<last))\" has no meaning in an expression", at: start..<last)
        }
        position += 1
        return .symbol(text(start..<position))
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    fileprivate var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }
    /// Letters of other scripts too: `{{ 价格 }}` is a name, as in Jinja2.
    var isNameByte: Bool {
        self == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self >= 0x80
    }
}
