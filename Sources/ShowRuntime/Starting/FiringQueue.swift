package import Rehearsing
package import ShowTime
package import Timelines

/// One performance of a show that starts again and again.
package struct Firing: Sendable {
    package var timeline: Timeline
    package var sha256: String
    package var start: Instant
}

/// The shows that start again and again, and their next starts. A value without a clock: it is told the time.
///
/// A firing can still be joined late: until `max_late` of the script's defaults after its start.
package struct FiringQueue: Sendable {
    private struct Show {
        var timeline: Timeline
        var sha256: String
        /// Nil where there is none for centuries.
        var next: Instant?

        /// How long before anything of it is due a run is loaded.
        private static let lead = Interval.seconds(5)

        var wake: Instant? { next.map { $0 + min(.zero, timeline.firstOffset) - Self.lead } }

        mutating func moveOn(after instant: Instant) {
            next = timeline.firings?.next(after: instant, in: timeline.zone)
        }
    }

    private var shows: [Show] = []

    package init() {}

    package var isEmpty: Bool { shows.isEmpty }

    /// Adds a timeline with a cron start.
    ///
    /// - Parameter started: the last firing that is played already.
    package mutating func add(_ timeline: Timeline, sha256: String, after started: Instant?, at now: Instant) {
        var show = Show(timeline: timeline, sha256: sha256)
        let earliest = now - timeline.defaultMaxLate - Interval(nanoseconds: 1)
        show.moveOn(after: max(started ?? earliest, earliest))
        shows.append(show)
    }

    /// The version of a show that would be played now.
    package func version(of name: String) -> PlanLock.Source? {
        shows.first { $0.timeline.name == name }.map { ($0.timeline, $0.sha256) }
    }

    /// The next start of each show.
    package var upcoming: [(timeline: Timeline, start: Instant)] {
        shows.compactMap { show in show.next.map { (show.timeline, $0) } }
    }

    /// When a run is to be loaded next.
    package var nextWake: Instant? { shows.compactMap(\.wake).min() }

    /// The firings that are to be loaded by now, each until it is taken off with ``begin(_:)``. Those that nobody can join
    /// any more, because the host slept or its clock was set, are passed over.
    package mutating func due(at now: Instant) -> [Firing] {
        var firings: [Firing] = []
        for index in shows.indices {
            let earliest = now - shows[index].timeline.defaultMaxLate - Interval(nanoseconds: 1)
            if let next = shows[index].next, next <= earliest { shows[index].moveOn(after: earliest) }
            guard let next = shows[index].next, let wake = shows[index].wake, wake <= now else { continue }
            firings.append(Firing(timeline: shows[index].timeline, sha256: shows[index].sha256, start: next))
        }
        return firings
    }

    /// Notes that a firing was begun, or never will be: the one after it is next.
    package mutating func begin(_ firing: Firing) {
        for index in shows.indices
        where shows[index].timeline.name == firing.timeline.name && shows[index].next == firing.start {
            shows[index].moveOn(after: firing.start)
        }
    }

    /// Goes on with other versions of the timelines. A show that no longer starts by cron does not start any more.
    package mutating func replace(with loaded: [PlanLock.Source], at now: Instant) {
        for (timeline, sha256) in loaded {
            guard let index = shows.firstIndex(where: { $0.timeline.name == timeline.name }) else { continue }
            let hasSameStarts =
                shows[index].timeline.firings == timeline.firings && shows[index].timeline.zone == timeline.zone
            shows[index].timeline = timeline
            shows[index].sha256 = sha256
            // The new rule counts only from now on: what was passed or begun under the old one stays so.
            if !hasSameStarts { shows[index].moveOn(after: now) }
        }
    }
}
