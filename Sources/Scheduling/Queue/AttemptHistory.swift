/// The attempts at a delivery so far, none of which ended it. An object, because few deliveries ever have one and all are
/// moved through the queue.
final class AttemptHistory: Sendable {
    /// Attempts with an answer, throttled ones not counted.
    let attempts: Int
    /// How often in a row it went back without an attempt that counts.
    let setbacks: Int
    let mayHaveBeenShown: Bool
    /// `retrying`, `throttled` or `held`.
    let outcome: Outcome
    let code: Int?
    let reason: String?

    init(
        attempts: Int, setbacks: Int = 0, mayHaveBeenShown: Bool, outcome: Outcome, code: Int?, reason: String?
    ) {
        self.attempts = attempts
        self.setbacks = setbacks
        self.mayHaveBeenShown = mayHaveBeenShown
        self.outcome = outcome
        self.code = code
        self.reason = reason
    }
}
