/// What the templates and conditions of a script say by name, whether an expansion comes to it or not: for warnings.
package struct Mentions: Sendable {
    /// Variables of the script.
    package private(set) var symbols: Set<Symbol>
    /// Attributes, and strings that may be the name of one.
    package private(set) var words: Set<String> = []
    /// By number, whether an expression may leave a part of itself out.
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

    /// The variables that a template names where an expansion may pass them by, those left out that the template asks
    /// about itself (`is defined`, `default`).
    package func passableVariables(of template: Template, _ mentions: Mentions) -> [NamedVariable] {
        let hasBranches =
            template.hasStatements
            || (Int(template.start)..<Int(template.start + template.count)).contains { index in
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

extension Expression {
    /// Calls `body` with the expression and everything in it.
    fileprivate func forEachPart(_ body: (Expression) -> Void) {
        body(self)
        withoutActuallyEscaping(body) { body in
            _ = mapParts {
                $0.forEachPart(body)
                return $0
            }
        }
    }
}
