import ShowTime

/// What bounds the lists that a template makes.
enum Sequences {
    /// More than anybody loops over in a message of 1024 bytes.
    static let longest = 100_000

    static func bounded(_ values: [Value], at range: Range<Int>) throws(TemplateError) -> [Value] {
        guard values.count <= longest else {
            throw TemplateError(.unsupported, "this grows beyond \(longest) items", at: range)
        }
        return values
    }
}

extension Value {
    /// What a loop over the value goes through: characters of a text, keys of a mapping.
    func elements(at range: Range<Int>) throws(TemplateError) -> [Value] {
        switch self {
        case .list(let values), .tuple(let values), .range(let values, _): return values
        case .iterator(let generator): return try generator.rest(at: range)
        case .undefined where isNoElse: return []
        case .map(let members): return members.keys.map { .string($0) }
        case .string(let text): return text.unicodeScalars.map { .string(String($0)) }
        case .undefined(let error): throw error
        case .loop:
            throw TemplateError(
                .unsupported, "the loop itself cannot be looped over: loop over its list again", at: range)
        default: throw TemplateError(.evaluation, "\(typeName) has no items", at: range)
        }
    }

    /// `value * count`, nil where it is not of a kind that can be repeated.
    func repeated(_ count: Int, at range: Range<Int>) throws(TemplateError) -> Value? {
        let count = max(count, 0)
        switch self {
        case .string(let text):
            let (bytes, overflow) = text.utf8.count.multipliedReportingOverflow(by: count)
            guard !overflow, bytes <= Self.longestText else { throw .tooLong(at: range) }
            return .string(bytes == 0 ? "" : String(repeating: text, count: count))
        case .list(let values): return .list(try Self.repeated(values, count, at: range))
        case .tuple(let values): return .tuple(try Self.repeated(values, count, at: range))
        default: return nil
        }
    }

    private static func repeated(
        _ values: [Value], _ count: Int, at range: Range<Int>
    ) throws(TemplateError) -> [Value] {
        let (total, overflow) = values.count.multipliedReportingOverflow(by: count)
        guard !overflow, total <= Sequences.longest else {
            throw TemplateError(.unsupported, "this grows beyond \(Sequences.longest) items", at: range)
        }
        return total == 0 ? [] : Array(repeatElement(values, count: count).joined())
    }

    /// `range(end)`, `range(start, end)`, `range(start, end, step)`
    static func range(_ bounds: [Value], at range: Range<Int>) throws(TemplateError) -> Value {
        var numbers: [Int] = []
        for bound in bounds {
            guard let number = try bound.defined().asInteger else {
                throw TemplateError(.evaluation, "range takes integers, not \(bound.typeName)", at: range)
            }
            numbers.append(number)
        }
        let step = numbers.count > 2 ? numbers[2] : 1
        if step == 0 { throw TemplateError(.evaluation, "range cannot go in steps of 0", at: range) }
        var values: [Value] = []
        for number in stride(
            from: numbers.count > 1 ? numbers[0] : 0, to: numbers.count > 1 ? numbers[1] : numbers[0], by: step)
        {
            values.append(.int(number))
            if values.count > Sequences.longest { break }
        }
        let shown = numbers.count > 1 ? numbers : [0, numbers[0]]
        let text = "range(" + shown.prefix(step == 1 ? 2 : 3).map(String.init).joined(separator: ", ") + ")"
        return .range(try Sequences.bounded(values, at: range), text: text)
    }
}
