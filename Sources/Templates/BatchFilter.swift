extension FilterCall {
    /// Lists of so many items each, the last filled up where told what with.
    func batch(_ value: Value) -> Generator {
        var source: Result<Generator, TemplateError>?
        var pending: Value?
        var isFirst = true
        return Generator {
            do throws(TemplateError) {
                let items = try (source ?? self.reading(value)).get()
                source = .success(items)
                var batch: [Value] = []
                if let item = pending {
                    pending = nil
                    batch.append(item)
                }
                while let item = try items.next() {
                    // With a size of 0, Jinja2 gives an empty list first and then all the rest.
                    if try self.isFull(batch, isFirst) {
                        isFirst = false
                        pending = item
                        return .success(.list(batch))
                    }
                    isFirst = false
                    batch.append(item)
                }
                return batch.isEmpty ? .success(nil) : .success(.list(try self.filled(batch)))
            } catch {
                return .failure(error)
            }
        }
    }

    /// The items of a value one by one; what has none fails here.
    func reading(_ value: Value) -> Result<Generator, TemplateError> {
        if case .iterator(let generator) = value { return .success(generator) }
        do throws(TemplateError) { return .success(Generator(try value.elements(at: range))) } catch {
            return .failure(error)
        }
    }

    private func isFull(_ batch: [Value], _ isFirst: Bool) throws(TemplateError) -> Bool {
        guard let size = arguments[0] else { return false }
        return try Value.int(batch.count).equals(size, at: range)
    }

    private func filled(_ batch: [Value]) throws(TemplateError) -> [Value] {
        guard let filler = given(1) else { return batch }
        guard try Value.int(batch.count).compare(.less, arguments[0] ?? .int(1), at: range) else { return batch }
        guard let size = arguments[0]?.asInteger, size <= Sequences.longest else {
            guard case .int = arguments[0] else { throw refusal(arguments[0] ?? .none, "is no number of items") }
            throw TemplateError(.unsupported, "batch fills up to \(Sequences.longest) items", at: range)
        }
        return batch + Array(repeating: filler, count: size - batch.count)
    }
}
