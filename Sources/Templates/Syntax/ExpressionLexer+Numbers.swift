extension ExpressionLexer {
    /// Reads `42`, `1_000`, `1.5` or `1e3`.
    mutating func number() throws(TemplateError) -> Token {
        let start = position
        let endOfInteger = endOfDigits(from: start) ?? start + 1
        let endOfFloat = endOfFraction(from: endOfInteger)
        position = endOfFloat ?? endOfInteger
        let written = text(start..<position)
        try refuseTrailingWord(after: start)
        let digits = written.filter { $0 != "_" }
        if endOfFloat != nil {
            guard let value = Double(digits), value.isFinite else {
                throw .unsupported("the number \(written) is too large", at: start..<position)
            }
            return .float(value)
        }
        guard let value = Int(digits) else {
            throw .unsupported(
                "\(written) is beyond the whole numbers of 64 bits: put quotes around it",
                at: start..<position)
        }
        guard digits == "0" || !digits.hasPrefix("0") else {
            throw .syntax("\"\(written)\" is not a number: write \(value)", at: start..<position)
        }
        return .integer(value)
    }

    /// Returns the end of a fraction and an exponent that begin at `start`, or nil where there is neither.
    private func endOfFraction(from start: Int) -> Int? {
        var fractionEnd: Int?
        var place = start
        if place < end, bytes[place] == UInt8(ascii: "."), let behind = endOfDigits(from: place + 1) {
            place = behind
            fractionEnd = behind
        }
        guard place < end, bytes[place] | 0x20 == UInt8(ascii: "e") else { return fractionEnd }
        var exponent = place + 1
        if exponent < end, bytes[exponent] == UInt8(ascii: "+") || bytes[exponent] == UInt8(ascii: "-") {
            exponent += 1
        }
        return endOfDigits(from: exponent) ?? fractionEnd
    }

    /// Returns the end of the digits at `start`, single underscores between them included, or nil where there are none.
    private func endOfDigits(from start: Int) -> Int? {
        func isDigit(_ place: Int) -> Bool { place < end && bytes[place].isDigit }
        var place = start
        guard isDigit(place) else { return nil }
        while true {
            if isDigit(place) {
                place += 1
            } else if place < end, bytes[place] == UInt8(ascii: "_"), isDigit(place + 1) {
                place += 2
            } else {
                return place
            }
        }
    }

    /// Refuses what stands right behind a number, unless it is a word like `if`.
    private mutating func refuseTrailingWord(after start: Int) throws(TemplateError) {
        let end = position
        skipWord()
        if position == end || ExpressionParser.keywords.contains(text(end..<position)) {
            position = end
            return
        }
        let word = text(start..<position)
        let digits = word.dropFirst(2).filter { $0 != "_" }
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.lowercased().hasPrefix(prefix) {
            guard let value = Int(digits, radix: radix) else { break }
            throw .unsupported("\(word) is not supported: write \(value)", at: start..<position)
        }
        throw .syntax("\"\(word)\" is not a number", at: start..<position)
    }
}
