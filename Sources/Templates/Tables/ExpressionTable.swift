import Synchronization

/// The expressions of one timeline by what is written between their braces. Copies of a template set share it.
final class ExpressionTable: Sendable {
    private struct Content {
        var expressions: [ExactText: BracedExpression] = [:]
        var count = 0
    }
    private let content = Mutex(Content())

    subscript(source: String) -> BracedExpression? { content.withLock { $0.expressions[ExactText(source)] } }

    /// Adds an expression with the next number. Returns it, or the one that another thread has added in the meantime.
    func add(_ source: String, _ expression: (_ number: Int) -> BracedExpression) -> BracedExpression {
        content.withLock { content in
            if let known = content.expressions[ExactText(source)] { return known }
            let added = expression(content.count)
            content.expressions[ExactText(source)] = added
            content.count += 1
            return added
        }
    }

    /// Forgets the sources. The numbers of expressions that are added later continue from the last one.
    func removeAll() { content.withLock { $0.expressions = [:] } }
}
