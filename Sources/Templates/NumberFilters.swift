import ShowTime

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension FilterCall {
    func ofNumber(_ value: Value) throws(TemplateError) -> Value {
        switch filter {
        case .abs:
            if let number = value.asInteger {
                return number < 0 ? try Arithmetic.negate(value, at: range) : .int(number)
            }
            guard case .float(let number) = value else { throw refusal(value, "has no sign") }
            return .float(number.magnitude)
        case .int: return try integer(of: value)
        case .float: return try float(of: value)
        case .duration: return try duration(value)
        default: return try rounded(value)
        }
    }

    private func integer(of value: Value) throws(TemplateError) -> Value {
        if let base = try arguments[1]?.defined(), case .string = value {
            guard case .int(10) = base else { throw TemplateError(.unsupported, "int reads decimals only", at: range) }
        }
        var number = value
        if case .iterator = value { throw .readOnce(at: range) }
        if case .string(let text) = value {
            let text = try NumberText(text, at: range)
            if let integer = try text.integer() { return .int(integer) }
            guard let float = try text.float() else { return arguments[0] ?? .int(0) }
            number = .float(float)
        }
        if let integer = number.asInteger { return .int(integer) }
        guard case .float(let float) = number else { return arguments[0] ?? .int(0) }
        guard let integer = Int(exactly: float.rounded(.towardZero)) else { throw Arithmetic.tooLarge(range) }
        return .int(integer)
    }

    private func float(of value: Value) throws(TemplateError) -> Value {
        if case .iterator = value { throw .readOnce(at: range) }
        if case .string(let text) = value {
            return try NumberText(text, at: range).float().map(Value.float) ?? arguments[0] ?? .float(0)
        }
        return value.asDouble.map(Value.float) ?? arguments[0] ?? .float(0)
    }

    private func rounded(_ value: Value) throws(TemplateError) -> Value {
        let precision = try integer(0, 0)
        var method = "common"
        if let argument = arguments[1] {
            guard case .string(let name) = try argument.defined(), ["common", "ceil", "floor"].contains(name) else {
                throw TemplateError(.evaluation, "round goes \"common\", \"ceil\" or \"floor\"", at: range)
            }
            method = name
        }
        guard value.asDouble != nil else { throw refusal(value, "cannot be rounded") }
        if method == "common", let number = value.asInteger {
            guard precision < 0 else { return .int(number) }
            return try roundedToTens(number, -precision)
        }
        if method == "common", precision < 0, case .float(let number) = value {
            return try roundedToTens(number, -precision)
        }
        guard (0...15).contains(precision) else {
            throw TemplateError(.unsupported, "round takes 0 to 15 digits behind the point", at: range)
        }
        if method == "common" {
            let number = value.asDouble ?? 0
            guard number.isFinite else { return value }
            return .float(Double(PrintedNumber.text(number, "f", precision: precision)) ?? number)
        }
        let scale = (0..<precision).reduce(1) { scale, _ in scale * 10 }
        let scaled = try Arithmetic.apply(.multiply, value, .int(scale), in: zone, at: range)
        let direction: FloatingPointRoundingRule = method == "ceil" ? .up : .down
        guard let whole = scaled.asInteger ?? Int(exactly: (scaled.asDouble ?? 0).rounded(direction)) else {
            throw Arithmetic.tooLarge(range)
        }
        return try Arithmetic.apply(.divide, .int(whole), .int(scale), in: zone, at: range)
    }

    /// An integer to the nearest 10, 100, …, and to the even one of two that are as near.
    private func roundedToTens(_ number: Int, _ zeros: Int) throws(TemplateError) -> Value {
        guard zeros <= 17 else { throw TemplateError(.unsupported, "round takes at most 17 zeros", at: range) }
        let unit = (0..<zeros).reduce(1) { unit, _ in unit * 10 }
        let quotient = number.flooredDivision(by: unit)
        // Wraps where the quotient's multiple is out of range and the rest is not.
        let rest = number &- quotient &* unit
        let isUp = rest > unit / 2 || (rest == unit / 2 && !quotient.isMultiple(of: 2))
        return try Arithmetic.apply(.multiply, .int(quotient + (isUp ? 1 : 0)), .int(unit), in: zone, at: range)
    }

    /// The same of a float, whose part behind the point decides between two that are as near.
    private func roundedToTens(_ number: Double, _ zeros: Int) throws(TemplateError) -> Value {
        guard zeros <= 17, let whole = Int(exactly: number.rounded(.down)) else {
            throw TemplateError(.unsupported, "this is too large to be rounded to tens", at: range)
        }
        let unit = (0..<zeros).reduce(1) { unit, _ in unit * 10 }
        let quotient = whole.flooredDivision(by: unit)
        let rest = whole &- quotient &* unit
        let isBeyondHalf = rest > unit / 2 || (rest == unit / 2 && number != Double(whole))
        let isUp = isBeyondHalf || (rest == unit / 2 && !quotient.isMultiple(of: 2))
        let (rounded, overflow) = (quotient + (isUp ? 1 : 0)).multipliedReportingOverflow(by: unit)
        guard !overflow else { throw Arithmetic.tooLarge(range) }
        return .float(rounded == 0 && number.sign == .minus ? -0.0 : Double(rounded))
    }

    /// Seconds as people write them: `0:05`, `1:05`, `1:02:03`, `2 d 03:04:05`; parts of a second are left off.
    private func duration(_ value: Value) throws(TemplateError) -> Value {
        guard let seconds = value.asDouble, let whole = Int(exactly: seconds.rounded(.towardZero)) else {
            throw refusal(value, "is no number of seconds")
        }
        func two(_ number: UInt) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let total = value.asInteger?.magnitude ?? whole.magnitude
        let (days, hours, minutes) = (total / 86400, total / 3600 % 24, total / 60 % 60)
        let end = ":" + two(total % 60)
        let sign = (value.asInteger ?? whole) < 0 ? "-" : ""
        if days > 0 { return .string("\(sign)\(days) d \(two(hours)):\(two(minutes))\(end)") }
        if hours > 0 { return .string("\(sign)\(hours):\(two(minutes))\(end)") }
        return .string("\(sign)\(minutes)\(end)")
    }
}

/// Digits as C prints them, which is how Python does.
enum PrintedNumber {
    /// - Parameter conversion: `f`, `e` or `g`, or their capitals.
    static func text(_ number: Double, _ conversion: Character, precision: Int) -> String {
        var buffer = [CChar](repeating: 0, count: 512 + precision)
        let count = withVaList([Int32(precision), number]) {
            vsnprintf(&buffer, buffer.count, "%.*\(conversion)", $0)
        }
        return String(decoding: buffer[..<Int(count)].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
