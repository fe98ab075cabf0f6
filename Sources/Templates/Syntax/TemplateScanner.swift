/// Splits a template into literal text, expressions and statements.
struct TemplateScanner {
    enum Part: Equatable {
        /// Text as it is, never empty.
        case text(Range<Int>)
        /// An expression without its braces.
        case expression(Range<Int>)
        /// A statement without its braces.
        case statement(Range<Int>)
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// Whether the braces before ended with `-}}`, which eats the white space behind them.
    private var eatsSpace = false
    private var pending: Part?

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func next() throws(TemplateError) -> Part? {
        if let part = pending {
            pending = nil
            return part
        }
        while position < bytes.count {
            let textStart = position
            let opening = nextOpening()
            var text = textStart..<(opening ?? bytes.count)
            if eatsSpace { text = WhiteSpace.droppingLeading(bytes, text) }
            eatsSpace = false
            position = text.upperBound
            guard let opening else { return text.isEmpty ? nil : .text(text) }
            if opening + 2 < bytes.count, bytes[opening + 2] == UInt8(ascii: "-") {
                text = WhiteSpace.droppingTrailing(bytes, text)
            }
            let part = try braces(at: opening)
            if text.isEmpty, part == nil { continue }
            guard !text.isEmpty else { return part }
            pending = part
            return .text(text)
        }
        return nil
    }

    /// The next `{{`, `{%` or `{#`.
    private func nextOpening() -> Int? {
        var place = position
        while place + 1 < bytes.count {
            if bytes[place] == UInt8(ascii: "{") {
                switch bytes[place + 1] {
                case UInt8(ascii: "{"), UInt8(ascii: "%"), UInt8(ascii: "#"): return place
                default: break
                }
            }
            place += 1
        }
        return nil
    }

    /// Reads the braces that open at `opening`: an expression, or a comment, which is nothing.
    private mutating func braces(at opening: Int) throws(TemplateError) -> Part? {
        var inside = opening + 2
        // A plus is no sign of what follows: it says to leave white space alone, which is done anyway.
        if inside < bytes.count, bytes[inside] == UInt8(ascii: "-") || bytes[inside] == UInt8(ascii: "+") {
            inside += 1
        }
        switch bytes[opening + 1] {
        case UInt8(ascii: "#"):
            guard let closing = closing(UInt8(ascii: "#"), UInt8(ascii: "}"), from: inside) else {
                throw TemplateError(.syntax, "this comment has no closing #}", at: opening..<opening + 2)
            }
            leave(at: closing, inside: inside)
            return nil
        case UInt8(ascii: "%"):
            guard let closing = closingOfCode(from: inside, UInt8(ascii: "%")) else {
                throw TemplateError(.syntax, "this {% has no closing %}", at: opening..<opening + 2)
            }
            var end = leave(at: closing, inside: inside)
            if !eatsSpace, closing > inside, bytes[closing - 1] == UInt8(ascii: "+") { end -= 1 }
            return .statement(inside..<end)
        default:
            guard let closing = closingOfCode(from: inside, UInt8(ascii: "}")) else {
                throw TemplateError(.syntax, "this {{ has no closing }}", at: opening..<opening + 2)
            }
            let end = leave(at: closing, inside: inside)
            return .expression(inside..<end)
        }
    }

    /// Goes behind the closing braces and returns where their content ends.
    @discardableResult
    private mutating func leave(at closing: Int, inside: Int) -> Int {
        position = closing + 2
        eatsSpace = closing > inside && bytes[closing - 1] == UInt8(ascii: "-")
        return eatsSpace ? closing - 1 : closing
    }

    private func closing(_ first: UInt8, _ second: UInt8, from start: Int) -> Int? {
        var place = start
        while place + 1 < bytes.count {
            if bytes[place] == first, bytes[place + 1] == second { return place }
            place += 1
        }
        return nil
    }

    /// The `}}` or `%}` that closes what is open: not one inside a string, nor one that closes braces within.
    private func closingOfCode(from start: Int, _ first: UInt8) -> Int? {
        var place = start
        var quote: UInt8?
        var depth = 0
        while place < bytes.count {
            let byte = bytes[place]
            if let open = quote {
                if byte == UInt8(ascii: "\\") { place += 1 }
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if depth == 0, byte == first, place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "}") {
                return place
            } else if byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "}"), depth > 0 {
                depth -= 1
            }
            place += 1
        }
        return nil
    }
}
