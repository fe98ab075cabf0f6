/// The facts of a delivery that a template depends on, so that two of its expansions can differ.
package struct Dependencies: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `due`, `offset`, `occurrence`: a repeat must be expanded each time.
    package static let occurrence = Dependencies(rawValue: 1)
    /// `start`: known only when a run begins.
    package static let start = Dependencies(rawValue: 2)

    init(of symbol: Symbol) {
        switch symbol {
        case .due: self = [.occurrence, .start]
        case .offset, .occurrence: self = .occurrence
        case .start: self = .start
        default: self = []
        }
    }

    init(of symbols: some Sequence<Symbol>) {
        self = symbols.reduce(into: []) { $0.formUnion(Dependencies(of: $1)) }
    }
}
