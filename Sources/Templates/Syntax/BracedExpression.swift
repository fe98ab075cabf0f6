/// The expression in a pair of braces, shared by all templates that write the same.
final class BracedExpression: Sendable {
    let root: Expression
    /// What stands between the braces, for messages; empty where it is long.
    let source: String
    /// The facts of a delivery that the value can depend on, as long as no statement gives their names another value.
    let dependencies: Dependencies
    /// Whether the value is the same in all deliveries to one room, of messages without variables of their own.
    let isSameInRoom: Bool
    /// Its number among the expressions that templates share; `Int.max` for one that is part of a statement.
    let number: Int

    private static let longestSource = 80

    /// - Parameter inputs: the inputs of the timeline.
    init(_ root: Expression, source: String, number: Int = .max, inputs: Set<Symbol> = []) {
        self.root = root
        self.number = number
        self.source = source.utf8.count <= Self.longestSource ? source : ""
        var dependencies: Dependencies = []
        var isSameInRoom = true
        root.forEachPart { part in
            guard let symbol = part.symbol else { return }
            dependencies.formUnion(Dependencies(of: CollectionOfOne(symbol), inputs: inputs))
            if symbol == .message || symbol == .loop { isSameInRoom = false }
        }
        self.dependencies = dependencies
        self.isSameInRoom = isSameInRoom && dependencies.isDisjoint(with: [.occurrence, .input])
    }
}
