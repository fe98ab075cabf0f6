import MarkedYAML

/// Lines that do not fit those around them.
extension SlipReader {
    /// Enters the mapping or list that a key or dash at a column belongs to.
    mutating func enter(isList: Bool, column: Int, at place: Int) throws(Slip) {
        var left: Block?
        while let last = blocks.last, last.column > column { left = blocks.removeLast() }
        if !isList, let last = blocks.last, last.isList, last.column == column {
            // A list may stand at the column of its key.
            guard blocks.count > 1, blocks[blocks.count - 2].column == column else {
                throw lostDash(at: place)
            }
            blocks.removeLast()
        }
        guard let last = blocks.last, last.column == column, last.isList == isList else {
            let mayBegin = awaitsBlock && left == nil
            guard mayBegin || blocks.isEmpty && left == nil else { throw misindented(column, at: place, left: left) }
            blocks.append(Block(isList: isList, column: column, firstPlace: place))
            return
        }
        blocks[blocks.count - 1].count += 1
    }

    /// Reads a line that YAML takes for a continuation of the text on the line before.
    mutating func readContinuation(from start: Int) throws(Slip) {
        let place = position
        if let colon = try blockKeyEnd() {
            let key = text(place..<colon).trimmed
            guard keys.contains(key) || !key.contains(" ") else { throw colonInText(from: nil, at: colon) }
            throw misindented(place - start, at: place, left: nil)
        }
        if let slip = slipOfKey(at: place, mayBeText: true) { throw slip }
        skipLine()
    }

    /// Explains a line whose indentation does not fit the lines around it. If the block beside it has a single line, and what
    /// follows agrees with this line rather than with that one, the single line is the wrong one.
    private func misindented(_ column: Int, at place: Int, left: Block?) -> Slip {
        if let bareWords, let word = word(at: bareWords.lowerBound) { return missingColon(behind: word) }
        let beside = left ?? blocks.last
        let parent = blocks.last { $0.column < min(column, beside?.column ?? column) }?.column
        if let beside, beside.count == 1, beside.column != column,
            beside.isList
                ? nextDash(after: place) == column
                : isMoreLikely(column, than: beside.column, at: place, under: parent)
        {
            let isItem = word(at: beside.firstPlace).map { keys.contains(text($0)) } ?? false
            if !beside.isList, isItem, beside.column + 2 == column { return lostDash(at: beside.firstPlace) }
            return indentation(of: beside.firstPlace, is: beside.column, not: column)
        }
        // A line that is indented too far belongs to the block it stands in, one that is not indented far enough to the nearest.
        let columns = blocks.map(\.column) + (left.map { [$0.column] } ?? [])
        let nearest = columns.min { abs($0 - column) <= abs($1 - column) } ?? 0
        return indentation(of: place, is: column, not: nearest)
    }

    /// Whether a line is the one in the right column, rather than the one line before that it belongs with: either more lines
    /// follow in its column, or it is indented by two spaces more than the key that both belong to.
    private func isMoreLikely(_ column: Int, than other: Int, at place: Int, under parent: Int?) -> Bool {
        if nextColumn(after: place, where: { $1 <= column }) == column { return true }
        let usual = (parent ?? -2) + 2
        return column == usual && other != usual
    }

    private func indentation(of place: Int, is column: Int, not wanted: Int) -> Slip {
        func spaces(_ count: Int) -> String { count == 1 ? "1 space" : "\(count == 0 ? "no" : "\(count)") spaces" }
        return Slip(
            "this is indented by \(spaces(column)), the lines that it belongs with by \(wanted): write \(spaces(wanted))",
            at: place..<max(place + 1, word(at: place)?.upperBound ?? 0))
    }

    func lostDash(at place: Int) -> Slip {
        Slip("a list item begins with \"- \", which is missing here", at: place)
    }

    /// The column of the next line that has content.
    func nextColumn(after place: Int) -> Int? { nextColumn(after: place) { _, _ in true } }

    /// The column of the next line that begins with a dash.
    func nextDash(after place: Int) -> Int? { nextColumn(after: place) { line, _ in line.startsItem } }

