/// A compiled expression that a delivery is asked about: `when: room.lang == "zh"`.
package struct Condition: Sendable, Hashable {
    var expression: UInt32
    package var dependencies: Dependencies
}

extension TemplateSet {
    /// Compiles an expression as it would stand between `{{` and `}}`.
    ///
    /// - Throws: ``TemplateError`` at its place in the text.
    package mutating func compileCondition(_ text: UnsafeBufferPointer<UInt8>) throws(TemplateError) -> Condition {
        let number = try expression(text, in: 0..<text.count)
        return Condition(expression: number, dependencies: expressions[Int(number)].dependencies)
    }

    /// Whether a condition holds, by what Jinja2's `if` takes for true.
    ///
    /// - Throws: ``TemplateError`` at its place in the condition.
    package func isTrue(_ condition: Condition, in scope: Scope) throws(TemplateError) -> Bool {
        var evaluation = Evaluation()
        let expression = expressions[Int(condition.expression)]
        return try expression.evaluate(in: scope, &evaluation).isTrue(at: evaluation.shifted(expression.range))
    }

    /// Every place at which a condition names a variable.
    package func namedVariables(of condition: Condition) -> [NamedVariable] {
        var found: [NamedVariable] = []
        expressions[Int(condition.expression)].forEachName { name in
            guard case .variable(let symbol, let name, let range) = name else { return }
            found.append(NamedVariable(symbol: symbol, name: name, range: range))
        }
        return found
    }
}
