/// A text as Python's `int` and `float` read it: spaces around it, a sign, single underscores between digits, the digits
/// of any script.
struct NumberText {
    private let text: [UInt8]
    private let range: Range<Int>

    init(_ text: String, at range: Range<Int>) throws(TemplateError) {
        var plain = String.UnicodeScalarView()
        for scalar in text.pythonTrimmed(nil).unicodeScalars {
            if !scalar.isASCII, scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
                plain.append(Unicode.Scalar(UInt8(48 + value)))
            } else {
                plain.append(scalar)
            }
        }
        self.text = Array(String(plain).utf8)
        self.range = range
    }

    /// The integer that is written to a base, nil where there is none.
    ///
    /// - Parameter base: 2 to 36, or 0 for what a prefix like `0x` says.
    func integer(base: Value) throws(TemplateError) -> BigInteger? {
        guard var radix = base.asInteger, radix == 0 || (2...36).contains(radix) else { return nil }
        var place = hasSign ? 1 : 0
        let hasZero = place < text.count && text[place] == UInt8(ascii: "0")
        let prefix = hasZero && place + 1 < text.count ? text[place + 1] | 0x20 : 0
        let named = [UInt8(ascii: "x"): 16, UInt8(ascii: "o"): 8, UInt8(ascii: "b"): 2][prefix]
        if let named, radix == named || radix == 0 {
            radix = named
            place += 2
            if place < text.count, text[place] == UInt8(ascii: "_") { place += 1 }
        }
        let isGuessed = radix == 0
        if isGuessed { radix = 10 }
        let start = place
        guard digits(from: &place, radix: radix), place == text.count else { return nil }
        let plain = String(decoding: text[start...].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
        if isGuessed, hasZero, plain.utf8.contains(where: { $0 != UInt8(ascii: "0") }) { return nil }
        guard let number = BigInteger(plain, radix: radix) else { throw IntegerArithmetic.tooLong(range) }
        return text.first == UInt8(ascii: "-") ? number.negated : number
    }

    func float() -> Double? {
        var place = hasSign ? 1 : 0
        let sign = text.first == UInt8(ascii: "-") ? -1.0 : 1
        switch String(decoding: text[place...], as: UTF8.self).lowercased() {
        case "inf", "infinity": return sign * .infinity
        case "nan": return .nan
        default: break
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
        var plain = String(decoding: text.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
        if plain.hasSuffix(".") { plain += "0" }
        plain = plain.replacing(".e", with: ".0e").replacing(".E", with: ".0e")
        return Double(plain)
    }

    private var hasSign: Bool { text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-") }

    private func digits(from place: inout Int, radix: Int = 10) -> Bool {
        func isDigit(_ place: Int) -> Bool {
            guard place < text.count, let digit = text[place].base36Digit else { return false }
            return digit < radix
        }
        let start = place
        while isDigit(place) {
            place += 1
            if place < text.count, text[place] == UInt8(ascii: "_"), isDigit(place + 1) { place += 1 }
        }
        return place > start
    }
}
