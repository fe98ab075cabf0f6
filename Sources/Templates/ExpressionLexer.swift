/// The words of an expression, `{{ … }}` without its braces.
struct ExpressionLexer {
    enum Token: Equatable {
        case name(String)
        case string(String)
        case integer(Int)
        /// An integer of more than 64 bits.
        case bigInteger(BigInteger)
        case float(Double)
        case symbol(String)
        case end
    }

    let bytes: UnsafeBufferPointer<UInt8>
    var position: Int
    let end: Int

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
    mutating func skipWord() {
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

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    /// Letters of other scripts too: `{{ 价格 }}` is a name, as in Jinja2.
    var isNameByte: Bool {
        self == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self >= 0x80
    }
}
