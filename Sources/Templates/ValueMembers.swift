extension Value {
    /// The value itself, where it is defined.
    func defined() throws(TemplateError) -> Value {
        if case .undefined(let error) = self { throw error }
        return self
    }

    static func undefined(_ name: String, at range: Range<Int>) throws(TemplateError) -> Value {
        if PythonAttributes.globals.contains(name) {
            throw TemplateError(
                .unsupported, "\"\(name)\" is something of Jinja2's own: choose another name", at: range)
        }
        return .undefined(TemplateError(.undefined(name), "nothing defines \"\(name)\"", at: range))
    }

    /// What `x if c` is where the condition does not hold. Jinja2 shows it as nothing even where what nothing defines is
    /// an error; for anything but showing it there is `else`.
    static func noElse(at range: Range<Int>) -> Value {
        .undefined(
            TemplateError(.unsupported, "the condition does not hold, and there is no else to compute with", at: range))
    }

    private var isGenerator: Bool { if case .iterator = self { true } else { false } }

    var isNoElse: Bool {
        if case .undefined(let error) = self { error.kind == .unsupported } else { false }
    }

    /// `value.name`
    func attribute(_ name: String, _ loops: inout [LoopState], at range: Range<Int>) throws(TemplateError) -> Value {
        switch self {
        case .undefined(let error): throw error
        case .loop(let index): return try loops[index].attribute(name, at: range)
        case .map(let members):
            guard !PythonAttributes.belongsToMappings(name) else {
                throw TemplateError(
                    .unsupported, "\"\(name)\" is something every mapping has in Jinja2: choose another name", at: range
                )
            }
            if let value = members[name] { return value }
            return .undefined(members.missing(name, at: range))
        default: return try missing(name, at: range)
        }
    }

    private func missing(_ name: String, at range: Range<Int>) throws(TemplateError) -> Value {
        if PythonAttributes.belongsToOthers(name) || self.isGenerator && PythonAttributes.belongsToGenerators(name) {
            let alternative = Alternatives.toMember(name, of: typeName)
            throw TemplateError(
                .unsupported, "\"\(name)\" of \(typeName) is not supported\(alternative)", at: range)
        }
        return .undefined(
            TemplateError(.noMember(name, members: []), "\(typeName) has no member \"\(name)\"", at: range))
    }

    /// `value[key]`
    func item(_ key: Value, at range: Range<Int>) throws(TemplateError) -> Value {
        let value = try defined()
        if case .undefined(let error) = key {
            // Python hashes a key before it looks; of anything else there is just no such item.
            if case .map = value { throw error }
            return key
        }
        switch (value, key) {
        case (.map(let members), .string(let name)):
            if let member = members[name] { return member }
            guard !PythonAttributes.belongsToMappings(name) else {
                throw TemplateError(
                    .unsupported, "\"\(name)\" is something every mapping has in Jinja2: choose another name", at: range
                )
            }
            return .undefined(members.missing(name, at: range))
        case (_, .string(let name)): return try value.missing(name, at: range)
        default: break
        }
        guard let index = key.asInteger, let element = value.element(index) else {
            let shown = key.asInteger.map { "\($0)" } ?? key.typeName
            return .undefined(
                TemplateError(.noMember(shown, members: []), "\(value.typeName) has no item \(shown)", at: range))
        }
        return element
    }

    /// An item by its place, from the end where it is negative.
    private func element(_ index: Int) -> Value? {
        switch self {
        case .list(let values), .tuple(let values), .range(let values, _):
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

    /// `value[from:to:step]`
    func slice(_ bounds: [Value], at range: Range<Int>) throws(TemplateError) -> Value {
        var numbers: [Int?] = []
        for bound in bounds {
            if case .none = try bound.defined() {
                numbers.append(nil)
            } else if let number = bound.asInteger {
                numbers.append(number)
            } else if case .big(let number) = bound {
                numbers.append(number.isNegative ? .min : .max)
            } else {
                throw TemplateError(.evaluation, "\(bound.typeName) is no place in a list", at: range)
            }
        }
        numbers += Array(repeating: nil, count: 3 - numbers.count)
        if numbers[2] == 0 { throw TemplateError(.evaluation, "a slice cannot go in steps of 0", at: range) }
        switch try defined() {
        case .list(let values): return .list(Self.slice(values, numbers))
        case .tuple(let values): return .tuple(Self.slice(values, numbers))
        case .string(let text):
            var result = String.UnicodeScalarView()
            result.append(contentsOf: Self.slice(Array(text.unicodeScalars), numbers))
            return .string(String(result))
        case .range: throw TemplateError(.unsupported, "a range has no parts here: add | list", at: range)
        default: throw TemplateError(.evaluation, "\(typeName) has no parts", at: range)
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
        var result: [Element] = []
        var place = start
        while step > 0 ? place < end : place > end {
            result.append(values[place])
            let (next, overflow) = place.addingReportingOverflow(step)
            if overflow { break }
            place = next
        }
        return result
    }
}

extension Members {
    fileprivate func missing(_ name: String, at range: Range<Int>) -> TemplateError {
        TemplateError(.noMember(name, members: keys.sorted()), "there is no member \"\(name)\"", at: range)
    }
}
