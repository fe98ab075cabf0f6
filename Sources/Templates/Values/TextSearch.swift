/// Finds texts within texts, byte by byte: two spellings of one accented letter are different texts.
enum TextSearch {
    /// Roughly the steps it takes to find `part` in `text` at worst.
    static func cost(of part: String, in text: String) -> Int { text.cost * max(part.utf8.count, 1) }

    static func find(_ part: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard part.count <= text.count else { return nil }
        var place = start
        while place + part.count <= text.count {
            if text[place..<place + part.count].elementsEqual(part) { return place }
            place += 1
        }
        return nil
    }

    /// Replaces `old` with `new` at most `count` times from the left, everywhere where it is negative.
    static func replace(
        _ old: String, with new: String, in text: String, count: Int, at range: Range<Int>
    ) throws(TemplateError) -> String {
        var left = count < 0 ? Int.max : count
        let new = Array(new.utf8)
        var result: [UInt8] = []
        if old.isEmpty {
            // An empty text is found before every character and at the end.
            for scalar in text.unicodeScalars {
                if left > 0 { result += new }
                left -= left > 0 ? 1 : 0
                result += Array(String(scalar).utf8)
                guard result.count <= String.maximumBytes else { throw .tooLong(at: range) }
            }
            if left > 0 { result += new }
            return String(decoding: result, as: UTF8.self)
        }
        let text = Array(text.utf8)
        let old = Array(old.utf8)
        var place = 0
        while left > 0, let found = find(old, in: text, from: place) {
            result += text[place..<found]
            result += new
            guard result.count <= String.maximumBytes else { throw .tooLong(at: range) }
            place = found + old.count
            left -= 1
        }
        result += text[place...]
        return String(decoding: result, as: UTF8.self)
    }
}
