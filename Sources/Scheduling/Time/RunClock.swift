package import ShowTime

/// The time of one run.
///
/// Until something of it is due, a run follows the wall clock. From then on it keeps its own time by the uptime: a wall clock
/// that is set in the middle of a show neither burns nor delays the rest of it. Small corrections are followed; a larger one
/// is reported to people, who may follow it with a shift.
package struct RunClock: Sendable, Hashable {
    /// What the log is told of the time.
    struct Step: Hashable {
        /// By how much the wall clock was set, or how far small corrections have added up.
        var by: Interval
        /// How far the wall clock is ahead of the run's own time since.
        var off: Interval
    }

    /// A wall clock that is set by less is followed.
    package static let leastStep = Interval.seconds(2)
    /// Small corrections are written down once they add up to this: a later process goes on with what the log says.
    private static let leastDrift = Interval.milliseconds(100)

    /// How far the run's own time is ahead of the uptime; nil while the run follows the wall clock.
    private(set) var lead: Interval?
    /// How far the wall clock was ahead of the uptime when it was last looked at.
    private var wallLead = Interval.zero
    /// ``lead`` as the log has it; nil where it does not say.
    private var loggedLead: Interval?

    /// The clock of a run that follows the wall clock.
    package init() {}

    /// The clock of a run that an earlier process has begun since the last boot.
    ///
    /// - Parameters:
    ///   - uptime: at `start` by the run's own time.
    ///   - off: how far the wall clock was ahead of that time.
    init(start: Instant, uptime: Uptime, off: Interval) {
        let lead = Moment(wall: start, uptime: uptime).wallLead
        self.lead = lead
        wallLead = lead + off
    }

    /// The same clock, with what the header that was written last says of it.
    package func logged(in header: RunHeader) -> RunClock {
        var clock = self
        clock.loggedLead = header.uptimeAtStart.map { Moment(wall: header.run.start, uptime: $0).wallLead }
        return clock
    }

    var hasBegun: Bool { lead != nil }

    package func time(at now: Moment) -> Instant { time(at: now.uptime) ?? now.wall }

    /// Both clocks as the run has them.
    package func moment(at now: Moment) -> Moment { Moment(wall: time(at: now), uptime: now.uptime) }

    /// Nil while the run follows the wall clock.
    func time(at uptime: Uptime) -> Instant? {
        lead.map { Instant(nanoseconds: uptime.nanoseconds + $0.nanoseconds) }
    }

    /// Nil while the run follows the wall clock.
    func uptime(at instant: Instant) -> Uptime? {
        lead.map { Uptime(nanoseconds: instant.nanoseconds - $0.nanoseconds) }
    }

    /// Keeps the time from now on.
    mutating func begin(at now: Moment) -> Step? {
        guard lead == nil else { return nil }
        lead = now.wallLead
        wallLead = now.wallLead
        return drift
    }

    /// Looks at the wall clock, which may have been set.
    mutating func follow(_ now: Moment) -> Step? {
        guard let lead else { return nil }
        let step = now.wallLead - wallLead
        wallLead = now.wallLead
        if (wallLead - lead).magnitude < Self.leastStep {
            self.lead = wallLead
        } else if step.magnitude < Self.leastStep {
            self.lead = lead + step
        }
        guard step.magnitude >= Self.leastStep else { return drift }
        loggedLead = self.lead
        return Step(by: step, off: off)
    }

    /// How far the wall clock is ahead of the run's own time.
    var off: Interval { lead.map { wallLead - $0 } ?? .zero }

    private var drift: Step? {
        mutating get {
            guard let lead, let logged = loggedLead, (lead - logged).magnitude >= Self.leastDrift else { return nil }
            loggedLead = lead
            return Step(by: lead - logged, off: off)
        }
    }
}
