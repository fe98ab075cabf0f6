import ShowTime

/// Whether ZEGO takes calls of the account, and if not, when to find out again.
///
/// | answer | while open | to a probe while held |
/// |---|---|---|
/// | an account error | holds | stays held |
/// | 100000004 twice in a row | holds | stays held |
/// | five answers in a row that are not ZEGO's | holds | stays held |
/// | any other answer of ZEGO's | counts start again | opens |
///
/// A call that left before the account was last found to be mended says nothing about it.
struct AccountGate: Sendable {
    static let pauses: [Interval] = [.seconds(1), .seconds(2), .seconds(5), .seconds(10), .seconds(30)]
    static let mostForeignAnswers = 5
    static let mostClockErrors = 2

    private(set) var hold = ProbedHold(pauses: pauses)
    private var foreignAnswers = 0
    private var clockErrors = 0

    var isHeld: Bool { hold.isHeld }

    /// Takes note of how an attempt ended. Returns whether the account is held from now on.
    mutating func attemptEnded(_ end: AttemptEnd, sentAt: Uptime, at now: Uptime) -> Bool {
        if let mendedAt = hold.endedAt, sentAt < mendedAt { return false }
        guard count(end.kind), !isHeld else { return false }
        hold.begin(ProbedHold.Cause(code: end.code, reason: end.reason ?? ""), at: now)
        return true
    }

    /// Takes note of how a probe ended. Returns whether the account is held no longer.
    mutating func probeEnded(_ kind: AttemptEnd.Kind, at now: Uptime) -> Bool {
        guard isHeld else { return false }
        switch kind {
        case .account, .clock, .foreignAnswer, .unanswered, .notSent:
            hold.probeFailed(at: now)
            return false
        case .accepted, .throttledApp, .throttledRoom, .transient, .refused:
            hold.end(at: now)
            foreignAnswers = 0
            clockErrors = 0
            return true
        }
    }

    /// Counts an answer. Returns whether it blocks the whole account.
    private mutating func count(_ kind: AttemptEnd.Kind) -> Bool {
        switch kind {
        case .account:
            foreignAnswers = 0
            return true
        case .clock:
            foreignAnswers = 0
            clockErrors += 1
            return clockErrors >= Self.mostClockErrors
        case .foreignAnswer:
            foreignAnswers += 1
            return foreignAnswers >= Self.mostForeignAnswers
        case .unanswered, .notSent:
            // No answer at all: neither ZEGO's nor another's.
            return false
        case .accepted, .throttledApp, .throttledRoom, .transient, .refused:
            foreignAnswers = 0
            clockErrors = 0
            return false
        }
    }
}
