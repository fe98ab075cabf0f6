/// Finds texts within texts, byte by byte: two spellings of one accented letter are different texts.
extension String {
    /// Roughly the steps it takes to find `part` in the text at worst.
    func cost(ofFinding part: String) -> Int { cost * max(part.utf8.count, 1) }

    /// Returns the text with `new` instead of `old` at most `count` times from the left, everywhere where it is negative.
    ///
    /// An empty text is found before every character and at the end.
    func replaced(_ old: String, with new: String, count: Int, at range: Range<Int>) throws(TemplateError) -> String {
        let most = count < 0 ? Int.max : count
        let found = min(unicodeScalars.ranges(of: old.unicodeScalars).count, most)
        guard utf8.count + found * (new.utf8.count - old.utf8.count) <= Self.maximumBytes else {
            throw .tooLong(at: range)
        }
        return String(unicodeScalars.replacing(old.unicodeScalars, with: new.unicodeScalars, maxReplacements: most))
    }
}
