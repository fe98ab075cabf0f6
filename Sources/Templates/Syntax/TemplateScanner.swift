/// Splits a template into literal text, expressions and statements.
struct TemplateScanner {
    enum Part: Equatable {
        /// Text as it is, never empty.
        case text(Range<Int>)
        /// Text between `{% raw %}` and `{% endraw %}`.
        case raw(Range<Int>)
        /// An expression without its braces.
        case expression(Range<Int>)
        /// A statement without its braces.
        case statement(Range<Int>)
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    /// Whether the previous braces ended with a minus, as in `-}}`, which removes the white space behind them.
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
            let opening = nextOpening(from: position)
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
    private func nextOpening(from start: Int) -> Int? {
        var place = start
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

    /// Reads the braces that open at `opening`. Returns nil for a comment, and for a `raw` without text.
    private mutating func braces(at opening: Int) throws(TemplateError) -> Part? {
        var inside = opening + 2
        // A plus is not the sign of a number: it says to leave white space alone, which is done anyway.
        if inside < bytes.count, bytes[inside] == UInt8(ascii: "-") || bytes[inside] == UInt8(ascii: "+") {
            inside += 1
        }
        switch bytes[opening + 1] {
        case UInt8(ascii: "#"):
            guard let closing = bytes[inside...].firstRange(of: "#}".utf8)?.lowerBound else {
                throw .syntax("this comment has no closing #}", at: opening..<opening + 2)
            }
            leave(at: closing, inside: inside)
            return nil
        case UInt8(ascii: "%"):
            if let raw = try rawText(from: inside, opening: opening) { return raw.isEmpty ? nil : .raw(raw) }
            guard let closing = closingOfCode(from: inside, UInt8(ascii: "%")) else {
                throw .syntax("this {% has no closing %}", at: opening..<opening + 2)
            }
            var end = leave(at: closing, inside: inside)
            if !eatsSpace, closing > inside, bytes[closing - 1] == UInt8(ascii: "+") { end -= 1 }
            return .statement(inside..<end)
        default:
            guard let closing = closingOfCode(from: inside, UInt8(ascii: "}")) else {
                // If a }} comes first, it stands in a string, whose closing quote may be missing, or it closes inner braces.
                let lone = bytes[inside...].firstIndex(of: UInt8(ascii: "}"))
                if let lone, !bytes[lone...].starts(with: "}}".utf8) {
                    throw .syntax("one } does not close {{: write }}", at: lone..<lone + 1)
                }
                throw .syntax("this {{ has no closing }}", at: opening..<opening + 2)
            }
            let end = leave(at: closing, inside: inside)
            return .expression(inside..<end)
        }
    }

    /// Reads `{% raw %}…{% endraw %}`, whose text is shown as it is; nil where there is another statement.
    private mutating func rawText(from inside: Int, opening: Int) throws(TemplateError) -> Range<Int>? {
        guard let start = endOfStatement("raw", from: inside, signs: "-") else { return nil }
        var place = start
        while let brace = nextOpening(from: place) {
            place = brace + 1
            guard bytes[place] == UInt8(ascii: "%") else { continue }
            let sign = bytes[place + 1..<bytes.count].first.flatMap { "-+".utf8.contains($0) ? $0 : nil }
            let content = place + (sign == nil ? 1 : 2)
            guard let end = endOfStatement("endraw", from: content, signs: "-+") else { continue }
            var text = start..<brace
            if bytes[start - 3] == UInt8(ascii: "-") { text = WhiteSpace.droppingLeading(bytes, text) }
            if sign == UInt8(ascii: "-") { text = WhiteSpace.droppingTrailing(bytes, text) }
            leave(at: end - 2, inside: content)
            return text
        }
        throw .syntax("this {% raw %} has no {% endraw %}", at: opening..<start)
    }

    /// Returns the end of a statement that consists of one word, or nil where there is another statement.
    private func endOfStatement(_ word: String, from start: Int, signs: String) -> Int? {
        func skipSpace(from place: Int) -> Int {
            WhiteSpace.droppingLeading(bytes, min(place, bytes.count)..<bytes.count).lowerBound
        }
        let begin = skipSpace(from: start)
        guard bytes[begin...].starts(with: word.utf8) else { return nil }
        var end = skipSpace(from: begin + word.utf8.count)
        if end < bytes.count, signs.utf8.contains(bytes[end]) { end += 1 }
        return bytes[end...].starts(with: "%}".utf8) ? end + 2 : nil
    }

    /// Goes behind the closing braces and returns where their content ends.
    @discardableResult
    private mutating func leave(at closing: Int, inside: Int) -> Int {
        position = closing + 2
        eatsSpace = closing > inside && bytes[closing - 1] == UInt8(ascii: "-")
        return eatsSpace ? closing - 1 : closing
    }

    /// Finds the `}}` or `%}` that closes the open braces: not one inside a string, nor one that closes inner braces.
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
