/// Numbers as Jinja2's expressions have them: `42`, `1_000`, `0x1F`, `0o17`, `0b101`, `1.5`, `1e3`.
extension ExpressionLexer {
    mutating func number() throws(TemplateError) -> Token {
        let start = position
        // Behind a point, as in `a.0.1`, there are no floats.
        let isMember = start > 0 && bytes[start - 1] == UInt8(ascii: ".")
        if !isMember, let end = endOfFloat(from: start) {
            position = end
            let written = text(start..<end)
            guard let value = Double(written.filter { $0 != "_" }), value.isFinite else {
                throw TemplateError(.unsupported, "the number \(written) is too large", at: start..<end)
            }
            try checkEnd(of: start)
            return .float(value)
        }
        let (digits, radix) = integer()
        try checkEnd(of: start)
        if let value = Int(digits, radix: radix) { return .integer(value) }
        guard let value = BigInteger(digits, radix: radix) else {
            throw TemplateError(
                .unsupported, "this number has more than 4300 digits, which Python does not read", at: start..<position)
        }
        return .bigInteger(value)
    }

    /// Goes behind an integer and returns its digits.
    private mutating func integer() -> (digits: String, radix: Int) {
        if bytes[position] == UInt8(ascii: "0"), position + 1 < end {
            let radix = [UInt8(ascii: "x"): 16, UInt8(ascii: "o"): 8, UInt8(ascii: "b"): 2][bytes[position + 1] | 0x20]
            if let radix, let end = endOfDigits(from: position + 2, radix: radix, isAfterUnderscore: true) {
                defer { position = end }
                return (text(position + 2..<end).filter { $0 != "_" }, radix)
            }
        }
        let start = position
        // A number that begins with a zero goes on with zeros only, as in Python.
        let radix = bytes[position] == UInt8(ascii: "0") ? 1 : 10
        position = endOfDigits(from: position, radix: radix) ?? position + 1
        return (text(start..<position).filter { $0 != "_" }, 10)
    }

    private func endOfFloat(from start: Int) -> Int? {
        guard var place = endOfDigits(from: start) else { return nil }
        var isFloat = false
        if place < end, bytes[place] == UInt8(ascii: "."), let behind = endOfDigits(from: place + 1) {
            place = behind
            isFloat = true
        }
        guard place < end, bytes[place] | 0x20 == UInt8(ascii: "e") else { return isFloat ? place : nil }
        var exponent = place + 1
        if exponent < end, bytes[exponent] == UInt8(ascii: "+") || bytes[exponent] == UInt8(ascii: "-") {
            exponent += 1
        }
        return endOfDigits(from: exponent) ?? (isFloat ? place : nil)
    }

    /// Where digits end, single underscores between them included; nil where there are none.
    ///
    /// - Parameter radix: 1 stands for zeros only.
    private func endOfDigits(from start: Int, radix: Int = 10, isAfterUnderscore: Bool = false) -> Int? {
        func isDigit(_ place: Int) -> Bool {
            guard place < end, let digit = bytes[place].hexDigit else { return false }
            return digit < radix
        }
        var place = start
        if isAfterUnderscore, place < end, bytes[place] == UInt8(ascii: "_") { place += 1 }
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

    /// What stands right behind a number is a mistake, unless it is a word like `if`.
    private mutating func checkEnd(of start: Int) throws(TemplateError) {
        let end = position
        skipWord()
        if position == end || ExpressionParser.keywords.contains(text(end..<position)) {
            position = end
            return
        }
        throw TemplateError(.syntax, "\"\(text(start..<position))\" is not a number", at: start..<position)
    }
}

extension UInt8 {
    /// The value of a digit of up to 16.
    var hexDigit: Int? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(self) - 48
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(self) - 87
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(self) - 55
        default: nil
        }
    }
}
