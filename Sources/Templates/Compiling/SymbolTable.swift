/// The names of one timeline and their numbers.
struct SymbolTable: Sendable {
    private var symbols: [ExactText: Symbol] = [:]
    private var names: [String] = []

    /// An empty table, without even the reserved names.
    static let none = SymbolTable()

    /// A table of the names that every template has.
    static var reserved: SymbolTable {
        var table = SymbolTable.none
        for name in Symbol.reserved + ["loop"] { _ = table.intern(name) }
        return table
    }

    mutating func intern(_ name: String) -> Symbol {
        if let symbol = symbols[ExactText(name)] { return symbol }
        let symbol = Symbol(number: UInt32(names.count))
        symbols[ExactText(name)] = symbol
        names.append(name)
        return symbol
    }

    func name(of symbol: Symbol) -> String { names[Int(symbol.number)] }
}
