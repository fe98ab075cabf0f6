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
        let hasOtherDigits = self.text.unicodeScalars.contains { !$0.isASCII && $0.properties.numericType == .decimal }
        let isSplit = word.contains("_") && word.utf8.allSatisfy { $0.isDigit || "_.e+-".utf8.contains($0) }
        guard !hasOtherDigits, !isSplit, !["inf", "infinity", "nan"].contains(word) else {
            throw .unsupported(
                "\"\(self.text.prefix(40))\" is not supported as a number: write it in digits 0 to 9",
                at: range)
        }
    }

    /// Returns the integer of the text, or nil where it is none.
    func integer() throws(TemplateError) -> Int? {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
        guard text.utf8.count - digits.count < 2, !digits.isEmpty, digits.allSatisfy(\.isDigit) else { return nil }
        guard let number = Int(text) else { throw Arithmetic.beyond64Bits(range) }
        return number
    }

    /// Returns the float of the text, or nil where it is none.
    func float() throws(TemplateError) -> Double? {
        // Swift also reads numbers to the base of 16.
        guard text.utf8.allSatisfy({ $0.isDigit || ".eE+-".utf8.contains($0) }), let number = Double(text) else {
            return nil
        }
        guard number.isFinite else { throw Arithmetic.tooLarge(range) }
        return number
    }
}
