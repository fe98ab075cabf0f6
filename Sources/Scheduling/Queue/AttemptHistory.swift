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
    /// Whether an operator sent it, now and whatever holds the show.
    let isFired: Bool

    init(
        attempts: Int, setbacks: Int = 0, mayHaveBeenShown: Bool, outcome: Outcome, code: Int?, reason: String?,
        isFired: Bool
    ) {
        self.isFired = isFired
        self.attempts = attempts
        self.setbacks = setbacks
        self.mayHaveBeenShown = mayHaveBeenShown
        self.outcome = outcome
        self.code = code
        self.reason = reason
    }

    /// The same of a delivery that an operator no longer sends.
    var unfired: AttemptHistory {
        AttemptHistory(
            attempts: attempts, setbacks: setbacks, mayHaveBeenShown: mayHaveBeenShown, outcome: outcome, code: code,
            reason: reason, isFired: false)
    }

    /// Of what an operator sends before any attempt.
    static let fired = AttemptHistory(
        attempts: 0, mayHaveBeenShown: false, outcome: .retrying, code: nil, reason: nil, isFired: true)
}
