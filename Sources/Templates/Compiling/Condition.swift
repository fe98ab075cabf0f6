/// A compiled condition of a delivery: `when: room.lang == "zh"`.
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

    /// Whether a condition holds, by the rules of Jinja2's `if`.
    ///
    /// - Throws: ``TemplateError`` at its place in the condition.
    package func isTrue(_ condition: Condition, in scope: Scope) throws(TemplateError) -> Bool {
        var evaluation = Evaluation(sources: sources)
        evaluation.begin(condition.expression, at: 0)
        let expression = expressions[Int(condition.expression)]
        return try expression.isTrue(in: scope, &evaluation)
    }

    /// Returns every place at which a condition names a variable.
    package func namedVariables(of condition: Condition) -> [NamedVariable] {
        namedVariables(of: expressions[Int(condition.expression)], at: 0)
    }
}
