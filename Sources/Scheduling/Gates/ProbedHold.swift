import ShowTime

/// A hold of everything, during which probes find out when it may end; and what is remembered of the one before.
struct ProbedHold: Sendable {
    /// A hold that begins again within this time after it ended goes on with its pauses: probes get through and messages do not.
    static let relapse = Interval.minutes(1)

    struct Cause: Sendable {
        var code: Int?
        var reason: String
    }

    /// Before each probe; the last repeats.
    private let pauses: [Interval]
    /// Why it holds; nil while it does not.
    private(set) var cause: Cause?
    private(set) var begunAt: Uptime?
    private(set) var endedAt: Uptime?
    /// How many probes have failed.
    private var failures = 0
    private var pauseEnds = Uptime.distantPast

    init(pauses: [Interval]) { self.pauses = pauses }

    var isHeld: Bool { cause != nil }
    var nextProbe: Uptime? { isHeld ? pauseEnds : nil }

    mutating func begin(_ cause: Cause, at now: Uptime) {
        let isRelapse = endedAt.map { now - $0 < Self.relapse } ?? false
        failures = isRelapse ? failures + 1 : 0
        self.cause = cause
        begunAt = now
        pause(from: now)
    }

    mutating func probeFailed(at now: Uptime) {
        failures += 1
        pause(from: now)
    }

    mutating func end(at now: Uptime) {
        cause = nil
        endedAt = now
    }

    private mutating func pause(from now: Uptime) { pauseEnds = now + pauses[min(failures, pauses.count - 1)] }
}
