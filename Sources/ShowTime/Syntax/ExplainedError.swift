/// An error that people read: one sentence that says what is wrong and, where it can be known, what would be right.
package protocol ExplainedError: Error {
    var message: String { get }
}

/// An error that knows its place in the text that was read.
package protocol PlacedError: ExplainedError {
    /// Byte offsets in that text.
    var range: Range<Int> { get }
}
