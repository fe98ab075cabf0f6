/// Splits an expression, `{{ … }}` without its braces, into tokens.
struct ExpressionLexer {
    enum Token: Equatable {
        case name(String)
        case string(String)
        case integer(Int)
        case float(Double)
        case symbol(String)
        case end
    }

    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var end: Int { bytes.count }

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func next() throws(TemplateError) -> (token: Token, range: Range<Int>) {
        position = WhiteSpace.droppingLeading(bytes, position..<end).lowerBound
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

    /// Whether the next token is a single `=`.
    func isFollowedByAssignment() throws(TemplateError) -> Bool {
        var copy = self
        return try copy.next().token == .symbol("=")
    }

    /// Moves behind every byte that could belong to a name, letters of other scripts included.
    mutating func skipWord() {
        while position < end, bytes[position].isNameByte || bytes[position].isDigit,
            bytes[position] < 0x80 || WhiteSpace.length(bytes, at: position, end: end) == 0
        {
            position += 1
        }
    }

    private mutating func name() throws(TemplateError) -> Token {
        let start = position
        skipWord()
        let name = text(start..<position)
        guard name.isTemplateName else {
            throw .syntax("\"\(name)\" is not a name: it has letters, digits and _", at: start..<position)
        }
        return .name(name)
    }

    private static let longSymbols = ["//", "==", "!=", "<=", ">="]

    private mutating func symbol() throws(TemplateError) -> Token {
        let start = position
        for long in Self.longSymbols where start + 1 < end && text(start..<start + 2) == long {
            position += 2
            return .symbol(long)
        }
        if text(start..<min(start + 2, end)) == "**" {
            throw .unsupported("** is not supported: write x * x", at: start..<start + 2)
        }
        guard bytes[position] < 0x80, "+-*/%~|.,:()[]{}<>=".utf8.contains(bytes[position]) else {
            var last = position + 1
            while last < end, bytes[last] & 0xC0 == 0x80 { last += 1 }
            let written = text(start..<last)
            throw .syntax(
                "\"\(written)\" has no meaning in an expression\(Alternatives.toCharacter(written))", at: start..<last)
        }
        position += 1
        return .symbol(text(start..<position))
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    /// Whether a name can begin with the byte. Letters of other scripts count, as in Jinja2: `{{ 价格 }}`.
    var isNameByte: Bool {
        self == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self >= 0x80
    }
}

extension String {
    /// Whether an expression can use this as a name: Python's `str.isidentifier`.
    package var isTemplateName: Bool {
        guard let first = unicodeScalars.first, first == "_" || first.properties.isXIDStart else { return false }
        return unicodeScalars.dropFirst().allSatisfy(\.properties.isXIDContinue)
    }
}
