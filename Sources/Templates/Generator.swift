/// What some filters give: a generator of Python. Its items are computed when they are asked for, each is given once, and
/// it has no text.
package final class Generator {
    private var step: () -> Result<Value?, TemplateError>

    init(_ step: @escaping () -> Result<Value?, TemplateError>) { self.step = step }

    convenience init(_ values: [Value]) {
        var rest = values.makeIterator()
        self.init { .success(rest.next()) }
    }

    /// The next item, nil behind the last.
    ///
    /// - Throws: what went wrong with the item. As in Python, there is nothing behind that.
    func next() throws(TemplateError) -> Value? {
        let result = step()
        if case .success(.some(let value)) = result { return value }
        step = { .success(nil) }
        return try result.get()
    }

    /// All the items that are left.
    func rest(at range: Range<Int>) throws(TemplateError) -> [Value] {
        var values: [Value] = []
        while let value = try next() {
            values.append(value)
            guard values.count <= Sequences.longest else { return try Sequences.bounded(values, at: range) }
        }
        return values
    }
}

/// Made by an expansion, in its variables only, and gone with it: no two threads ever see one.
extension Generator: @unchecked Sendable {}

extension Generator: Hashable {
    package static func == (left: Generator, right: Generator) -> Bool { left === right }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
