package import Scheduling
package import ShowTime
package import Timelines

/// Everything that one process plays and waits for, as it stands at one moment.
package struct ShowState: Sendable {
    package var snapshot: ShowSnapshot
    /// Why records cannot be written, nil where they can.
    package var logProblem: String?
    package var upcoming: [UpcomingShow]
    /// How far this host's clock is ahead of ZEGO's, nil while it is right or nobody knows.
    package var clockAhead: Interval?
    package var callsPerSecond: Int
}

/// The next start of a timeline that starts again and again.
package struct UpcomingShow: Sendable {
    package var timeline: Timeline
    package var start: Instant

    package init(timeline: Timeline, start: Instant) {
        self.timeline = timeline
        self.start = start
    }
}
