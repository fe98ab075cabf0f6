import MarkedYAML

/// The reader's position, and the bytes at it. Behind the end of the file, all bytes are zero.
extension SlipReader {
    subscript(place: Int) -> UInt8 { place < source.bytes.count ? source.bytes[place] : 0 }

    var byte: UInt8 { self[position] }

    var isAtEnd: Bool { position >= source.bytes.count }

    /// Whether nothing but a comment is left of the line.
    var isAtLineEnd: Bool {
        isLineEnd(position) || byte == UInt8(ascii: "#") && (position == 0 || self[position - 1].isSpaceOrBreak)
    }

    func isLineEnd(_ place: Int) -> Bool { place >= source.bytes.count || self[place].isLineBreak }

    func starts(with text: String, at place: Int? = nil) -> Bool {
        source.bytes[min(place ?? position, source.bytes.count)...].starts(with: text.utf8)
    }

    func text(_ range: Range<Int>) -> String {
        // A character at the end of a file may be cut.
        String(decoding: source.bytes[range.clamped(to: source.bytes.indices)], as: UTF8.self)
    }

    func lineEnd(_ place: Int) -> Int { source.lineRange(aroundByte: place).upperBound }

    func lineNumber(_ place: Int) -> Int { source.position(ofByte: place).line }

    mutating func skipLine() {
        while !isLineEnd(position) { position += 1 }
        if byte == UInt8(ascii: "\r"), self[position + 1] == UInt8(ascii: "\n") { position += 1 }
        position += 1
    }

    mutating func skipSpace() {
        while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { position += 1 }
    }

    /// Reads the space behind a colon, a dash or a comma. Throws for a character that only looks like a space.
    mutating func readSpace() throws(Slip) {
        skipSpace()
        guard let odd = lookAlike(at: position), odd.isSpace else { return }
        throw Slip("\(odd.name) stands here: \(odd.remedy)", at: place(position))
    }

    /// The bytes of the character at a place.
    func place(_ place: Int) -> Range<Int> { place..<place + length(at: place) }

    func length(at place: Int) -> Int {
        let lead = self[place]
        return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    func lookAlike(at place: Int) -> LookAlike? {
        guard self[place] >= 0x80, place + length(at: place) <= source.bytes.count else { return nil }
        return text(self.place(place)).unicodeScalars.first.flatMap(LookAlike.init)
    }

    /// The word that begins at a place: letters, digits, `_`, `-` and `.`.
    func word(at start: Int) -> Range<Int>? {
        var end = start
        while self[end].isWordByte || self[end] >= 0x80 && lookAlike(at: end) == nil { end += length(at: end) }
        return end > start ? start..<min(end, source.bytes.count) : nil
    }

    /// Whether a colon stands here that ends a key.
    func isKeyColon(_ place: Int) -> Bool {
        self[place] == UInt8(ascii: ":") && (isLineEnd(place + 1) || self[place + 1].isSpaceOrBreak)
    }
}

extension UInt8 {
    var isSpaceOrBreak: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || isLineBreak }

    fileprivate var isWordByte: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || "_-.".utf8.contains(self)
    }
}
