extension FilterCall {
    /// Returns the steps of an `attribute` argument like `"address.city"` or `0`; none where it is not given.
    func path(_ place: Int) throws(TemplateError) -> [Value] {
        guard let argument = try given(place)?.defined() else { return [] }
        if case .string(let text) = argument { return Self.steps(of: text[...]) }
        return [argument]
    }

    private static func steps(of text: Substring) -> [Value] {
        text.split(separator: ".", omittingEmptySubsequences: false).map { step in
            UInt(step).map { .int(Int(clamping: $0)) } ?? .string(String(step))
        }
    }

    /// Returns the value that stands for an item: the member at the end of a path.
    func key(_ element: Value, _ path: [Value]) throws(TemplateError) -> Value {
        var value = element
        for step in path { value = try value.item(step, at: range) }
        return value
    }

    /// Returns a key in lower case, unless case counts.
    func folded(_ key: Value, _ isCaseSensitive: Bool) throws(TemplateError) -> Value {
        if !isCaseSensitive, case .string(let text) = key { return .string(text.templateLowercased) }
        return key
    }

    /// Sorts items by one attribute or several, separated by commas.
    func sort(_ elements: [Value]) throws(TemplateError) -> [Value] {
        let isReversed = try flag(0)
        let isCaseSensitive = try flag(1)
        var paths = [try path(2)]
        if case .string(let text)? = given(2) {
            paths = text.split(separator: ",", omittingEmptySubsequences: false).map { Self.steps(of: $0) }
        }
        var keyed: [(key: Value, element: Value)] = []
        for element in elements {
            var keys: [Value] = []
            for path in paths { keys.append(try folded(key(element, path), isCaseSensitive)) }
            keyed.append((.list(keys), element))
        }
        // Reversed before sorting and again afterwards, so that equal items keep their order.
        if isReversed { keyed.reverse() }
        do {
            try keyed.sort { left, right in try left.key.compare(.less, right.key, at: range) }
        } catch {
            throw (error as? TemplateError) ?? .evaluation("this cannot be sorted", at: range)
        }
        return isReversed ? keyed.reversed().map(\.element) : keyed.map(\.element)
    }
}
