extension Value {
    /// Returns `value.name`.
    func attribute(_ name: String, at range: Range<Int>) throws(TemplateError) -> Value {
        if case .map = self, Members.isMethod(name) { throw Self.method(name, at: range) }
        return try item(.string(name), at: range)
    }

    /// Returns `value[key]`.
    func item(_ key: Value, at range: Range<Int>) throws(TemplateError) -> Value {
        let value = try defined()
        if case .undefined(let error) = key {
            // Python hashes a key to find it in a mapping, which is an error; in any other value, such an item is only missing.
            if case .map = value { throw error }
            return key
        }
        switch (value, key) {
        case (.map(let members), .string(let name)):
            if let member = members[name] { return member }
            guard !Members.isMethod(name) else { throw Self.method(name, at: range) }
            return .undefined(members.missing(name, at: range))
        case (.map, _):
            throw .unsupported("the keys of a mapping are texts, not \(key.typeName)", at: range)
        case (_, .string(let name)): throw value.noMember(name, at: range)
        case (.string, _), (.list, _), (.tuple, _): break
        case (.sequence, _): throw .readOnce(at: range)
        default: throw .unsupported("\(value.typeName) has no items", at: range)
        }
        guard let index = key.asInteger else {
            throw .unsupported("\(key.typeName) is no place in a list", at: range)
        }
        return value.element(index)
            ?? .undefined(
                TemplateError(.noMember("\(index)", members: []), "\(value.typeName) has no item \(index)", at: range))
    }

    private func noMember(_ name: String, at range: Range<Int>) -> TemplateError {
        let alternative = Alternatives.toMember(name, of: self).map { ": \($0)" } ?? ""
        return .unsupported("\(typeName) has no member \"\(name)\"\(alternative)", at: range)
    }

    private static func method(_ name: String, at range: Range<Int>) -> TemplateError {
        .unsupported("\"\(name)\" is something every mapping has in Jinja2: choose another name", at: range)
    }

    /// Returns an item by its place, from the end where it is negative.
    private func element(_ index: Int) -> Value? {
        switch self {
        case .list(let values), .tuple(let values):
            let place = index < 0 ? values.count + index : index
            return values.indices.contains(place) ? values[place] : nil
        case .string(let text):
            let scalars = text.unicodeScalars
            let count = scalars.count
            let place = index < 0 ? count + index : index
            guard (0..<count).contains(place) else { return nil }
            return .string(String(scalars[scalars.index(scalars.startIndex, offsetBy: place)]))
        default: return nil
        }
    }

    /// Returns `value[from:to:step]`.
    ///
    /// - Parameter bounds: `from`, `to` and `step`, each nil if it is left out.
    func slice(_ bounds: [Int?], at range: Range<Int>) throws(TemplateError) -> Value {
        if bounds[2] == 0 { throw .evaluation("a slice cannot go in steps of 0", at: range) }
        switch self {
        case .list(let values): return .list(Self.slice(values, bounds))
        case .tuple(let values): return .tuple(Self.slice(values, bounds))
        case .string(let text):
            var result = String.UnicodeScalarView()
            result.append(contentsOf: Self.slice(Array(text.unicodeScalars), bounds))
            return .string(String(result))
        default: throw .evaluation("\(typeName) has no parts", at: range)
        }
    }

    private static func slice<Element>(_ values: [Element], _ bounds: [Int?]) -> [Element] {
        let step = max(bounds[2] ?? 1, -Int.max)
        let count = values.count
        let lowest = step > 0 ? 0 : -1
        let highest = step > 0 ? count : count - 1
        func clamped(_ bound: Int?, _ otherwise: Int) -> Int {
            guard let bound else { return otherwise }
            return min(max(bound < 0 ? bound + count : bound, lowest), highest)
        }
        let start = clamped(bounds[0], step > 0 ? lowest : highest)
        let end = clamped(bounds[1], step > 0 ? highest : lowest)
        return stride(from: start, to: end, by: step).map { values[$0] }
    }
}

extension Members {
    fileprivate func missing(_ name: String, at range: Range<Int>) -> TemplateError {
        TemplateError(.noMember(name, members: keys.sorted()), "there is no member \"\(name)\"", at: range)
    }

    /// Whether Jinja2 finds a method of Python's under a name, and not the member.
    fileprivate static func isMethod(_ name: String) -> Bool {
        switch name {
        case "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values":
            true
        default: name.utf8.first == UInt8(ascii: "_") && name.hasPrefix("__")
        }
    }
}
