/// The names in the templates and conditions of a timeline, whether an expansion reaches them or not: for warnings.
package struct Mentions: Sendable {
    /// Variables of the timeline.
    package private(set) var symbols: Set<Symbol>
    /// Attributes, and strings that may be the name of one.
    package private(set) var words: Set<String> = []
    /// By number, whether an expression may skip a part of itself.
    fileprivate private(set) var branching: [Bool] = []

    fileprivate init(_ templates: TemplateSet) {
        symbols = templates.usedSymbols
        for expression in templates.expressions {
            var branches = false
            expression.forEachPart { part in
                switch part {
                case .attribute(_, let name, _): words.insert(name)
                case .literal(.string(let text), _): words.insert(text)
                case .and, .or, .conditional: branches = true
                case .comparison(_, let operators, _, _): branches = branches || operators.count > 1
                default: break
                }
            }
            branching.append(branches)
        }
    }
}

extension TemplateSet {
    package func mentions() -> Mentions { Mentions(self) }

    /// Returns the variables that a template names where an expansion may skip them, without those that the template itself
    /// guards (`is defined`, `default`).
    package func passableVariables(of template: Template, _ mentions: Mentions) -> [NamedVariable] {
        let hasBranches =
            template.hasStatements
            || template.instructionRange.contains { index in
                if case .output(let number, _) = instructions[index] { mentions.branching[Int(number)] } else { false }
            }
        guard hasBranches else { return [] }
        var guarded: Set<Symbol> = []
        forEachExpression(of: template) { expression, _ in
            expression.forEachPart { part in
                switch part {
                case .test(.defined, .variable(let symbol, _, _), _, _),
                    .test(.undefined, .variable(let symbol, _, _), _, _),
                    .filter(.default, .variable(let symbol, _, _), _, _):
                    guarded.insert(symbol)
                default: break
                }
            }
        }
        return namedVariables(of: template).filter { !guarded.contains($0.symbol) }
    }
}
