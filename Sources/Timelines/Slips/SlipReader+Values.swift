import MarkedYAML

/// What stands behind a colon or a dash.
extension SlipReader {
    /// Reads a value that begins here, to the end of its last line.
    mutating func readBlockValue() throws(Slip) {
        awaitsBlock = false
        blockText = nil
        endingComment = nil
        while byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") {
            let isAlone = byte == UInt8(ascii: "&") && word(at: position + 1) == nil
            let isText = position == limit && self[position + 1] != UInt8(ascii: "!")
            if isText || isAlone { throw needsQuotes(at: position) }
            while !isLineEnd(position), !byte.isSpaceOrBreak { position += 1 }
            try readSpace()
            if isAtLineEnd {
                awaitsBlock = true
                return skipLine()
            }
        }
        let start = position
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            try readQuoted()
            let closing = position - 1
            skipSpace()
            if !isAtLineEnd { throw moreBehindQuote(from: start, closing: closing, inBraces: false) }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try readBraces()
            skipSpace()
            if !isAtLineEnd { throw moreBehindBraces(from: start) }
        case UInt8(ascii: "|"), UInt8(ascii: ">"): return try readBlockText()
        case UInt8(ascii: "*"):
            if (start..<lineEnd(start)).contains(limit) { throw needsQuotes(at: start) }
        case UInt8(ascii: "-") where self[start + 1] == UInt8(ascii: " "): throw needsQuotes(at: start, "\"- \"")
        case let first where "%@`}],".utf8.contains(first): throw needsQuotes(at: start)
        default: try readPlain()
        }
        skipLine()
    }

    private mutating func readPlain() throws(Slip) {
        let start = position
        if let odd = lookAlike(at: start), odd.meant == "|" || odd.meant == ">", isLineEnd(place(start).upperBound) {
            throw Slip("\(odd.name) begins no block of text: \(odd.remedy)", at: place(start))
        }
        continuedColumn = blocks.last?.column
        while !isAtLineEnd {
            if isKeyColon(position) { throw moreThanOneKey(in: start, colon: position) }
            position += 1
        }
        guard byte == UInt8(ascii: "#") else { return }
        endingComment = position
        continuedColumn = nil
    }

    /// Explains a second colon in one line.
    private func moreThanOneKey(in start: Int, colon: Int) -> Slip {
        if let odd = lookAlike(at: start), odd.isQuote || odd.meant == "{" || odd.meant == "[" {
            return Slip("\(odd.name) means nothing to YAML: \(odd.remedy)", at: place(start))
        }
        var first = colon
        while first > start, !self[first - 1].isSpaceOrBreak, self[first - 1] != UInt8(ascii: ",") { first -= 1 }
        guard keys.contains(text(first..<colon)), first > start else { return colonInText(from: start, at: colon) }
        let word = text(first..<colon)
        let line = text(start..<lineEnd(start)).trimmed
        if line.hasSuffix("}") || text(start..<first).trimmed.hasSuffix(",") {
            let place = source.lineRange(aroundByte: start).lowerBound
            let content =
                place + text(place..<start).utf8.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") }.count
            return Slip(
                "several keys on one line stand in braces: the { in front of them is missing (or write \(word): on a line of its own)",
                at: content)
        }
        return Slip(
            "\(word): stands on the line of another key: give it a line of its own, or put quotes around a text that has \": \" in it",
            at: first..<colon + 1)
    }

    /// - Parameter start: where the text begins; nil on a line before.
    func colonInText(from start: Int?, at colon: Int) -> Slip {
        Slip("a text with \": \" in it needs quotes around it\(quoted(from: start))", at: colon)
    }

    func needsQuotes(at start: Int, _ sign: String? = nil) -> Slip {
        let sign = sign ?? text(place(start))
        return Slip(
            "a text that begins with \(sign) needs quotes around it\(quoted(from: start))",
            at: start..<start + min(sign.utf8.count, 2))
    }

    private static let longestQuote = 50

    /// Returns what to write in place of the text of one line, as in `: text: "Note: …"`; an empty string if that is long, or if
    /// not all of the line belongs to the text.
    private func quoted(from start: Int?) -> String {
        guard let start, braceDepth == 0 else { return "" }
        let written = text(start..<lineEnd(start)).trimmed
        let quote = !written.contains("\"") && !written.contains("\\") ? "\"" : "'"
        guard written.utf8.count <= Self.longestQuote, !written.contains(quote) else { return "" }
        return ": \(key.isEmpty ? "" : "\(key): ")\(quote)\(written)\(quote)"
    }

    // MARK: Quotes

    /// Reads a text in quotes.
    mutating func readQuoted() throws(Slip) {
        let open = position
        let quote = byte
        var runsOn = false
        position += 1
        while !isAtEnd {
            if byte == quote {
                position += 1
                if quote == UInt8(ascii: "'"), byte == quote {
                    position += 1
                    continue
                }
                if runsOn { throw unclosedQuote(at: open) }
                return
            }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { try readEscape() }
            if byte.isLineBreak, !runsOn, isOutside(lineAt: position + 1, indent: indentOfLine(open)) { runsOn = true }
            position += 1
        }
        throw unclosedQuote(at: open)
    }

    /// Whether a line inside of quotes or braces looks as if it belonged to what comes behind them.
    func isOutside(lineAt start: Int, indent: Int, isInBraces: Bool = false) -> Bool {
        var place = start
        while self[place] == UInt8(ascii: " ") { place += 1 }
        if starts(with: "- ", at: place) { return true }
        guard let word = word(at: place), isKeyColon(word.upperBound) else { return false }
        return place - start <= indent || !isInBraces && keys.contains(text(word))
    }

    func indentOfLine(_ place: Int) -> Int {
        source.bytes[source.lineRange(aroundByte: place)].prefix { $0 == UInt8(ascii: " ") }.count
    }

    private mutating func readEscape() throws(Slip) {
        let place = position
        position += 1
        let letter = byte
        guard !letter.isLineBreak, !"0abt\tnvfre \"/\\N_LPxuU".utf8.contains(letter) else { return }
        let next = isLineEnd(position) ? "" : text(self.place(position))
        throw Slip("\\\(next) means nothing in double quotes: write \\\\ for a backslash", at: place..<place + 2)
    }

    private func unclosedQuote(at open: Int) -> Slip {
        let quote = text(place(open))
        let line = text(open + 1..<lineEnd(open)).trimmed
        let end = line.last { !"}], ".contains($0) }.map(String.init) ?? ""
        if end != quote, end == "'" || end == "\"" || LookAlike.first(in: end)?.isQuote == true {
            return Slip("the text opens with \(quote) here and ends with \(end): write \(quote) at both ends", at: open)
        }
        return Slip("this quote is not closed: write \(quote) at the end of the text as well", at: open)
    }

    /// Explains why something follows a text in quotes.
    ///
    /// - Parameters:
    ///   - closing: the quote that ends the text, which may have been meant as part of it.
    func moreBehindQuote(from open: Int, closing: Int, inBraces: Bool) -> Slip {
        let inside = text(open + 1..<closing)
        let quote = text(place(open))
        if inside.isOpen("{{", "}}") || inside.isOpen("{%", "%}") {
            let remedy =
                quote == "\"" ? "single quotes inside of them, as in strftime('%H:%M')" : "double quotes inside of them"
            return Slip("this quote ends the text in the middle of its braces: write \(remedy)", at: closing)
        }
        if let odd = lookAlike(at: position) {
            return Slip("\(odd.name) stands here: \(odd.remedy)", at: place(position))
        }
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { return closesNothing(at: position) }
        if let word = word(at: position), keys.contains(text(word)), self[word.upperBound] == UInt8(ascii: ":") {
            return inBraces
                ? missingComma(before: word)
                : Slip("\(text(word)): stands on the line of another key: give it a line of its own", at: word)
        }
        let remedy =
            quote == "'"
            ? "write '' for an apostrophe in it, or put double quotes around it" : "write \\\" for a quote in it"
        return Slip("the text ends at this quote, and more follows: \(remedy)", at: closing)
    }

    // MARK: Blocks of text

    /// Reads `|` or `>` and the lines that belong to it.
    private mutating func readBlockText() throws(Slip) {
        let sign = position
        let parent = blocks.last?.column ?? -1
        position += 1
        var given: Int?
        while "+-123456789".utf8.contains(byte) {
            if byte >= UInt8(ascii: "1") { given = max(parent, 0) + Int(byte - UInt8(ascii: "0")) }
            position += 1
        }
        skipSpace()
        guard isAtLineEnd else { throw needsQuotes(at: sign) }
        skipLine()
        var indent = given
        var lines = 0
        while !isAtEnd {
            let start = position
            while byte == UInt8(ascii: " "), position - start < indent ?? .max { position += 1 }
            if isLineEnd(position) {
                skipLine()
                continue
            }
            let column = position - start
            if byte == UInt8(ascii: "\t"), column < indent ?? .max, indent != nil || column <= parent {
                throw Slip("a tab stands in the indentation: write spaces", at: position)
            }
            if indent == nil, column > parent { indent = column }
            guard let indent, column >= indent else {
                if lines == 0 { try explainUnindentedText(under: sign, start: start, parent: parent) }
                position = start
                break
            }
            blockText = BlockText(firstPlace: blockText?.firstPlace ?? position, column: column, lines: lines + 1)
            lines += 1
            skipLine()
        }
    }

    private mutating func explainUnindentedText(under sign: Int, start: Int, parent: Int) throws(Slip) {
        let isStructure = byte == UInt8(ascii: "#") || starts(with: "- ") || starts(with: "---")
        if isStructure { return }
        if let word = word(at: position), self[word.upperBound] == UInt8(ascii: ":"),
            keys.contains(text(word)) || position - start < parent
        {
            return
        }
        throw Slip(
            "the text under \(text(place(sign))) is indented further than its key: write at least \(parent + 1) spaces before it",
            at: position..<max(position + 1, lineEnd(position)))
    }
}

extension String {
    fileprivate func isOpen(_ opening: String, _ closing: String) -> Bool {
        split(separator: opening, omittingEmptySubsequences: false).count
            > split(separator: closing, omittingEmptySubsequences: false).count
    }
}
