/// A text as Python's `int` and `float` read it: spaces around it, a sign, single underscores between digits.
struct NumberText {
    private let text: [UInt8]
    private let range: Range<Int>

    /// - Throws: for the digits of other scripts, which Python reads too.
    init(_ text: String, at range: Range<Int>) throws(TemplateError) {
        if text.unicodeScalars.contains(where: { !$0.isASCII && $0.properties.numericType == .decimal }) {
            throw TemplateError(.unsupported, "only the digits 0 to 9 are read", at: range)
        }
        self.text = Array(text.pythonTrimmed(nil).utf8)
        self.range = range
    }

    func integer() throws(TemplateError) -> Int? {
        var place = hasSign ? 1 : 0
        guard digits(from: &place), place == text.count else { return nil }
        guard let number = Int(plain) else { throw Arithmetic.tooLarge(range) }
        return number
    }

    func float() throws(TemplateError) -> Double? {
        var place = hasSign ? 1 : 0
        let word = String(decoding: text[place...], as: UTF8.self).lowercased()
        if ["nan", "inf", "infinity"].contains(word) {
            throw TemplateError(.unsupported, "\"\(word)\" is no number here", at: range)
        }
        var hasDigits = digits(from: &place)
        if place < text.count, text[place] == UInt8(ascii: ".") {
            place += 1
            hasDigits = digits(from: &place) || hasDigits
        }
        guard hasDigits else { return nil }
        if place < text.count, text[place] | 0x20 == UInt8(ascii: "e") {
            place += 1
            if place < text.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(text[place]) { place += 1 }
            guard digits(from: &place) else { return nil }
        }
        guard place == text.count else { return nil }
        var plain = plain
        if plain.hasSuffix(".") { plain += "0" }
        plain = plain.replacing(".e", with: ".0e").replacing(".E", with: ".0e")
        guard let number = Double(plain), number.isFinite else {
            throw TemplateError(.unsupported, "the number \(plain) is too large", at: range)
        }
        return number
    }

    private var hasSign: Bool { text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-") }

    private var plain: String { String(decoding: text.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self) }

    private func digits(from place: inout Int) -> Bool {
        let start = place
        while place < text.count, text[place].isDigit {
            place += 1
            if place + 1 < text.count, text[place] == UInt8(ascii: "_"), text[place + 1].isDigit { place += 1 }
        }
        return place > start
    }
}
