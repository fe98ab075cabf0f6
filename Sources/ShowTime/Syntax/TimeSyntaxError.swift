/// Why a text is not a time: one sentence that says what would be right.
package struct TimeSyntaxError: Error, Equatable, Sendable {
    package var message: String

    package init(_ message: String) { self.message = message }
}
