package import Scheduling
package import ShowTime

/// The answer to `GET /v1/status`: everything that one process plays.
package struct StatusAnswer: Sendable, Hashable {
    /// A hold of everything, caused by the account or the network.
    package struct Gate: Sendable, Hashable {
        package var isHeld = false
        package var reason: String?
        package var since: Instant?

        package init() {}
    }

    package struct Quota: Sendable, Hashable {
        /// Calls a second; nil is unlimited.
        package var rate: Double?
        /// The share of the possible calls over the last second that were made; nil where the rate is unlimited.
        package var used: Double?
        /// Calls over the last second.
        package var perSecond = 0
        /// The share of the rate in use, 1 unless the server throttled.
        package var share = 1.0

        package init() {}
    }

    package var now: Instant
    package var account = Gate()
    package var network = Gate()
    /// Why records cannot be written, so that nothing is sent; nil where they can.
    package var logProblem: String?
    /// How far this host's clock is ahead of ZEGO's; zero while it is right or nobody knows.
    package var clockAhead = Interval.zero
    package var quota = Quota()
    package var runs: [RunAnswer] = []
    /// The next starts of the timelines that start by cron.
    package var upcoming: [UpcomingStart] = []

    package init(now: Instant) { self.now = now }
}
