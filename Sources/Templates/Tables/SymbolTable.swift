import Synchronization

/// The names of one timeline and their numbers.
///
/// Copies of a template set share it: parts of a timeline are compiled in parallel, and a name has the same number in all of
/// them. Nothing that is shown depends on which number that is.
final class SymbolTable: Sendable {
    private struct Content {
        var symbols: [ExactText: Symbol] = [:]
        var names: [String] = []
    }
    private let content = Mutex(Content())

    /// A table of the names that every template has.
    init() {
        for name in Symbol.reserved + ["loop"] { _ = intern(name) }
    }

    func intern(_ name: String) -> Symbol {
        content.withLock { content in
            if let symbol = content.symbols[ExactText(name)] { return symbol }
            let symbol = Symbol(number: UInt32(content.names.count))
            content.symbols[ExactText(name)] = symbol
            content.names.append(name)
            return symbol
        }
    }

    func name(of symbol: Symbol) -> String { content.withLock { $0.names[Int(symbol.number)] } }
}
