/// The names of one timeline and their numbers.
struct SymbolTable: Sendable {
    private var symbols: [ExactText: Symbol] = [:]
    private var names: [String] = []

    /// An empty table, without even the reserved names.
    static let none = SymbolTable(symbols: [:], names: [])

    private init(symbols: [ExactText: Symbol], names: [String]) {
        self.symbols = symbols
        self.names = names
    }

    init() { for name in Symbol.reserved + ["loop"] { _ = intern(name) } }

    mutating func intern(_ name: String) -> Symbol {
        if let symbol = symbols[ExactText(name)] { return symbol }
        let symbol = Symbol(UInt32(names.count))
        symbols[ExactText(name)] = symbol
        names.append(name)
        return symbol
    }

    func name(of symbol: Symbol) -> String { names[Int(symbol.number)] }
}
