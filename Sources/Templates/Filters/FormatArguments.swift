/// Hands out the values of a format, one by one or by name.
struct FormatArguments {
    private let values: Value
    private var used = 0
    private var hasNames = false
    private let range: Range<Int>

    init(_ values: Value, at range: Range<Int>) {
        self.values = values
        self.range = range
    }

    private func wrong(_ message: String) -> TemplateError { TemplateError(.evaluation, message, at: range) }

    mutating func value(named name: String) throws(TemplateError) -> Value {
        guard case .map(let members) = values else { throw wrong("a format with names needs a mapping") }
        guard let value = members[name] else { throw wrong("there is no \"\(name)\" to format") }
        hasNames = true
        return value
    }

    mutating func next() throws(TemplateError) -> Value {
        defer { used += 1 }
        if case .tuple(let values) = values, used < values.count { return values[used] }
        if case .tuple = values { throw wrong("there are fewer values than the format asks for") }
        guard used == 0, !hasNames else { throw wrong("there are fewer values than the format asks for") }
        return values
    }

    func checkAllUsed() throws(TemplateError) {
        let isAllUsed: Bool
        switch values {
        case .tuple(let values): isAllUsed = used >= values.count
        // Python ignores values that could have members.
        case .map, .list, .undefined, .absent: isAllUsed = true
        default: isAllUsed = used > 0
        }
        guard isAllUsed else { throw wrong("there are more values than the format asks for") }
    }
}