    private func nextColumn(after place: Int, where isWanted: (_ line: SlipReader, _ column: Int) -> Bool) -> Int? {
        var next = self
        next.position = place
        for _ in 0..<Self.furthestLook where !next.isAtEnd {
            next.skipLine()
            let start = next.position
            next.skipSpace()
            if !next.isAtLineEnd, isWanted(next, next.position - start) { return next.position - start }
        }
        return nil
    }

    /// The number of lines that are searched for how the rest of a block is indented.
    private static let furthestLook = 50

    // MARK: Keys

    /// Explains a line that is no key, no item and no part of a text.
    mutating func explainLineWithoutKey() throws(Slip) {
        let place = position
        if let slip = slipOfKey(at: place) { throw slip }
        if blockText == nil, let word = word(at: place) {
            if lookAlike(at: word.upperBound)?.meant == ":" { throw fullWidthColon(behind: word) }
            if self[word.upperBound] == UInt8(ascii: ":"), !starts(with: "//", at: word.upperBound + 1) {
                throw missingSpace(behind: word)
            }
        }
        guard !awaitsBlock, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "'") else { return }
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { throw closesNothing(at: place) }
        if let comment = endingComment, columnOf(place) > blocks.last?.column ?? -1 {
            throw Slip(
                "a # behind a space begins a comment, which ends the text here: put quotes around all of it",
                at: comment)
        }
        if let text = blockText {
            // The first line decides where the text stands, and may itself be the wrong one.
            let isFirstWrong =
                text.lines == 1
                && isMoreLikely(columnOf(place), than: text.column, at: place, under: blocks.last?.column)
            throw isFirstWrong
                ? indentation(of: text.firstPlace, is: text.column, not: columnOf(place))
                : indentation(of: place, is: columnOf(place), not: text.column)
        }
        throw Slip(
            "this line is neither a key nor an item of a list: a key ends with a colon, and what belongs to the text "
                + "above is indented further than its key",
            at: place..<lineEnd(place))
    }

    private func columnOf(_ place: Int) -> Int { place - source.lineRange(aroundByte: place).lowerBound }

    /// Returns the mistake in writing a key of the format: no space behind its colon, a full-width colon, or no colon at all.
    ///
    /// - Parameter mayBeText: whether the words may just as well be part of a text.
    func slipOfKey(at place: Int, mayBeText: Bool = false) -> Slip? {
        guard let word = word(at: place), keys.contains(text(word)) else { return nil }
        let next = self[word.upperBound]
        if next == UInt8(ascii: ":") { return isKeyColon(word.upperBound) ? nil : missingSpace(behind: word) }
        if lookAlike(at: word.upperBound)?.meant == ":" { return fullWidthColon(behind: word) }
        guard !mayBeText, next == 0 || next.isSpaceOrBreak || "\"'{[|".utf8.contains(next) else { return nil }
        return missingColon(behind: word)
    }

    private func missingColon(behind word: Range<Int>) -> Slip {
        Slip("the colon is missing: write \(text(word)): …", at: word)
    }

    func missingSpace(behind word: Range<Int>) -> Slip {
        var end = word.upperBound + 1
        while !isLineEnd(end), !self[end].isSpaceOrBreak, !",}]".utf8.contains(self[end]) { end += 1 }
        let value = text(word.upperBound + 1..<end)
        if let odd = lookAlike(at: word.upperBound + 1), odd.isSpace {
            return Slip("\(odd.name) stands behind the colon: \(odd.remedy)", at: self.place(word.upperBound + 1))
        }
        return Slip(
            "a space is missing behind the colon: write \(text(word)): \(value.count > 20 ? "…" : value)",
            at: word.upperBound)
    }

    func fullWidthColon(behind word: Range<Int>) -> Slip {
        Slip(
            "a full-width \"：\" stands behind \(text(word)): write \(text(word)): with an ordinary colon and a space",
            at: place(word.upperBound))
    }

    /// - Parameter range: what stands in front of the colon of a key.
    func explainTightColon(in range: Range<Int>) throws(Slip) {
        guard let word = word(at: range.lowerBound), word.upperBound < range.upperBound else { return }
        if let slip = slipOfKey(at: range.lowerBound, mayBeText: true) { throw slip }
    }
}
