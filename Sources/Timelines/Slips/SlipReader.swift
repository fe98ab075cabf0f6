import MarkedYAML

/// Reads a file that is broken as YAML once more, line by line, and stops at the first mistake that people make.
///
/// libyaml says where it could not go on, which is often lines behind the mistake: at the next quote, at the next key. This
/// reader knows less about YAML and more about people's mistakes, and passes over what it does not understand. It reads no
/// further than the line at which libyaml gave up, so that any mistake it finds can be what stopped libyaml.
struct SlipReader {
    let source: SourceText
    /// The words that are keys of the format, wherever they may stand.
    let keys: Set<String>
    /// The byte at which reading broke off.
    let limit: Int
    var position: Int
    /// The mappings and lists that are open around the line that is read, outermost first.
    var blocks: [Block] = []
    /// Whether the last key or dash waits for its value, which may be a block of its own.
    var awaitsBlock = true
    /// The key whose value is read.
    var key = ""
    /// The words that stand in the place of a key, without a colon.
    var bareWords: Range<Int>?
    /// The comment that ended the plain text of the line before.
    var endingComment: Int?
    /// The column of the key whose plain text the next lines may continue, if they are indented further.
    var continuedColumn: Int?
    /// The block of text that was read last; nil if anything else has been read since.
    var blockText: BlockText?
    var braceDepth = 0
    /// A comment inside of braces that swallowed a closing brace.
    var swallowingComment: Int?

    /// A mapping or a list in YAML's block style, that is, on lines of its own.
    struct Block {
        var isList: Bool
        /// Bytes before its keys or dashes, which are spaces.
        var column: Int
        /// Where its first line has its content, and how many keys or dashes it has.
        var firstPlace: Int
        var count = 1
    }

    /// Lines under `|` or `>`.
    struct BlockText {
        var firstPlace: Int
        var column: Int
        var lines: Int
    }

    /// - Parameter place: the byte at which reading broke off.
    static func firstSlip(in source: SourceText, keys: Set<String>, upTo place: Int) -> Slip? {
        var reader = SlipReader(
            source: source, keys: keys, limit: min(place, source.bytes.count), position: source.byteOrderMarkLength)
        do throws(Slip) {
            try reader.readConflict()
            try reader.explainSpreadsheet()
            while reader.position < source.bytes.count, reader.position <= reader.limit { try reader.readLine() }
        } catch {
            return Slip(error.message, at: error.range.clamped(to: 0..<source.bytes.count), kind: error.kind)
        }
        return nil
    }

    // MARK: Lines

    mutating func readLine() throws(Slip) {
        let start = position
        if byte == UInt8(ascii: "%") && blocks.isEmpty || starts(with: "---") || starts(with: "...") {
            return skipLine()
        }
        try readIndentation()
        guard !isAtLineEnd else { return skipLine() }
        if let column = continuedColumn, position - start > column, !startsItem {
            return try readContinuation(from: start)
        }
        continuedColumn = nil
        while try readDash() {
            try enter(isList: true, column: position - start, at: position)
            position += 1
            awaitsBlock = true
            try readSpace()
            if isAtLineEnd { return skipLine() }
        }
        try readEntry(from: start)
    }

    /// Reads white space up to the content of a line.
    private mutating func readIndentation() throws(Slip) {
        while byte == UInt8(ascii: " ") { position += 1 }
        let place = position
        if byte == UInt8(ascii: "\t") {
            skipSpace()
            guard !isAtLineEnd else { return }
            throw Slip("a tab stands in the indentation: write spaces", at: place)
        }
        guard let odd = lookAlike(at: position), odd.isSpace else { return }
        throw Slip(
            "\(odd.name) stands in the indentation: write spaces (an editor can show and replace them)",
            at: place..<place + length(at: place))
    }

    /// Whether a dash of a list stands here.
    private func readDash() throws(Slip) -> Bool {
        guard byte == UInt8(ascii: "-") else { return false }
        let next = self[position + 1]
        if next == 0 || next.isSpaceOrBreak { return true }
        if let odd = lookAlike(at: position + 1), odd.isSpace {
            throw Slip("\(odd.name) stands behind the dash: \(odd.remedy)", at: place(position + 1))
        }
        guard let word = word(at: position + 1), self[word.upperBound] == UInt8(ascii: ":"), keys.contains(text(word))
        else { return false }
        throw Slip("a space is missing behind the dash: write - \(text(word)):", at: position)
    }

    /// Whether the line begins with a dash and a space.
    var startsItem: Bool { byte == UInt8(ascii: "-") && (self[position + 1].isSpaceOrBreak) }

    private mutating func readEntry(from start: Int) throws(Slip) {
        let place = position
        let column = position - start
        while byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") {
            while !isLineEnd(position), !byte.isSpaceOrBreak { position += 1 }
            try readSpace()
        }
        if isAtLineEnd { return skipLine() }
        if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
            if blockText != nil { try explainLineWithoutKey() }
            let isBesideDash = column == nextColumn(after: place) && column == nextDash(after: place)
            let lostItsDash = blocks.contains(where: \.isList) ? !awaitsBlock : isBesideDash
            if lostItsDash { throw lostDash(at: place) }
            return try readBlockValue()
        }
        if byte == UInt8(ascii: "?"), self[position + 1].isSpaceOrBreak {
            // A `?` begins a key on lines of its own, which nobody writes by mistake: the reader gives up.
            position = source.bytes.count
            return
        }
        guard let colon = try blockKeyEnd() else {
            try explainLineWithoutKey()
            // Behind a dash, the words are an item.
            let isItem = source.bytes[start..<place].contains(UInt8(ascii: "-"))
            bareWords = isItem ? nil : place..<lineEnd(place)
            return try readBlockValue()
        }
        try enter(isList: false, column: column, at: place)
        bareWords = nil
        key = text(place..<colon).trimmed
        position = colon + 1
        awaitsBlock = true
        try readSpace()
        if isAtLineEnd { skipLine() } else { try readBlockValue() }
    }

    /// The colon behind the key that begins here; nil where the line has none.
    mutating func blockKeyEnd() throws(Slip) -> Int? {
        let start = position
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            try readQuoted()
            skipSpace()
            defer { position = start }
            return isKeyColon(position) ? position : nil
        }
        var place = start
        while !isLineEnd(place) {
            if self[place] == UInt8(ascii: "#"), place > start, self[place - 1].isSpaceOrBreak { return nil }
            if isKeyColon(place) {
                try explainTightColon(in: start..<place)
                return place
            }
            place += 1
        }
        return nil
    }
}

extension StringProtocol {
    var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
