/// Reads a text as a number, as the filters `int` and `float` do: white space around it, a sign, digits, a point, an
/// exponent.
struct NumberText {
    private let text: String
    private let range: Range<Int>

    /// - Throws: for a text that only Python reads as a number: `1_000`, `inf`, digits of other scripts.
    init(_ text: String, at range: Range<Int>) throws(TemplateError) {
        self.text = text.trimmed(of: nil)
        self.range = range
        let word = self.text.drop { $0 == "+" || $0 == "-" }.lowercased()
        let hasOtherDigits = self.text.unicodeScalars.contains {
            !$0.isASCII && $0.properties.numericType == .decimal
        }
        let isSplit = word.utf8.contains(UInt8(ascii: "_")) && word.utf8.allSatisfy { $0.isDigit || "_.e+-".utf8.contains($0) }
        guard !hasOtherDigits, !isSplit, !["inf", "infinity", "nan"].contains(word) else {
            throw TemplateError(
                .unsupported, "\"\(self.text.prefix(40))\" is not supported as a number: write it in digits 0 to 9",
                at: range)
        }
    }

    /// The integer of the text, nil where it is none.
    func integer() throws(TemplateError) -> Int? {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
        guard text.utf8.count - digits.count < 2, !digits.isEmpty, digits.allSatisfy(\.isDigit) else { return nil }
        guard let number = Int(text) else { throw Arithmetic.beyond64Bits(range) }
        return number
    }

    /// The float of the text, nil where it is none.
    func float() throws(TemplateError) -> Double? {
        var rest = text.utf8[...]
        func digits() -> Int {
            let count = rest.prefix(while: \.isDigit).count
            rest.removeFirst(count)
            return count
        }
        func sign() { if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() } }
        sign()
        var plain = String(text.utf8.first == UInt8(ascii: "-") ? "-0" : "0")
        let start = rest.startIndex
        var count = digits()
        plain += String(Substring(text.utf8[start..<rest.startIndex]))
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            let fraction = rest.startIndex
            count += digits()
            plain += "." + String(Substring(text.utf8[fraction..<rest.startIndex])) + "0"
        }
        guard count > 0 else { return nil }
        if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
            let exponent = rest.startIndex
            rest.removeFirst()
            sign()
            guard digits() > 0 else { return nil }
            plain += String(Substring(text.utf8[exponent..<rest.startIndex]))
        }
        guard rest.isEmpty else { return nil }
        guard let number = Double(plain), number.isFinite else { throw Arithmetic.tooLarge(range) }
        return number
    }
}
