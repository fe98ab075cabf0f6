/// A variable of the timeline in a template, and its place.
package struct NamedVariable: Sendable, Hashable {
    package var symbol: Symbol
    package var name: String
    /// Byte offsets in the template's text.
    package var range: Range<Int>
}

extension TemplateSet {
    /// Returns every place at which a template names a variable, whether an expansion reaches it or not.
    package func namedVariables(of template: Template) -> [NamedVariable] { nodes[template.nodeRange].variables() }

    /// Returns the variables that an expansion of a template may skip: all that the template names if it branches anywhere,
    /// except those that it guards itself (`is defined`, `default`).
    package func passableVariables(of template: Template) -> [NamedVariable] {
        var mayBranch = template.hasStatements
        var guarded: Set<Symbol> = []
        let nodes = nodes[template.nodeRange]
        nodes.forEachExpression { placed, _ in
            placed.braces.root.forEachPart { part in
                switch part.kind {
                case .and, .or, .conditional: mayBranch = true
                case .comparison(let operators) where operators.count > 1: mayBranch = true
                case .test(.defined), .test(.undefined), .filter(.default):
                    if let symbol = part.parts[0].symbol { guarded.insert(symbol) }
                default: break
                }
            }
        }
        return mayBranch ? nodes.variables().filter { !guarded.contains($0.symbol) } : []
    }
}

extension Sequence<TemplateNode> {
    /// Returns every place at which the nodes name a variable of the timeline.
    func variables() -> [NamedVariable] {
        var found: [NamedVariable] = []
        forEachExpression { placed, bound in found += placed.variables(besides: bound) }
        return found
    }
}

extension TemplateNode.PlacedExpression {
    /// Returns every place at which the expression names a variable that is not among `bound`.
    func variables(besides bound: Set<Symbol>) -> [NamedVariable] {
        var found: [NamedVariable] = []
        braces.root.forEachPart { part in
            guard case .variable(let symbol, let name) = part.kind, !bound.contains(symbol) else { return }
            found.append(NamedVariable(symbol: symbol, name: name, range: part.range.shifted(by: place)))
        }
        return found
    }
}
