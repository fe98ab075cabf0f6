/// The names whose values templates and conditions use as true or false.
package struct AskedNames: Sendable {
    package private(set) var symbols: Set<Symbol> = []
    /// Members: `room.open`.
    package private(set) var members: Set<String> = []

    fileprivate init(_ templates: TemplateSet) {
        for placed in templates.expressionsInRow { addParts(of: placed.braces.root) }
        templates.nodesWithStatements.forEachExpression { placed, _ in addParts(of: placed.braces.root) }
        templates.nodesWithStatements.forEachTest { add($0.braces.root) }
        for condition in templates.conditions {
            add(condition.braces.root)
            addParts(of: condition.braces.root)
        }
    }

    /// Adds the names that are used as true or false inside of an expression: `a if x`, `not x`, `x or y`.
    private mutating func addParts(of expression: Expression) {
        expression.forEachPart { part in
            switch part.kind {
            case .conditional, .not, .and, .or: add(part.parts[0])
            default: break
            }
        }
    }

    private mutating func add(_ expression: Expression) {
        switch expression.kind {
        case .variable(let symbol, _): symbols.insert(symbol)
        case .attribute(let name): members.insert(name)
        case .not, .and, .or: for part in expression.parts { add(part) }
        default: break
        }
    }
}

extension TemplateSet {
    package func askedNames() -> AskedNames { AskedNames(self) }
}

extension Sequence<TemplateNode> {
    /// Calls `body` with the test of each `if`, and of each loop that has one.
    fileprivate func forEachTest(_ body: (TemplateNode.PlacedExpression) -> Void) {
        for node in self {
            switch node {
            case .text, .output, .assignment: break
            case .condition(let branches):
                for branch in branches {
                    branch.test.map(body)
                    branch.body.forEachTest(body)
                }
            case .loop(let loop):
                loop.test.map(body)
                loop.body.nodes.forEachTest(body)
                loop.otherwise.nodes.forEachTest(body)
            case .capture(_, let block, _), .whole(let block): block.nodes.forEachTest(body)
            }
        }
    }
}
