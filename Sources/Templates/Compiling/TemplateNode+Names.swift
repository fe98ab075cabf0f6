/// Resolves names as Jinja2 does: a name that a block sets is one variable throughout the block, even before it is set, and what
/// a loop's body sets is forgotten after each iteration.
extension TemplateNode.Block {
    var boundSymbols: [Symbol] { names.map(\.symbol) }

    /// Finds the names that the block and the blocks in it set, and returns those that can have a value from the timeline before.
    ///
    /// - Parameters:
    ///   - outer: the names that the enclosing blocks mention.
    ///   - bound: the names that the enclosing blocks set.
    mutating func resolveNames(mentioned outer: Set<Symbol> = [], bound: Set<Symbol> = []) -> Set<Symbol> {
        var mentioned = outer.union(boundSymbols)
        collectNames(of: nodes, inBranch: false, &mentioned)
        let inherited = names.filter { $0.isInherited && !bound.contains($0.symbol) }.map(\.symbol)
        return Self.resolve(&nodes, mentioned: mentioned, bound: bound.union(boundSymbols)).union(inherited)
    }

    /// Adds the names that nodes set. A name that is mentioned before it is set, or is set in a branch only, can have a value
    /// from outside of the block.
    private mutating func collectNames(of nodes: [TemplateNode], inBranch: Bool, _ mentioned: inout Set<Symbol>) {
        func mention(_ expression: TemplateNode.PlacedExpression) {
            expression.braces.root.forEachPart { if let symbol = $0.symbol { mentioned.insert(symbol) } }
        }
        func add(_ target: TemplateNode.Target) {
            for symbol in target.symbols where !names.contains(where: { $0.symbol == symbol }) {
                names.append(Name(symbol: symbol, isInherited: inBranch || mentioned.contains(symbol)))
                mentioned.insert(symbol)
            }
        }
        for node in nodes {
            switch node {
            case .text, .whole: break
            case .output(let output): mention(output)
            case .condition(let branches):
                for branch in branches {
                    branch.test.map(mention)
                    collectNames(of: branch.body, inBranch: true, &mentioned)
                }
            case .loop(let loop): mention(loop.items)
            case .assignment(let target, let value):
                mention(value)
                add(target)
            case .capture(let target, _, _): add(target)
            }
        }
    }

    /// Resolves the blocks in nodes.
    private static func resolve(
        _ nodes: inout [TemplateNode], mentioned: Set<Symbol>, bound: Set<Symbol>
    ) -> Set<Symbol> {
        var inherited: Set<Symbol> = []
        for index in nodes.indices {
            switch nodes[index] {
            case .text, .output, .assignment, .whole: break
            case .condition(var branches):
                for index in branches.indices {
                    inherited.formUnion(resolve(&branches[index].body, mentioned: mentioned, bound: bound))
                }
                nodes[index] = .condition(branches)
            case .loop(var loop):
                let own = [.loop] + loop.target.symbols
                loop.body.names = own.map { .init(symbol: $0, isInherited: false) }
                inherited.formUnion(loop.body.resolveNames(mentioned: mentioned, bound: bound))
                inherited.formUnion(loop.otherwise.resolveNames(mentioned: mentioned, bound: bound))
                nodes[index] = .loop(loop)
            case .capture(let target, var block, let place):
                inherited.formUnion(block.resolveNames(mentioned: mentioned, bound: bound))
                nodes[index] = .capture(target, block, place: place)
            }
        }
        return inherited
    }
}

extension Sequence<TemplateNode> {
    /// Calls `body` with each expression in the nodes, and with the names that do not mean variables of the timeline in it.
    func forEachExpression(
        bound: Set<Symbol> = [], _ body: (TemplateNode.PlacedExpression, _ bound: Set<Symbol>) -> Void
    ) {
        for node in self {
            switch node {
            case .text: break
            case .output(let expression), .assignment(_, let expression): body(expression, bound)
            case .condition(let branches):
                for branch in branches {
                    if let test = branch.test { body(test, bound) }
                    branch.body.forEachExpression(bound: bound, body)
                }
            case .loop(let loop):
                body(loop.items, bound)
                if let test = loop.test { body(test, bound.union(loop.target.symbols)) }
                loop.body.nodes.forEachExpression(bound: bound.union(loop.body.boundSymbols), body)
                loop.otherwise.nodes.forEachExpression(bound: bound.union(loop.otherwise.boundSymbols), body)
            case .capture(_, let block, _), .whole(let block):
                block.nodes.forEachExpression(bound: bound.union(block.boundSymbols), body)
            }
        }
    }
}
