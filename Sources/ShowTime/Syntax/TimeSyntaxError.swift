/// A text that is not a time.
package struct TimeSyntaxError: ExplainedError, Equatable, Sendable {
    package var message: String

    package init(_ message: String) { self.message = message }
}
