extension Value {
    /// The most items of a list, those of the lists in it included: more than a message of 1024 bytes can show.
    static let maximumItems = 1000

    /// Returns the items of a new list.
    ///
    /// - Throws: for a list that is too long, the items of its items counted in.
    static func bounded(_ values: [Value], at range: Range<Int>) throws(TemplateError) -> [Value] {
        guard Self.itemCount(of: values) <= maximumItems else { throw .tooManyItems(at: range) }
        return values
    }

    /// Counts items at any depth, as far as it matters for the limit.
    private static func itemCount(of values: [Value]) -> Int {
        var count = values.count
        for value in values where count <= maximumItems {
            switch value {
            case .list(let values), .tuple(let values): count += itemCount(of: values)
            case .map(let members): count += itemCount(of: members.values)
            default: break
            }
        }
        return count
    }

    /// Returns the items that a loop over the value goes through: characters of a text, keys of a mapping.
    func elements(at range: Range<Int>) throws(TemplateError) -> [Value] {
        let elements: [Value]
        switch self {
        case .list(let values), .tuple(let values), .sequence(let values): elements = values
        case .map(let members): elements = members.keys.map { .string($0) }
        case .string(let text):
            guard text.utf8.count <= 4 * Self.maximumItems else { throw .tooManyItems(at: range) }
            elements = text.unicodeScalars.map { .string(String($0)) }
        case .undefined(let error), .absent(let error): throw error
        case .loop:
            throw .unsupported("the loop itself cannot be looped over: loop over its list again", at: range)
        default: throw .evaluation("\(typeName) has no items", at: range)
        }
        guard elements.count <= Self.maximumItems else { throw .tooManyItems(at: range) }
        return elements
    }

    /// Returns `value * count`, or nil where it is not of a kind that can be repeated.
    func repeated(_ count: Int, at range: Range<Int>) throws(TemplateError) -> Value? {
        let count = max(count, 0)
        switch self {
        case .string(let text):
            let (bytes, overflow) = text.utf8.count.multipliedReportingOverflow(by: count)
            guard !overflow, bytes <= String.maximumBytes else { throw .tooLong(at: range) }
            return .string(bytes == 0 ? "" : String(repeating: text, count: count))
        case .list(let values), .tuple(let values):
            let (total, overflow) = values.count.multipliedReportingOverflow(by: count)
            guard !overflow, total <= Self.maximumItems else { throw .tooManyItems(at: range) }
            let copies = total == 0 ? [] : Array(repeatElement(values, count: count).joined())
            let items = try Self.bounded(copies, at: range)
            return if case .tuple = self { .tuple(items) } else { .list(items) }
        default: return nil
        }
    }

    /// Returns the numbers of `range(end)`, `range(start, end)` or `range(start, end, step)`.
    static func range(_ bounds: [Value], at range: Range<Int>) throws(TemplateError) -> Value {
        var numbers: [Int] = []
        for bound in bounds {
            guard let number = try bound.defined().asInteger else {
                throw .evaluation("range takes whole numbers, not \(bound.typeName)", at: range)
            }
            numbers.append(number)
        }
        if numbers.count == 1 { numbers.insert(0, at: 0) }
        let step = numbers.count > 2 ? numbers[2] : 1
        if step == 0 { throw .evaluation("range cannot go in steps of 0", at: range) }
        let values = stride(from: numbers[0], to: numbers[1], by: step).prefix(maximumItems + 1).map(Value.int)
        guard values.count <= maximumItems else { throw .tooManyItems(at: range) }
        return .sequence(values)
    }
}

extension TemplateError {
    static func tooManyItems(at range: Range<Int>) -> TemplateError {
        .unsupported("a list has at most \(Value.maximumItems) items, those of the lists in it included", at: range)
    }

    static func readOnce(at range: Range<Int>) -> TemplateError {
        .unsupported("this can only be looped over, joined or listed: add | list", at: range)
    }
}
