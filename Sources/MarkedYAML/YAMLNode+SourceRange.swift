extension YAMLNode {
    /// Converts a range of a scalar's text to a range of the source, so that an error inside a template has its place.
    ///
    /// If the text stands in the source as it is, this is an addition. Otherwise (block scalars, escapes, folded lines) it walks
    /// through text and source side by side and counts the bytes of text that are not white space, because YAML adds and removes
    /// nothing but white space: at worst, a caret inside a run of spaces is off.
    package func sourceRange(ofText range: Range<Int>) -> Range<Int> {
        let node = document.nodes[index]
        guard node.hasOwnText else {
            let start = node.written.lowerBound
            return start + range.lowerBound..<start + range.upperBound
        }
        let walk = ScalarWalk(node: node, source: document.source.bytes)
        func visible(upTo end: Int) -> Int { withUTF8 { text in text.prefix(end).count { !$0.isYAMLSpace } } }
        let (before, through) = (visible(upTo: range.lowerBound), visible(upTo: range.upperBound))
        let start = walk.offset(afterVisible: before, skippingSpace: through > before)
        let end = walk.offset(afterVisible: through, skippingSpace: false)
        return start..<max(start, end)
    }
}

private struct ScalarWalk {
    let node: YAMLDocument.Node
    let source: [UInt8]

    /// Returns the source offset behind the first `count` visible bytes (those that are not white space) of the scalar's text.
    func offset(afterVisible count: Int, skippingSpace: Bool) -> Int {
        var place = contentStart
        let end = Int(node.end)
        var left = count
        while place < end {
            let (length, visible) = step(at: place, end: end)
            if left <= 0, !(skippingSpace && visible == 0) { break }
            place += length
            left -= visible
        }
        return min(place, end)
    }

    /// The offset behind the opening quote, or at the end of the line of `|` or `>`.
    private var contentStart: Int {
        var place = Int(node.start)
        switch node.kind {
        case .singleQuoted, .doubleQuoted: return place + 1
        case .literal, .folded:
            while place < Int(node.end), !source[place].isLineBreak { place += 1 }
            return place
        default: return place
        }
    }

    /// The length of one step in bytes of the source, and the visible bytes of text that they stand for.
    private func step(at place: Int, end: Int) -> (length: Int, visible: Int) {
        let byte = source[place]
        // NEL, which libyaml takes for a line break, and writes as one.
        if byte == 0xC2, place + 1 < end, source[place + 1] == 0x85 { return (2, 0) }
        if node.kind == .singleQuoted, byte == UInt8(ascii: "'") { return (2, 1) }
        guard node.kind == .doubleQuoted, byte == UInt8(ascii: "\\"), place + 1 < end else {
            return (1, byte.isYAMLSpace ? 0 : 1)
        }
        switch source[place + 1] {
        case let escape where "ntr \t\n\r".utf8.contains(escape): return (2, 0)
        case UInt8(ascii: "N"), UInt8(ascii: "_"): return (2, 2)
        case UInt8(ascii: "L"), UInt8(ascii: "P"): return (2, 3)
        case UInt8(ascii: "x"): return hexEscape(at: place, digits: 2, end: end)
        case UInt8(ascii: "u"): return hexEscape(at: place, digits: 4, end: end)
        case UInt8(ascii: "U"): return hexEscape(at: place, digits: 8, end: end)
        default: return (2, 1)
        }
    }

    private func hexEscape(at place: Int, digits: Int, end: Int) -> (length: Int, visible: Int) {
        let last = min(place + 2 + digits, end)
        let code = String(decoding: source[place + 2..<last], as: UTF8.self)
        let scalar = UInt32(code, radix: 16).flatMap(Unicode.Scalar.init)
        let bytes = scalar.map { $0.isASCII && UInt8($0.value).isYAMLSpace ? 0 : UTF8.width($0) } ?? 1
        return (last - place, bytes)
    }
}
