import MarkedYAML

/// Mappings and lists in braces and brackets, which may go over lines.
extension SlipReader {
    /// Reads the mapping or list that opens here, including the brace or bracket that closes it.
    mutating func readBraces() throws(Slip) {
        let open = position
        let isMapping = byte == UInt8(ascii: "{")
        if isMapping, "{%#".utf8.contains(self[open + 1]) {
            guard key == "when" else { throw needsQuotes(at: open, text(open..<open + 2)) }
            throw Slip("\"when\" takes an expression without braces, as in when: room.lang == \"zh\"", at: open)
        }
        let closing = isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")
        guard braceDepth < YAMLLimits().depth else {
            throw Slip("more than \(braceDepth) braces are open here", at: open)
        }
        braceDepth += 1
        defer { braceDepth -= 1 }
        position += 1
        var valueBefore: Int?
        while true {
            try readSpaceInBraces(of: open)
            switch byte {
            case closing:
                position += 1
                return
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                throw Slip(
                    "\(text(open..<open + 1)) opens here, and \(text(place(position))) closes on line \(lineNumber(position)): one of them is wrong",
                    at: open)
            case UInt8(ascii: ","): position += 1
            default:
                if let before = valueBefore { throw missingSeparator(behind: before) }
                if isMapping { try readPair(of: open) } else { try readValueInBraces(of: open) }
                valueBefore = position
                continue
            }
            valueBefore = nil
        }
    }

    /// Reads white space, comments and line breaks between braces.
    private mutating func readSpaceInBraces(of open: Int) throws(Slip) {
        while true {
            try readSpace()
            guard isAtLineEnd, !isAtEnd else { break }
            if byte == UInt8(ascii: "#"), swallowingComment == nil,
                text(position..<lineEnd(position)).contains(self[open] == UInt8(ascii: "{") ? "}" : "]")
            {
                swallowingComment = position
            }
            skipLine()
            let isDeeper = indentOfLine(position) > indentOfLine(open)
            if isOutside(lineAt: position, indent: isDeeper ? -1 : .max, isInBraces: true) {
                throw unclosedBrace(at: open)
            }
        }
        if isAtEnd { throw unclosedBrace(at: open) }
    }

    private func unclosedBrace(at open: Int) -> Slip {
        if let comment = swallowingComment {
            return Slip(
                "a # behind a space begins a comment, which here takes the closing brace with it: put quotes around the text",
                at: comment)
        }
        let (opening, closing) = self[open] == UInt8(ascii: "{") ? ("{", "}") : ("[", "]")
        return Slip("this \(opening) is not closed: write \(closing) behind what belongs to it", at: open)
    }

    func closesNothing(at place: Int) -> Slip {
        let closing = text(self.place(place))
        return Slip(
            "this \(closing) closes nothing: it is one too many, or its \(closing == "}" ? "{" : "[") is missing",
            at: place)
    }

    func moreBehindBraces(from open: Int) -> Slip {
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { return closesNothing(at: position) }
        if let odd = lookAlike(at: position) {
            return Slip("\(odd.name) stands here: \(odd.remedy)", at: place(position))
        }
        return needsQuotes(at: open)
    }

    private func missingSeparator(behind end: Int) -> Slip {
        if let word = word(at: position), self[word.upperBound] == UInt8(ascii: ":") {
            return missingComma(before: word)
        }
        return Slip("a comma is missing behind this", at: max(end - 1, 0))
    }

    func missingComma(before word: Range<Int>) -> Slip {
        Slip("a comma is missing before \(text(word)):", at: word)
    }

    // MARK: Keys and values

    private mutating func readPair(of open: Int) throws(Slip) {
        let start = position
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            try readQuoted()
            let closing = position - 1
            skipSpace()
            guard byte == UInt8(ascii: ":") else {
                if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") { throw keyAlone(start..<position, in: open) }
                throw moreBehindQuote(from: start, closing: closing, inBraces: true)
            }
        } else {
            if byte == UInt8(ascii: "{") { throw keyInBraces(at: start) }
            while !isLineEnd(position), !",{}[]".utf8.contains(byte), !isColonInBraces(position) { position += 1 }
            guard isColonInBraces(position) else { throw keyAlone(start..<position, in: open) }
            try explainTightColon(in: start..<position)
        }
        key = text(start..<position).trimmed
        position += 1
        try readSpaceInBraces(of: open)
        if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") { return }
        try readValueInBraces(of: open)
    }

