/// The attempts at a delivery so far, none of which ended it. A class, because few deliveries ever have a history, while all
/// of them are moved through the queue.
final class AttemptHistory: Sendable {
    /// Attempts that count: those that ended as `retrying`, with an answer or without one. Throttled and held ones do not.
    let attempts: Int
    /// How often in a row the delivery went back to the queue without an attempt that counts.
    let setbacks: Int
    let mayHaveBeenShown: Bool
    /// `retrying`, `throttled` or `held`.
    let outcome: Outcome
    let code: Int?
    let reason: String?
    /// Whether an operator sent the delivery: it goes out now, whatever holds the show.
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

    /// The same history, for a delivery that an operator no longer sends.
    var unfired: AttemptHistory {
        AttemptHistory(
            attempts: attempts, setbacks: setbacks, mayHaveBeenShown: mayHaveBeenShown, outcome: outcome, code: code,
            reason: reason, isFired: false)
    }

    /// The history of what an operator sends, before any attempt.
    static let fired = AttemptHistory(
        attempts: 0, mayHaveBeenShown: false, outcome: .retrying, code: nil, reason: nil, isFired: true)
}
