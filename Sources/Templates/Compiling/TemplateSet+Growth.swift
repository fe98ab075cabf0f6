import ShowTime

/// The range of a message's occurrences, from which something can be said about all of its texts without expanding each.
package struct OccurrenceFacts: Sendable {
    package var occurrences: ClosedRange<Int>
    /// The offsets of the occurrences in seconds; nil if not all of them are whole.
    package var offsets: ClosedRange<Int>?

    package init(occurrences: ClosedRange<Int>, offsets: ClosedRange<Int>?) {
        self.occurrences = occurrences
        self.offsets = offsets
    }
}

extension TemplateSet {
    /// Returns an upper bound, in bytes, on how much longer a template's text is at any occurrence than at the first; nil if that
    /// cannot be said without expanding each. It can be said only if the texts differ in nothing but whole numbers and dates.
    /// Then all of them can be expanded if the first can, with the same warnings and in as many steps.
    ///
    /// - Parameter scope: the scope of any occurrence.
    package func growth(of template: Template, in scope: Scope, over facts: OccurrenceFacts) -> Int? {
        guard !template.hasStatements else { return nil }
        var growth = 0
        for node in nodes[template.nodeRange] {
            guard case .output(let output) = node, output.braces.dependencies.contains(.occurrence) else { continue }
            guard let length = Bounds(scope: scope, facts: facts).length(of: output.braces.root) else { return nil }
            growth += length
        }
        return growth
    }
}

/// Calculates with the bounds of values instead of values.
private struct Bounds {
    let scope: Scope
    let facts: OccurrenceFacts

    /// The most bytes of an expression's text.
    func length(of expression: Expression) -> Int? {
        if case .dateFormat(let format) = expression.kind, expression.parts[0].symbol == .due {
            // Every text must take the same number of steps, which depends on its length.
            let (shortest, longest) = (format.lengths.lowerBound, format.lengths.upperBound)
            return String.cost(ofBytes: shortest) == String.cost(ofBytes: longest) ? longest : nil
        }
        return numbers(of: expression).map {
            max(String($0.lowerBound).utf8.count, String($0.upperBound).utf8.count)
        }
    }

    /// The bounds of a whole number; nil where it may be anything else, or none at all.
    private func numbers(of expression: Expression) -> ClosedRange<Int>? {
        switch expression.kind {
        case .literal(.int(let number)): return number...number
        case .variable(.occurrence, _): return facts.occurrences
        case .variable(.offset, _): return facts.offsets
        case .variable(let symbol, _):
            guard case .int(let number)? = scope.value(of: symbol) else { return nil }
            return number...number
        case .binary(let binary):
            guard let left = numbers(of: expression.parts[0]), let right = numbers(of: expression.parts[1]) else {
                return nil
            }
            return numbers(binary, left, right)
        default: return nil
        }
    }

    private func numbers(
        _ binary: Expression.BinaryOperator, _ left: ClosedRange<Int>, _ right: ClosedRange<Int>
    ) -> ClosedRange<Int>? {
        switch binary {
        case .add: corners(left, right) { $0.addingReportingOverflow($1) }
        case .subtract: corners(left, right) { $0.subtractingReportingOverflow($1) }
        case .multiply: corners(left, right) { $0.multipliedReportingOverflow(by: $1) }
        case .floorDivide where right.lowerBound > 0: corners(left, right) { ($0.flooredDivision(by: $1), false) }
        case .modulo where right.lowerBound > 0: 0...right.upperBound - 1
        default: nil
        }
    }

    /// The bounds of an operation that is monotonic in each operand; nil where it may overflow.
    private func corners(
        _ left: ClosedRange<Int>, _ right: ClosedRange<Int>, _ apply: (Int, Int) -> (Int, Bool)
    ) -> ClosedRange<Int>? {
        let all = [left.lowerBound, left.upperBound].flatMap { first in
            [right.lowerBound, right.upperBound].map { apply(first, $0) }
        }
        guard all.allSatisfy({ !$0.1 }), let least = all.map(\.0).min(), let most = all.map(\.0).max() else {
            return nil
        }
        return least...most
    }
}
