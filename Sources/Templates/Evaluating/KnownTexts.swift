/// The texts of expressions that are the same in all deliveries to one room, as far as they are known.
///
/// Most templates show variables of the timeline and of the room: a value that does not change is not calculated again. Good
/// for scopes that differ in their message and time alone.
package struct KnownTexts: Sendable {
    struct Known: Sendable {
        var text: String
        /// The steps that it took to calculate it.
        var steps: Int
    }

    private var known: [Known?] = []

    /// The first expressions of a timeline are those that its messages have in common.
    private static let most = 64

    package init() {}

    subscript(expression: BracedExpression) -> Known? {
        get { expression.number < known.count ? known[expression.number] : nil }
        set {
            guard expression.isSameInRoom, expression.number < Self.most else { return }
            while known.count <= expression.number { known.append(nil) }
            known[expression.number] = newValue
        }
    }
}
