import ShowTime

/// The value of an input that an operator gave.
struct GivenInput: Sendable, Hashable {
    var value: String
    var time: Instant
    /// Nil where nobody says.
    var by: String?
}
