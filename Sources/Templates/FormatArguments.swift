extension PercentFormat {
    /// The values that a format takes one by one, or by name.
    struct Arguments {
        private let values: Value
        /// What `(name)` has found and the conversion behind it takes.
        private var selected: Value?
        private var used = 0
        private var hasNames = false
        private let range: Range<Int>

        init(_ values: Value, at range: Range<Int>) {
            self.values = values
            self.range = range
        }

        private func wrong(_ message: String) -> TemplateError { TemplateError(.evaluation, message, at: range) }

        mutating func select(_ name: String) throws(TemplateError) {
            guard case .map(let members) = values else { throw wrong("a format with names needs a mapping") }
            guard let value = members[name] else { throw wrong("there is no \"\(name)\" to format") }
            selected = value
            hasNames = true
        }

        mutating func next() throws(TemplateError) -> Value {
            if let selected {
                self.selected = nil
                return selected
            }
            defer { used += 1 }
            if case .tuple(let values) = values, used < values.count { return values[used] }
            if case .tuple = values { throw wrong("there are fewer values than the format asks for") }
            guard used == 0, !hasNames else { throw wrong("there are fewer values than the format asks for") }
            return values
        }

        func checkAllUsed() throws(TemplateError) {
            let isAllUsed: Bool
            switch values {
            case .tuple(let values): isAllUsed = used >= values.count
            // Python does not mind what could be asked for members.
            case .map, .list, .undefined, .range: isAllUsed = true
            default: isAllUsed = used > 0
            }
            guard isAllUsed else { throw wrong("there are more values than the format asks for") }
        }
    }
}
