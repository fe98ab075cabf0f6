package import ShowTime

/// The start of a timeline, as far as the command line gives it.
package enum RequestedStart: Sendable, Hashable {
    /// As the timeline says.
    case asWritten
    case now
    case at(WrittenTime)

    /// Returns when a timeline starts: as requested, as it says itself, or with a cron start at its next firing. Nil where
    /// nothing says so.
    package func instant(for timeline: Timeline, now: Instant) -> Instant? {
        switch self {
        case .at(.instant(let instant)): instant
        case .at(.local(let civil)): timeline.zone.instant(civil)
        case .now: now
        case .asWritten: timeline.start ?? timeline.firings.flatMap { $0.next(after: now, in: timeline.zone) }
        }
    }
}
