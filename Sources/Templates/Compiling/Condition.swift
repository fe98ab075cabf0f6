/// A compiled condition of a delivery: `when: room.lang == "zh"`.
package struct Condition: Sendable, Hashable {
    /// An index of ``TemplateSet/conditions``.
    var number: Int
    package var dependencies: Dependencies
}

extension TemplateSet {
    /// Compiles an expression as it would stand between `{{` and `}}`.
    ///
    /// - Throws: ``TemplateError`` at its place in the text.
    package mutating func compileCondition(_ text: UnsafeBufferPointer<UInt8>) throws(TemplateError) -> Condition {
        let braces = try expression(text, in: 0..<text.count)
        conditions.append(.init(braces: braces, place: 0))
        return Condition(number: conditions.count - 1, dependencies: braces.dependencies)
    }

    /// Whether a condition holds, by the rules of Jinja2's `if`, and the steps that it took to find out.
    ///
    /// - Throws: ``TemplateError`` at its place in the condition.
    package func isTrue(_ condition: Condition, in scope: Scope) throws(TemplateError) -> (isTrue: Bool, steps: Int) {
        var evaluation = Evaluation(zone: scope.zone)
        return (try evaluation.isTrue(conditions[condition.number], in: scope), evaluation.steps)
    }

    /// The warnings of evaluating a condition.
    package func warnings(of condition: Condition, in scope: Scope) -> [TemplateWarning] {
        var evaluation = Evaluation(zone: scope.zone)
        _ = try? evaluation.isTrue(conditions[condition.number], in: scope)
        return evaluation.warnings
    }

    /// Returns every place at which a condition names a variable.
    package func namedVariables(of condition: Condition) -> [NamedVariable] {
        conditions[condition.number].variables(besides: [])
    }
}
