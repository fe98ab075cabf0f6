/// Finds texts within texts, byte by byte: two spellings of one accented letter are different texts.
extension String {
    /// Roughly the steps it takes to find `part` in the text at worst.
    func cost(ofFinding part: String) -> Int { cost * max(part.utf8.count, 1) }

    /// Returns the text with `new` instead of `old` at most `count` times from the left, everywhere where it is negative.
    ///
    /// An empty text is found before every character and at the end.
    func replaced(_ old: String, with new: String, count: Int, at range: Range<Int>) throws(TemplateError) -> String {
        var most = count < 0 ? Int.max : count
        let (text, old, new) = (Array(utf8), Array(old.utf8), Array(new.utf8))
        var result: [UInt8] = []
        var place = 0
        while place <= text.count {
            let isFound =
                most > 0 && (old.isEmpty ? text.isBoundary(place) : text[place...].starts(with: old))
            if isFound {
                most -= 1
                result += new
                place += old.count
            }
            if !isFound || old.isEmpty {
                if place < text.count { result.append(text[place]) }
                place += 1
            }
            guard result.count <= Self.maximumBytes else { throw .tooLong(at: range) }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Whether a character begins at a place, or the text ends there.
    fileprivate func isBoundary(_ place: Int) -> Bool { place == count || self[place] & 0xC0 != 0x80 }
}
