extension TemplateSet {
    /// A variable of the timeline in a template, and its place.
    package struct NamedVariable: Sendable, Hashable {
        package var symbol: Symbol
        package var name: String
        /// Byte offsets in the template's text.
        package var range: Range<Int>
    }

    /// Returns every place at which a template names a variable, whether an expansion reaches it or not.
    package func namedVariables(of template: Template) -> [NamedVariable] {
        var found: [NamedVariable] = []
        forEachExpression(of: template) { expression, place in
            found += namedVariables(of: expression, at: place)
        }
        return found
    }

    func namedVariables(of expression: Expression, at place: Int) -> [NamedVariable] {
        var found: [NamedVariable] = []
        expression.forEachName { name in
            guard case .variable(let symbol, let name, let range) = name else { return }
            found.append(.init(symbol: symbol, name: name, range: range.lowerBound + place..<range.upperBound + place))
        }
        return found
    }

    /// Calls `body` with each expression of a template and the place at which its text begins.
    func forEachExpression(of template: Template, _ body: (Expression, _ place: Int) -> Void) {
        func add(_ number: UInt32, _ place: Int) { body(expressions[Int(number)], place) }
        for index in template.instructionRange {
            switch instructions[index] {
            case .output(let expression, let place), .test(let expression, let place): add(expression, Int(place))
            case .loop(let number):
                let loop = loops[Int(number)]
                add(loop.items, loop.place)
                if let test = loop.test { add(test.expression, loop.place) }
            case .assign(let number):
                let assignment = assignments[Int(number)]
                if let expression = assignment.expression { add(expression, assignment.place) }
            default: break
            }
        }
    }
}
