extension FilterCall {
    /// Returns the steps of an `attribute` argument like `"address.city"` or `0`; none where it is not given.
    func path(_ place: Int) throws(TemplateError) -> [Value] {
        guard let argument = try given(place)?.defined() else { return [] }
        if case .string(let text) = argument { return try Self.steps(of: text[...], at: range) }
        return [argument]
    }

    private static func steps(of text: Substring, at range: Range<Int>) throws(TemplateError) -> [Value] {
        var steps: [Value] = []
        for step in text.split(separator: ".", omittingEmptySubsequences: false) {
            if !step.isEmpty, step.unicodeScalars.allSatisfy({ $0.properties.numericType != nil }) {
                guard let number = Int(step) else {
                    throw TemplateError(
                        .unsupported, "\"\(step)\" is no place in a list: write it in digits 0 to 9", at: range)
                }
                steps.append(.int(number))
            } else {
                steps.append(.string(String(step)))
            }
        }
        return steps
    }

    /// Returns the value that stands for an item: the member at the end of a path.
    func key(_ element: Value, _ path: [Value]) throws(TemplateError) -> Value {
        var value = element
        for step in path { value = try value.item(step, at: range) }
        return value
    }

    /// Returns a key without regard to case, unless case counts.
    func folded(_ key: Value, _ isCaseSensitive: Bool) throws(TemplateError) -> Value {
        if !isCaseSensitive, case .string(let text) = key { return .string(text.templateLowercased) }
        return key
    }

    /// Sorts items by one attribute or several, separated by commas.
    func sort(_ elements: [Value]) throws(TemplateError) -> [Value] {
        let isReversed = try flag(0)
        let isCaseSensitive = try flag(1)
        var paths: [[Value]] = []
        if case .string(let text)? = given(2) {
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
}
