extension FilterCall {
    func ofSequence(_ value: Value, _ evaluation: inout Evaluation) throws(TemplateError) -> Value {
        switch (filter, value) {
        case (.length, _): return .int(try length(of: value))
        case (.last, .sequence): throw .readOnce(at: range)
        case (.reverse, .string(let text)):
            var reversed = String.UnicodeScalarView()
            reversed.append(contentsOf: text.unicodeScalars.reversed())
            return .string(String(reversed))
        case (.items, _):
            guard case .map(let members) = try value.defined() else { throw refusal(value, "has no members") }
            return .sequence(zip(members.keys, members.values).map { .tuple([.string($0), $1]) })
        default: break
        }
        let elements = try value.elements(at: range)
        switch filter {
        case .list: return .list(elements)
        case .first: return elements.first ?? nothing
        case .last: return elements.last ?? nothing
        case .join: return try join(elements, &evaluation)
        case .sort: return .list(try sort(elements))
        case .unique: return .sequence(try unique(elements))
        case .batch: return .sequence(try batch(elements))
        case .reverse:
            // Python cannot iterate over it backwards, so it becomes a list first.
            if case .sequence = value { return .list(elements.reversed()) }
            return .sequence(elements.reversed())
        case .min, .max: return try extreme(elements)
        default: return try sum(elements)
        }
    }

    private var nothing: Value {
        .undefined(.evaluation("there is no item: the list is empty", at: range))
    }

    private func length(of value: Value) throws(TemplateError) -> Int {
        switch try value.defined() {
        case .string(let text): return text.unicodeScalars.count
        case .list(let values), .tuple(let values): return values.count
        case .map(let members): return members.count
        case .sequence: throw .readOnce(at: range)
        default: throw refusal(value, "has no length")
        }
    }

    private func join(_ elements: [Value], _ evaluation: inout Evaluation) throws(TemplateError) -> Value {
        let separator = try text(0, &evaluation)
        let path = try path(1)
        var joined = ""
        for (index, element) in elements.enumerated() {
            if index > 0 { joined += separator }
            let value = try path.isEmpty ? element : key(element, path)
            if case .string(let text) = value {
                joined += text
            } else {
                joined += try evaluation.text(of: value, as: .item(index, of: input))
            }
            guard joined.utf8.count <= String.maximumBytes else { throw .tooLong(at: range) }
        }
        return .string(joined)
    }

    private func sum(_ elements: [Value]) throws(TemplateError) -> Value {
        var sum = try arguments[1]?.defined() ?? .int(0)
        let path = try path(0)
        guard sum.isNumber else {
            throw .unsupported("sum adds numbers and cannot start with \(sum.typeName)", at: range)
        }
        for element in elements {
            sum = try Arithmetic.apply(.add, to: sum, and: key(element, path).defined(), at: range)
        }
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

    /// Returns the first of those that are equal.
    private func unique(_ elements: [Value]) throws(TemplateError) -> [Value] {
        let path = try path(1)
        let isCaseSensitive = try flag(0)
        var keys: Set<UniqueKey> = []
        var kept: [Value] = []
        for element in elements {
            let key = try folded(key(element, path), isCaseSensitive).defined()
            switch key {
            case .bool, .int, .float, .string: break
            default:
                throw .unsupported(
                    "unique compares texts and numbers, not \(key.typeName): name an attribute", at: range)
            }
            if keys.insert(UniqueKey(key)).inserted { kept.append(element) }
        }
        return kept
    }

    /// Returns lists of `linecount` items each; the last one is filled up with `fill_with`, if that is given.
    private func batch(_ elements: [Value]) throws(TemplateError) -> [Value] {
        guard let size = try arguments[0]?.defined().asInteger, (1...Value.maximumItems).contains(size) else {
            throw .unsupported("batch takes a whole number from 1 to \(Value.maximumItems) of items", at: range)
        }
        return stride(from: 0, to: elements.count, by: size).map { start in
            var batch = Array(elements[start..<min(start + size, elements.count)])
            if let filler = given(1) { batch += Array(repeating: filler, count: size - batch.count) }
            return .list(batch)
        }
    }
}
