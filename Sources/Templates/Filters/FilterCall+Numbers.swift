extension FilterCall {
    func ofNumber(_ value: Value) throws(TemplateError) -> Value {
        switch filter {
        case .abs:
            guard value.isNumber else { throw refusal(value, "has no sign") }
            if case .float(let number, let origin) = value { return .float(number.magnitude, origin) }
            let isNegative = (value.asInteger ?? 0) < 0
            return try isNegative ? Arithmetic.negate(value, at: range) : Arithmetic.plus(value, at: range)
        case .int: return try integer(of: value)
        case .float: return try float(of: value)
        case .duration: return try duration(value)
        default: return try rounded(value)
        }
    }

    private func integer(of value: Value) throws(TemplateError) -> Value {
        let number = try number(of: value)
        if let integer = number?.asInteger { return .int(integer) }
        guard let number = number?.asDouble else { return arguments[0] ?? .int(0) }
        return .int(try integer(of: number))
    }

    private func integer(of number: Double) throws(TemplateError) -> Int {
        guard let integer = Int(exactly: number.rounded(.towardZero)) else { throw Arithmetic.beyond64Bits(range) }
        return integer
    }

    private func float(of value: Value) throws(TemplateError) -> Value {
        if case .float = value { return value }
        guard let number = try number(of: value)?.asDouble else { return arguments[0] ?? .float(0) }
        guard number.isFinite else { throw Arithmetic.tooLarge(range) }
        return .float(number)
    }

    /// Returns the number that a value is, or that a text spells in digits; nil if it is none.
    ///
    /// - Throws: for any other text with digits: Python reads some of these texts as numbers, and people others.
    private func number(of value: Value) throws(TemplateError) -> Value? {
        guard case .string(let text) = value else { return value }
        let number = text.trimmed(of: nil)
        if number.utf8.allSatisfy({ $0.isDigit || "+-.".utf8.contains($0) }) {
            if let integer = Int(number) { return .int(integer) }
            if let float = Double(number) { return .float(float) }
        }
        let word = number.drop { $0 == "+" || $0 == "-" }.lowercased()
        let hasDigits = number.unicodeScalars.contains { $0.properties.numericType == .decimal }
        guard !hasDigits, !["inf", "infinity", "nan"].contains(word) else {
            throw .notANumber(String(number.prefix(40)), at: range)
        }
        return nil
    }

    /// Returns seconds as people write them: `0:05`, `1:05`, `1:02:03`, `2 d 03:04:05`; parts of a second are left off.
    private func duration(_ value: Value) throws(TemplateError) -> Value {
        guard let seconds = value.asDouble else { throw refusal(value, "is no number of seconds") }
        let whole = if let integer = value.asInteger { integer } else { try integer(of: seconds) }
        func two(_ number: UInt) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let total = whole.magnitude
        let (days, hours, minutes) = (total / 86400, total / 3600 % 24, total / 60 % 60)
        let end = ":" + two(total % 60)
        let sign = whole < 0 ? "-" : ""
        if days > 0 { return .string("\(sign)\(days) d \(two(hours)):\(two(minutes))\(end)") }
        if hours > 0 { return .string("\(sign)\(hours):\(two(minutes))\(end)") }
        return .string("\(sign)\(minutes)\(end)")
    }

    // MARK: Rounding

    /// The digits that a number can be rounded to.
    private static let roundingDigits = 0...30

    /// Rounds with the methods `common`, `ceil` and `floor`.
    private func rounded(_ value: Value) throws(TemplateError) -> Value {
        var method = "common"
        if let argument = arguments[1] {
            guard case .string(let name) = try argument.defined(), ["common", "ceil", "floor"].contains(name) else {
                throw .evaluation("round goes \"common\", \"ceil\" or \"floor\"", at: range)
            }
            method = name
        }
        guard value.isNumber else { throw refusal(value, "cannot be rounded") }
        let precision = try arguments[0]?.defined() ?? .int(0)
        guard let digits = precision.asInteger, Self.roundingDigits.contains(digits) else {
            throw .unsupported(
                "round takes 0 to \(Self.roundingDigits.upperBound) digits; write x // 100 * 100 for tens", at: range)
        }
        if method != "common" { return try rounded(value, digits, up: method == "ceil") }
        guard case .float(let number, _) = value else { return try Arithmetic.plus(value, at: range) }
        return .float(Double(number.printed(precision: digits)) ?? number)
    }

    /// Rounds as Jinja2 does: multiplies, rounds up or down to an integer, and divides.
    private func rounded(_ value: Value, _ digits: Int, up: Bool) throws(TemplateError) -> Value {
        var scale = Value.int(1)
        for _ in 0..<digits { scale = try Arithmetic.apply(.multiply, to: scale, and: .int(10), at: range) }
        var whole = try Arithmetic.apply(.multiply, to: value, and: scale, at: range)
        if case .float(let number, _) = whole { whole = .int(try integer(of: number.rounded(up ? .up : .down))) }
        let quotient = try Arithmetic.apply(.divide, to: whole, and: scale, at: range)
        return quotient.asDouble.map { .float($0) } ?? value
    }
}
