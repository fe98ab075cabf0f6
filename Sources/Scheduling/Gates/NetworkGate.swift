import ShowTime

/// Whether calls reach ZEGO at all, and if not, when to find out again. A dead network holds the show instead of burning it.
///
/// | seen | while open | while held |
/// |---|---|---|
/// | an answer of ZEGO's, to an attempt or to a probe | counts start again | opens |
/// | attempts in a row of which nothing left, not all to one bad room | the third holds | – |
/// | attempts in a row without an answer | the fifth holds | – |
/// | five attempts on their way and no answer at all for five seconds | holds | – |
///
/// One room whose calls fail, while those of another were answered just before, does not close it.
struct NetworkGate: Sendable {
    enum Change { case none, hold, open }

    static let pauses: [Interval] = [
        .milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2), .seconds(5),
    ]
    static let mostUnsent = 3
    static let mostUnanswered = 5
    /// Longer than an answer of ZEGO's takes, and shorter than a call may wait: attempts that leave meanwhile are lost.
    static let longestSilence = Interval.seconds(5)

    private(set) var hold = ProbedHold(pauses: pauses)
    private var unsent = 0
    /// The room of all attempts counted in `unsent`, nil once there was another.
    private var unsentRoom: Int32?
    /// The room of ZEGO's last answer.
    private var answeredRoom: Int32?
    private var unanswered = 0
    /// When the attempts left that are on their way, but those before the last answer.
    private var waiting: [Uptime] = []

    var isHeld: Bool { hold.isHeld }

    mutating func attemptBegan(at now: Uptime) { waiting.append(now) }

    /// An attempt that began did not leave after all, or nobody waits for its answer any more.
    mutating func attemptWithdrawn(sentAt: Uptime) {
        if let index = waiting.lastIndex(of: sentAt) { waiting.remove(at: index) }
    }

    /// When the silence has lasted so long that the network is held; nil while that cannot be told.
    var silenceEnds: Uptime? {
        guard !isHeld, waiting.count >= Self.mostUnanswered else { return nil }
        return waiting[Self.mostUnanswered - 1] + Self.longestSilence
    }

    /// Holds the network where the silence has lasted too long. Returns whether it is held from now on.
    mutating func checkSilence(at now: Uptime) -> Bool {
        guard let silenceEnds, silenceEnds <= now else { return false }
        close("no answer for \(Self.longestSilence.words)", at: now)
        return true
    }

    mutating func attemptEnded(_ end: AttemptEnd, room: Int32, sentAt: Uptime, at now: Uptime) -> Change {
        switch end.kind {
        case .notSent:
            if unsent == 0 { unsentRoom = room } else if unsentRoom != room { unsentRoom = nil }
            unsent += 1
            attemptWithdrawn(sentAt: sentAt)
            let isOneBadRoom = unsentRoom != nil && answeredRoom != nil && answeredRoom != unsentRoom
            guard !isHeld, unsent >= Self.mostUnsent, !isOneBadRoom else { return .none }
            close(end.reason ?? "nothing leaves this host", at: now)
            return .hold
        case .unanswered:
            unsent = 0
            unanswered += 1
            guard !isHeld, unanswered >= Self.mostUnanswered else { return .none }
            close(end.reason ?? "no answer", at: now)
            return .hold
        case .foreignAnswer:
            // Something answers, and it is not ZEGO: that is the account gate's business.
            unsent = 0
            waiting.removeAll(keepingCapacity: true)
            return .none
        case .accepted, .throttledApp, .throttledRoom, .transient, .refused, .clock, .account:
            answeredRoom = room
            return answered(at: now)
        }
    }

    mutating func probeEnded(_ kind: AttemptEnd.Kind, at now: Uptime) -> Change {
        guard isHeld else { return .none }
        switch kind {
        case .notSent, .unanswered, .foreignAnswer:
            hold.probeFailed(at: now)
            return .none
        case .accepted, .throttledApp, .throttledRoom, .transient, .refused, .clock, .account: return answered(at: now)
        }
    }

    private mutating func close(_ reason: String, at now: Uptime) {
        hold.begin(ProbedHold.Cause(code: nil, reason: reason), at: now)
    }

    private mutating func answered(at now: Uptime) -> Change {
        unsent = 0
        unanswered = 0
        waiting.removeAll(keepingCapacity: true)
        guard isHeld else { return .none }
        hold.end(at: now)
        return .open
    }
}
