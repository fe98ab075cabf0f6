extension FilterCall {
    /// The first of those that are equal.
    func unique(_ value: Value) throws(TemplateError) -> Generator {
        var source: Result<Generator, TemplateError>?
        var seen: Set<HashKey> = []
        return Generator {
            do throws(TemplateError) {
                let items = try (source ?? self.reading(value)).get()
                source = .success(items)
                let path = try self.path(1)
                let isCaseSensitive = try self.flag(0)
                while let item = try items.next() {
                    let key = try self.folded(self.key(item, path), isCaseSensitive)
                    if seen.insert(try HashKey(key, at: self.range)).inserted { return .success(item) }
                }
                return .success(nil)
            } catch {
                return .failure(error)
            }
        }
    }
}

/// A value that is equal to another where Python has it so and gives both one hash.
enum HashKey: Hashable {
    case none
    case integer(Int)
    case float(Double)
    case text(ExactText)
    case tuple([HashKey])
    case other(Value)

    /// - Throws: for what Python gives no hash: lists, mappings, and what nothing defines.
    init(_ value: Value, at range: Range<Int>) throws(TemplateError) {
        switch value {
        case .none: self = .none
        case .string(let text): self = .text(ExactText(text))
        case .float(let number):
            self =
                Int(exactly: number).map(HashKey.integer) ?? BigInteger(number).map { .other(.big($0)) }
                ?? .float(number)
            if number != number.rounded() { self = .float(number) }
        case .tuple(let values):
            var keys: [HashKey] = []
            for value in values { keys.append(try HashKey(value, at: range)) }
            self = .tuple(keys)
        case .bool, .int: self = .integer(value.asInteger ?? 0)
        case .list, .map: throw TemplateError(.evaluation, "\(value.typeName) cannot be a key", at: range)
        case .undefined where value.isNoElse: self = .other(.undefined(TemplateError(.unsupported, "", at: 0..<0)))
        case .undefined(let error): throw error
        case .complex(let number) where number.imaginary == 0: self = try HashKey(.float(number.real), at: range)
        case .big, .complex, .instant, .iterator, .range, .loop: self = .other(value)
        }
    }
}
