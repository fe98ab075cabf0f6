extension FilterCall {
    func ofNumber(_ value: Value) throws(TemplateError) -> Value {
        switch filter {
        case .abs:
            if let number = value.asBigInteger { return Value(number.magnitude) }
            if case .complex(let number) = value { return .float(number.magnitude) }
            guard case .float(let number) = value else { throw refusal(value, "has no sign") }
            return .float(number.magnitude)
        case .int: return try integer(of: value)
        case .float: return try float(of: value)
        case .duration: return try duration(value)
        default: return try rounded(value)
        }
    }

    private func integer(of value: Value) throws(TemplateError) -> Value {
        let otherwise = arguments[0] ?? .int(0)
        var number = value
        if case .string(let text) = value {
            let text = try NumberText(text, at: range)
            if let integer = try text.integer(base: arguments[1]?.defined() ?? .int(10)) { return Value(integer) }
            guard let float = text.float(), float.isFinite else { return otherwise }
            number = .float(float)
        }
        if let integer = number.asBigInteger { return Value(integer) }
        guard case .float(let float) = number, !float.isNaN else { return otherwise }
        guard let integer = BigInteger(float) else { throw Arithmetic.tooLarge(range) }
        return Value(integer)
    }

    private func float(of value: Value) throws(TemplateError) -> Value {
        let otherwise = arguments[0] ?? .float(0)
        if case .string(let text) = value {
            return try NumberText(text, at: range).float().map(Value.float) ?? otherwise
        }
        return value.isNumber ? .float(try value.double(at: range)) : otherwise
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
