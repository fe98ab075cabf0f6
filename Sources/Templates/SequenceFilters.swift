extension FilterCall {
    func ofSequence(_ value: Value) throws(TemplateError) -> Value {
        switch filter {
        case .length: return .int(try length(of: value))
        case .last:
            if case .iterator = value { throw refusal(value, "can only be read from the beginning") }
        case .reverse: return try reversed(value)
        case .first:
            if case .iterator(let generator) = value { return try generator.next() ?? nothing }
        case .unique: return .iterator(try unique(value))
        case .batch: return .iterator(batch(value))
        default: break
        }
        let elements = try value.elements(at: range)
        switch filter {
        case .list: return .list(elements)
        case .first: return elements.first ?? nothing
        case .last: return elements.last ?? nothing
        case .join: return try join(elements)
        case .sort: return .list(try sort(elements))
        case .min, .max: return try extreme(elements)
        default: return try sum(elements)
        }
    }

    private var nothing: Value {
        .undefined(TemplateError(.evaluation, "there is no item: the list is empty", at: range))
    }

    func length(of value: Value) throws(TemplateError) -> Int {
        switch value {
        case .string(let text): return text.unicodeScalars.count
        case .list(let values), .tuple(let values), .range(let values, _): return values.count
        case .map(let members): return members.count
        case .undefined where value.isNoElse: return 0
        case .undefined(let error): throw error
        default: throw refusal(value, "has no length")
        }
    }

    private func reversed(_ value: Value) throws(TemplateError) -> Value {
        if case .string(let text) = value {
            var reversed = String.UnicodeScalarView()
            reversed.append(contentsOf: text.unicodeScalars.reversed())
            return .string(String(reversed))
        }
        let elements = try value.elements(at: range)
        // What Python cannot read backwards becomes a list first.
        if case .iterator = value { return .list(elements.reversed()) }
        return .iterator(Generator(elements.reversed()))
    }

    private func join(_ elements: [Value]) throws(TemplateError) -> Value {
        let separator = try text(arguments[0] ?? .string(""))
        let path = try path(1)
        var joined = ""
        for (index, element) in elements.enumerated() {
            if index > 0 { joined += separator }
            joined += try text(key(element, path))
            guard joined.utf8.count <= Value.longestText else { throw .tooLong(at: range) }
        }
        return .string(joined)
    }

    private func sum(_ elements: [Value]) throws(TemplateError) -> Value {
        var sum = arguments[1] ?? .int(0)
        if case .string = sum { throw refusal(sum, "is no sum to begin with") }
        let path = try path(0)
        for element in elements { sum = try Arithmetic.apply(.add, sum, key(element, path), in: zone, at: range) }
        return sum
    }

    private func extreme(_ elements: [Value]) throws(TemplateError) -> Value {
        guard var best = elements.first else { return nothing }
        let path = try path(1)
        let isCaseSensitive = try flag(0)
        var bestKey = try folded(key(best, path), isCaseSensitive)
        for element in elements.dropFirst() {
            let key = try folded(key(element, path), isCaseSensitive)
            if try key.compare(filter == .min ? .less : .greater, bestKey, at: range) {
                (best, bestKey) = (element, key)
            }
        }
        return best
    }
}
