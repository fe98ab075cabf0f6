/// A name that templates can say, as a number: looked up once, when a script is loaded, and not per expansion.
package struct Symbol: Hashable, Sendable {
    var number: UInt32

    init(_ number: UInt32) { self.number = number }

    /// The names that every template has. A script cannot define variables of these names.
    package static let reserved = ["title", "timeline", "room", "message", "start", "due", "offset", "occurrence"]

    static let title = Symbol(0)
    static let timeline = Symbol(1)
    static let room = Symbol(2)
    static let message = Symbol(3)
    static let start = Symbol(4)
    static let due = Symbol(5)
    static let offset = Symbol(6)
    static let occurrence = Symbol(7)
}

/// All the names of one script.
struct SymbolTable: Sendable {
    private var symbols: [ExactText: Symbol] = [:]
    private var names: [String] = []

    /// No table at all, not even the reserved names.
    static let none = SymbolTable(symbols: [:], names: [])

    private init(symbols: [ExactText: Symbol], names: [String]) {
        self.symbols = symbols
        self.names = names
    }

    init() { for name in Symbol.reserved { _ = intern(name) } }

    mutating func intern(_ name: String) -> Symbol {
        if let symbol = symbols[ExactText(name)] { return symbol }
        let symbol = Symbol(UInt32(names.count))
        symbols[ExactText(name)] = symbol
        names.append(name)
        return symbol
    }

    func name(of symbol: Symbol) -> String { names[Int(symbol.number)] }
}

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
