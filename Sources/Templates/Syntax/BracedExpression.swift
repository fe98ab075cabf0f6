/// The expression in a pair of braces, shared by all templates that write the same.
final class BracedExpression: Sendable {
    let root: Expression
    /// What stands between the braces, for messages; empty where it is long.
    let source: String
    /// The facts of a delivery that the value can depend on, as long as no statement gives their names another value.
    let dependencies: Dependencies
    /// Whether an expansion may skip a part.
    let mayBranch: Bool

    private static let longestSource = 80

    init(_ root: Expression, source: String) {
        self.root = root
        self.source = source.utf8.count <= Self.longestSource ? source : ""
        var dependencies: Dependencies = []
        var mayBranch = false
        root.forEachPart { part in
            switch part.kind {
            case .variable(let symbol, _): dependencies.formUnion(Dependencies(of: symbol))
            case .and, .or, .conditional: mayBranch = true
            case .comparison(let operators): mayBranch = mayBranch || operators.count > 1
            default: break
            }
        }
        self.dependencies = dependencies
        self.mayBranch = mayBranch
    }
}
