/// The facts of a delivery that a template depends on, so that two of its expansions can differ.
package struct Dependencies: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `due`, `offset`, `occurrence`: a repeat must be expanded each time.
    package static let occurrence = Dependencies(rawValue: 1)
    /// `start`: known only when a run begins.
    package static let start = Dependencies(rawValue: 2)
    /// An input of the timeline: known only when an operator gives its value.
    package static let input = Dependencies(rawValue: 4)

    init(of symbol: Symbol) {
        switch symbol {
        case .due: self = [.occurrence, .start]
        case .offset, .occurrence: self = .occurrence
        case .start: self = .start
        default: self = []
        }
    }

    /// - Parameter inputs: the inputs of the timeline.
    init(of symbols: some Sequence<Symbol>, inputs: Set<Symbol>) {
        self = symbols.reduce(into: []) {
            $0.formUnion(Dependencies(of: $1))
            if inputs.contains($1) { $0.insert(.input) }
        }
    }
}
