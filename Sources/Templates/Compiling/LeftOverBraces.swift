/// Finds braces that an audience would see: `{ product }`, `${product}`, `｛｛ product ｝｝`, `}}`.
package enum LeftOverBraces {
    /// Returns the first such braces in the text of a template, outside of its own braces.
    package static func first(inTextOf template: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        guard template.contains(where: \.mayBeBrace) else { return nil }
        var scanner = TemplateScanner(template)
        while let part = try? scanner.next() {
            guard case .text(let range) = part else { continue }
            let text = UnsafeBufferPointer(rebasing: template[range])
            // `{{ product }}}`
            if range.lowerBound > 0, text[0] == UInt8(ascii: "}"), template[range.lowerBound - 1] == text[0] {
                return range.lowerBound..<range.lowerBound + 1
            }
            if let found = first(in: text) { return found.shifted(by: range.lowerBound) }
        }
        return nil
    }

    /// Returns the first such braces in a text that is shown as it is.
    static func first(in text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        var place = 0
        while place < text.count {
            guard text[place].mayBeBrace, let brace = Brace(text, at: place) else {
                place += 1
                continue
            }
            let next = place + brace.length
            let before = place > 0 ? text[place - 1] : 0
            if let second = Brace(text, at: next), second.opens == brace.opens {
                let end = brace.opens ? closing(in: text, from: next) ?? next + second.length : next + second.length
                return place..<end
            }
            if brace.opens, next < text.count, text[next] == UInt8(ascii: "%") { return place..<next + 1 }
            if !brace.opens, before == UInt8(ascii: "%") { return place - 1..<next }
            if brace.opens, let end = endOfName(in: text, from: next) {
                return (before == UInt8(ascii: "$") ? place - 1 : place)..<end
            }
            place = next
        }
        return nil
    }

    private struct Brace {
        var opens: Bool
        var length: Int

        init?(_ text: UnsafeBufferPointer<UInt8>, at place: Int) {
            guard place < text.count else { return nil }
            switch text[place] {
            case UInt8(ascii: "{"): (opens, length) = (true, 1)
            case UInt8(ascii: "}"): (opens, length) = (false, 1)
            // U+FF5B and U+FF5D, as Chinese keyboards write them.
            case 0xEF where text[place...].starts(with: "｛".utf8): (opens, length) = (true, 3)
            case 0xEF where text[place...].starts(with: "｝".utf8): (opens, length) = (false, 3)
            default: return nil
            }
        }
    }

    /// The end of the first pair of closing braces.
    private static func closing(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var place = start
        while place < text.count {
            if let first = Brace(text, at: place), !first.opens, let second = Brace(text, at: place + first.length),
                !second.opens
            {
                return place + first.length + second.length
            }
            place += 1
        }
        return nil
    }

    /// Returns the end of a name with a closing brace, as in `product }`; nil if anything else stands there.
    private static func endOfName(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var place = start
        func skipSpaces() { while place < text.count, text[place] == UInt8(ascii: " ") { place += 1 } }
        skipSpaces()
        let name = place
        while place < text.count, Brace(text, at: place) == nil,
            text[place].isNameByte || text[place].isDigit || text[place] == UInt8(ascii: ".")
        {
            place += 1
        }
        guard place > name, text[name].isNameByte else { return nil }
        skipSpaces()
        guard let brace = Brace(text, at: place), !brace.opens else { return nil }
        return place + brace.length
    }
}

extension UInt8 {
    fileprivate var mayBeBrace: Bool { self == UInt8(ascii: "{") || self == UInt8(ascii: "}") || self == 0xEF }
}
