/// One part of a text that was split.
package struct Part: Sendable, Hashable {
    /// From 1.
    package var number: Int
    package var count: Int

    package init(_ number: Int, of count: Int) {
        self.number = number
        self.count = count
    }
}
