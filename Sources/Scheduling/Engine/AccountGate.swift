import ShowTime

/// Whether anything gets through for the account, and if not, when to find out again.
///
/// | what came back | open | held |
/// |---|---|---|
/// | an account error | hold | a probe's: wait longer |
/// | 100000004 twice in a row | hold | a probe's: wait longer |
/// | five answers in a row that are not ZEGO's | hold | a probe's: wait longer |
/// | any other answer of ZEGO's | counts start again | a probe's: open |
///
/// A call that left before the account was last found to be mended says nothing about it.
struct AccountGate: Sendable {
    enum Change: Equatable { case none, hold, open }

    private struct Hold {
        var probes = 0
        var nextProbe: Uptime
        var probe: Attempt.ID?
    }

    static let probePauses: [Interval] = [.seconds(1), .seconds(2), .seconds(5), .seconds(10), .seconds(30)]
    static let mostForeignAnswers = 5
    static let mostClockErrors = 2

    private var hold: Hold?
    private var mendedAt: Uptime?
    private var foreignAnswers = 0
    private var clockErrors = 0

    var isHeld: Bool { hold != nil }

    /// When the next attempt may go: at once, at a time, or (nil) not before the probe on its way has ended.
    func nextAttempt(from now: Uptime) -> Uptime? {
        guard let hold else { return now }
        return hold.probe == nil ? max(now, hold.nextProbe) : nil
    }

    mutating func began(_ attempt: Attempt.ID) { hold?.probe = attempt }

    /// A probe that never left, because it could not be recorded.
    mutating func withdrew(_ attempt: Attempt.ID) { if hold?.probe == attempt { hold?.probe = nil } }

    mutating func ended(
        _ attempt: Attempt.ID, _ kind: AttemptEnd.Kind, sentAt: Uptime, at now: Uptime
    ) -> Change {
        if let mendedAt, sentAt < mendedAt { return .none }
        let blocksAccount = count(kind)
        guard var hold else {
            guard blocksAccount else { return .none }
            self.hold = Hold(nextProbe: now + Self.probePauses[0])
            return .hold
        }
        // What was on its way when the hold began says nothing new.
        guard hold.probe == attempt else { return .none }
        hold.probe = nil
        let staysHeld: Bool =
            switch kind {
            case .account, .clock, .foreignAnswer, .unanswered, .notSent: true
            default: false
            }
        if staysHeld {
            hold.probes += 1
            hold.nextProbe = now + Self.probePauses[min(hold.probes, Self.probePauses.count - 1)]
            self.hold = hold
            return .none
        }
        self.hold = nil
        mendedAt = now
        return .open
    }

    /// Counts what came back. Returns whether it blocks the whole account.
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
            // No answer at all: neither ZEGO's nor anybody else's.
            return false
        case .accepted, .throttledApp, .throttledRoom, .transient, .refused:
            foreignAnswers = 0
            clockErrors = 0
            return false
        }
    }
}
