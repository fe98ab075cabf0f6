import Pacing
package import ShowTime

/// A view of everything that one process plays.
package struct SchedulerStatus: Sendable {
    package var now: Instant
    package var runs: [RunStatus]
    package var isAccountHeld: Bool
    /// Whether calls do not reach ZEGO, so that nothing is sent.
    package var isNetworkHeld = false
    /// The share of the quota in use, 1 unless the server throttled.
    package var quotaShare: Double
    /// Whether records cannot be written, so that nothing is sent.
    package var isBlocked: Bool
    /// How far this host's clock is ahead of ZEGO's, nil while it is right or nobody knows.
    package var clockAhead: Interval?
    /// The next starts of the timelines that start by cron.
    package var upcoming: [UpcomingStart] = []

    package init(now: Instant, runs: [RunStatus], isAccountHeld: Bool, quotaShare: Double, isBlocked: Bool) {
        self.now = now
        self.runs = runs
        self.isAccountHeld = isAccountHeld
        self.quotaShare = quotaShare
        self.isBlocked = isBlocked
    }
}

/// The next start of a timeline that starts again and again.
package struct UpcomingStart: Sendable, Hashable {
    package var timeline: String
    package var start: Instant

    package init(timeline: String, start: Instant) {
        self.timeline = timeline
        self.start = start
    }
}

extension Scheduler {
    package func status(at now: Moment) -> SchedulerStatus {
        var status = SchedulerStatus(
            now: now.wall, runs: runs.map { $0.status(at: now) }, isAccountHeld: accountGate.isHeld,
            quotaShare: pacer.currentShare(at: now.uptime), isBlocked: isBlocked)
        status.isNetworkHeld = networkGate.isHeld
        return status
    }

    package var isAccountHeld: Bool { accountGate.isHeld }
    package var isNetworkHeld: Bool { networkGate.isHeld }
}
