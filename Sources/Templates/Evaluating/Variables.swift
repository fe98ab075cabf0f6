/// One level of variables: of a message, a room or the whole timeline.
package struct Variables: Sendable, Hashable {
    private var values: [Symbol: Value]

    package static let empty = Variables(values: [:])

    private init(values: [Symbol: Value]) { self.values = values }

    package var isEmpty: Bool { values.isEmpty }

    package subscript(symbol: Symbol) -> Value? {
        get { values.isEmpty ? nil : values[symbol] }
        set { values[symbol] = newValue }
    }

    package var symbols: some Sequence<Symbol> { values.keys }
}
