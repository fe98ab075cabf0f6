import ShowTime

/// The time that each run in progress keeps for itself.
extension Scheduler {
    /// A smaller change is nothing but the time between the readings of the two clocks.
    private static let leastChange = Interval.milliseconds(1)

    /// Looks at the wall clock: it may have been set, and it may be time for a run to begin.
    mutating func followWallClock(at now: Moment) {
        noticeStep(at: now)
        for index in active where beginsTime(index, at: now) { beginTime(of: index, at: now) }
    }

    private mutating func noticeStep(at now: Moment) {
        guard (now.wallLead - wallLead).magnitude >= Self.leastChange else { return }
        wallLead = now.wallLead
        for index in active { note(runs[index].clock.follow(now), of: index, at: now) }
    }

    /// Called for each run after every input: it accesses the run in place, so that the run is not copied.
    private func beginsTime(_ index: Int, at now: Moment) -> Bool {
        guard !runs[index].clock.hasBegun, runs[index].state == .playing, !runs[index].isCancelled else { return false }
        return now.wall >= runs[index].id.start + runs[index].shift + runs[index].firstOffset
    }

    /// Lets a run keep its own time from now on.
    mutating func beginTime(of index: Int, at now: Moment) {
        note(runs[index].clock.begin(at: now), of: index, at: now)
    }

    /// Writes down what a later process has to know of the time.
    mutating func note(_ step: RunClock.Step?, of index: Int, at now: Moment) {
        guard let step, let uptime = runs[index].clock.uptime(at: runs[index].id.start) else { return }
        control(.clockStep(by: step.by, off: step.off, uptimeAtStart: uptime), of: index, at: now)
    }
}
