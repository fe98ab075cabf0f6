extension FilterCall {
    /// The steps of an `attribute` argument like `"address.city"` or `0`; none where it is not given.
    func path(_ place: Int) throws(TemplateError) -> [Value] {
        guard let argument = try given(place) else { return [] }
        if case .string(let text) = argument { return try Self.steps(of: text[...], at: range) }
        guard case .int = argument else { throw refusal(argument, "is no attribute") }
        return [argument]
    }

    private static func steps(of text: Substring, at range: Range<Int>) throws(TemplateError) -> [Value] {
        var steps: [Value] = []
        for step in text.split(separator: ".", omittingEmptySubsequences: false) {
            if !step.isEmpty, step.unicodeScalars.allSatisfy({ $0.properties.numericType != nil }) {
                guard let number = Int(step) else {
                    throw TemplateError(.unsupported, "\"\(step)\" is not supported as a place", at: range)
                }
                steps.append(.int(number))
            } else {
                steps.append(.string(String(step)))
            }
        }
        return steps
    }

    func key(_ element: Value, _ path: [Value]) throws(TemplateError) -> Value {
        var value = element
        for step in path { value = try value.item(step, at: range) }
        return value
    }

    func folded(_ key: Value, _ isCaseSensitive: Bool) throws(TemplateError) -> Value {
        if !isCaseSensitive, case .string(let text) = key { return .string(text.pythonLowercased) }
        return key
    }

    /// Several attributes may be given, parted by commas.
    func sort(_ elements: [Value]) throws(TemplateError) -> [Value] {
        let isReversed = try flag(0)
        let isCaseSensitive = try flag(1)
        var paths: [[Value]] = []
        if case .string(let text)? = try given(2) {
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                paths.append(try Self.steps(of: part, at: range))
            }
        } else {
            paths = [try path(2)]
        }
        var keyed: [(key: Value, element: Value)] = []
        for element in elements {
            var keys: [Value] = []
            for path in paths { keys.append(try folded(key(element, path), isCaseSensitive)) }
            keyed.append((.list(keys), element))
        }
        // Sorted from the end, equal ones keep their order when turned around.
        if isReversed { keyed.reverse() }
        do {
            try keyed.sort { left, right in try left.key.compare(.less, right.key, at: range) }
        } catch let error as TemplateError {
            throw error
        } catch {
            throw TemplateError(.evaluation, "this cannot be sorted", at: range)
        }
        return isReversed ? keyed.reversed().map(\.element) : keyed.map(\.element)
    }

    /// The first of those that are equal.
    func unique(_ elements: [Value]) throws(TemplateError) -> [Value] {
        let path = try path(1)
        let isCaseSensitive = try flag(0)
        var seen: Set<UniqueKey> = []
        var kept: [Value] = []
        for element in elements {
            let key = try folded(key(element, path), isCaseSensitive)
            // Jinja2 may never look at this item, so that this is no error there.
            if case .undefined(let error) = key { throw TemplateError(.unsupported, error.message, at: error.range) }
            if seen.insert(try UniqueKey(key, at: range)).inserted { kept.append(element) }
        }
        return kept
    }
}

/// A value that is equal to another where Python has it so and gives both one hash.
private enum UniqueKey: Hashable {
    case none
    case integer(Int)
    case float(Double)
    case text(ExactText)
    case tuple([UniqueKey])

    init(_ value: Value, at range: Range<Int>) throws(TemplateError) {
        switch try value.defined() {
        case .none: self = .none
        case .string(let text): self = .text(ExactText(text))
        case .float(let number): self = Int(exactly: number).map(UniqueKey.integer) ?? .float(number)
        case .tuple(let values):
            var keys: [UniqueKey] = []
            for value in values { keys.append(try UniqueKey(value, at: range)) }
            self = .tuple(keys)
        case .bool, .int: self = .integer(value.asInteger ?? 0)
        default: throw TemplateError(.unsupported, "unique does not tell \(value.typeName) apart", at: range)
        }
    }
}
