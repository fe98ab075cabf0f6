/// The names in the templates and conditions of a timeline, whether an expansion reaches them or not: for warnings.
package struct Mentions: Sendable {
    /// Variables of the timeline.
    package private(set) var symbols: Set<Symbol>
    /// Attributes, and strings that may be the name of one.
    package private(set) var words: Set<String> = []

    fileprivate init(_ templates: TemplateSet) {
        symbols = templates.inheritedSymbols
        for placed in templates.expressionsInRow + templates.conditions { add(placed, []) }
        templates.nodesWithStatements.forEachExpression { placed, bound in add(placed, bound) }
    }

    private mutating func add(_ placed: TemplateNode.PlacedExpression, _ bound: Set<Symbol>) {
        placed.braces.root.forEachPart { part in
            switch part.kind {
            case .variable(let symbol, _): if !bound.contains(symbol) { symbols.insert(symbol) }
            case .attribute(let name): words.insert(name)
            case .literal(.string(let text)): words.insert(text)
            default: break
            }
        }
    }
}

/// The expressions that were looked at already: a large timeline has the same few in all of its templates.
struct KnownExpressions {
    private var isKnown: [Bool] = []

    /// Returns whether an expression is new. An expression in a statement always counts as new: templates do not share it.
    mutating func insert(_ expression: BracedExpression) -> Bool {
        guard expression.number != .max else { return true }
        while isKnown.count <= expression.number { isKnown.append(false) }
        defer { isKnown[expression.number] = true }
        return !isKnown[expression.number]
    }
}

extension TemplateSet {
    package func mentions() -> Mentions { Mentions(self) }
}
