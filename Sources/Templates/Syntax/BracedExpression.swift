/// The expression in a pair of braces, shared by all templates that write the same.
final class BracedExpression: Sendable {
    let root: Expression
    /// What stands between the braces, for messages; empty where it is long.
    let source: String
    /// The facts of a delivery that the value can depend on, as long as no statement gives their names another value.
    let dependencies: Dependencies

    private static let longestSource = 80

    init(_ root: Expression, source: String) {
        self.root = root
        self.source = source.utf8.count <= Self.longestSource ? source : ""
        var dependencies: Dependencies = []
        root.forEachPart { part in
            if let symbol = part.symbol { dependencies.formUnion(Dependencies(of: symbol)) }
        }
        self.dependencies = dependencies
    }
}
