extension TemplateSet {
    /// The outcome of an expansion besides its text.
    package struct ExpansionResult: Sendable {
        /// The place in the template at which the text went over the buffer's limit; nil where it did not.
        package var overflowPlace: Int?
        package var warnings: [TemplateWarning]
    }

    /// Writes a template's text for one delivery into `buffer`, which is emptied first.
    ///
    /// - Throws: ``TemplateError`` at its place in the template.
    package func expand(
        _ template: Template, in scope: Scope, into buffer: inout TextBuffer
    ) throws(TemplateError) -> ExpansionResult {
        buffer.reset()
        if template.hasStatements {
            var expansion = Expansion(sources: sources, slotCount: slotCount)
            try expansion.run(template, of: self, in: scope, into: &buffer)
            buffer.finish()
            return expansion.result
        }
        var overflowPlace: Int?
        var lastPlace = 0
        var evaluation = Evaluation(sources: sources)
        for index in template.instructionRange {
            switch instructions[index] {
            case .text(let start, let count):
                literals.withUnsafeBufferPointer {
                    buffer.append(UnsafeBufferPointer(rebasing: $0[Int(start)..<Int(start + count)]))
                }
            case .output(let number, let place):
                lastPlace = Int(place)
                evaluation.begin(number, at: lastPlace)
                let expression = expressions[Int(number)]
                let value = try expression.evaluate(in: scope, &evaluation)
                try evaluation.write(value, of: expression, in: scope.zone, to: &buffer)
            default: break
            }
            if buffer.excess > 0, overflowPlace == nil { overflowPlace = lastPlace }
        }
        buffer.finish()
        return ExpansionResult(overflowPlace: overflowPlace, warnings: evaluation.warnings)
    }
}
