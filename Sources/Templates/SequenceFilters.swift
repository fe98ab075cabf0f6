extension FilterCall {
    func ofSequence(_ value: Value) throws(TemplateError) -> Value {
        switch filter {
        case .length: return .int(try length(of: value))
        case .last, .reverse:
            if case .iterator = value { throw .readOnce(at: range) }
            if filter == .reverse, case .string(let text) = value {
                var reversed = String.UnicodeScalarView()
                reversed.append(contentsOf: text.unicodeScalars.reversed())
                return .string(String(reversed))
            }
        default: break
        }
        let elements = try value.elements(at: range)
        switch filter {
        case .list: return .list(elements)
        case .reverse: return .iterator(elements.reversed())
        case .first: return elements.first ?? nothing
        case .last: return elements.last ?? nothing
        case .join: return try join(elements)
        case .sort: return .list(try sort(elements))
        case .unique: return .iterator(try unique(elements))
        case .batch: return try batch(elements)
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
        case .list(let values), .tuple(let values): return values.count
        case .map(let members): return members.count
        default: throw refusal(value, "has no length")
        }
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

    private func batch(_ elements: [Value]) throws(TemplateError) -> Value {
        let size = try integer(0, 1)
        guard size > 0, size <= Sequences.longest else {
            throw TemplateError(.unsupported, "batch takes a number of items from 1", at: range)
        }
        let filler = try given(1)
        var batches: [Value] = []
        for start in stride(from: 0, to: elements.count, by: size) {
            var batch = Array(elements[start..<min(start + size, elements.count)])
            if let filler { batch += Array(repeating: filler, count: size - batch.count) }
            batches.append(.list(batch))
        }
        return .iterator(batches)
    }

    private func sum(_ elements: [Value]) throws(TemplateError) -> Value {
        var sum = try arguments[1]?.defined() ?? .int(0)
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