    private func keyInBraces(at place: Int) -> Slip {
        Slip("braces stand in the place of a key: put quotes around a text that has {{ }} in it", at: place)
    }

    private func isColonInBraces(_ place: Int) -> Bool {
        isKeyColon(place) || self[place] == UInt8(ascii: ":") && ",{}[]".utf8.contains(self[place + 1])
    }

    /// Explains a key of a mapping in braces that has no value.
    private func keyAlone(_ range: Range<Int>, in open: Int) -> Slip {
        if let slip = slipOfKey(at: range.lowerBound) { return slip }
        if let word = word(at: range.lowerBound) {
            if lookAlike(at: word.upperBound)?.meant == ":" { return fullWidthColon(behind: word) }
            if self[word.upperBound] == UInt8(ascii: ":") { return missingSpace(behind: word) }
        }
        if self[range.upperBound] == UInt8(ascii: "{") { return keyInBraces(at: range.upperBound) }
        if starts(with: "//", at: range.lowerBound) {
            return Slip("a comment begins with #, not with //", at: range.lowerBound..<range.lowerBound + 2)
        }
        if text(open + 1..<range.lowerBound).trimmed.isEmpty {
            return Slip(
                "a text that begins with { needs quotes around it, and a variable two braces: \"{{ \(text(range).trimmed) }}\"",
                at: open)
        }
        return Slip(
            "a comma ends the text before this: put quotes around a text that has a comma in it, or write a colon behind a key",
            at: range)
    }

    private mutating func readValueInBraces(of open: Int) throws(Slip) {
        while byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") {
            if byte == UInt8(ascii: "&"), word(at: position + 1) == nil { throw needsQuotes(at: position) }
            while !byte.isSpaceOrBreak, !isAtEnd { position += 1 }
            try readSpaceInBraces(of: open)
        }
        let start = position
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            try readQuoted()
            let closing = position - 1
            skipSpace()
            // A pair without braces may stand in a list.
            if !isAtLineEnd, !",}]:".utf8.contains(byte) {
                throw moreBehindQuote(from: start, closing: closing, inBraces: true)
            }
        case UInt8(ascii: "{"), UInt8(ascii: "["): try readBraces()
        case let first where "%@`|>".utf8.contains(first): throw needsQuotes(at: start)
        default: try readPlainInBraces(of: open)
        }
    }

    private mutating func readPlainInBraces(of open: Int) throws(Slip) {
        let start = position
        while !isAtLineEnd, !",}]".utf8.contains(byte) {
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                throw Slip(
                    "a text with \(starts(with: "{{") ? "{{" : text(place(position))) in it needs quotes around it between braces",
                    at: position)
            }
            if lookAlike(at: position)?.meant == ",", let slip = fullWidthComma { throw slip }
            if isColonInBraces(position) { throw colonInBraces(from: start, in: open) }
            position += length(at: position)
        }
    }

    /// The slip of a full-width comma, if one stands here and another key follows it.
    private var fullWidthComma: Slip? {
        var place = position + length(at: position)
        while self[place] == UInt8(ascii: " ") { place += 1 }
        guard let word = word(at: place), keys.contains(text(word)) else { return nil }
        guard self[word.upperBound] == UInt8(ascii: ":") || lookAlike(at: word.upperBound)?.meant == ":" else {
            return nil
        }
        return Slip("a full-width \"，\" stands before \(text(word)): write an ordinary comma", at: self.place(position))
    }

    private func colonInBraces(from start: Int, in open: Int) -> Slip {
        var first = position
        while first > start, !self[first - 1].isSpaceOrBreak { first -= 1 }
        guard first > start else {
            return keys.contains(text(first..<position))
                ? unclosedBrace(at: open) : colonInText(from: start, at: position)
        }
        return keys.contains(text(first..<position))
            ? missingComma(before: first..<position) : colonInText(from: start, at: position)
    }
}
