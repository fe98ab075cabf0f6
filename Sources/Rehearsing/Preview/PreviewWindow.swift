import Scheduling
package import ShowTime
import Timelines

/// Which deliveries of the runs that are previewed are looked at.
package enum PreviewWindow: Sendable {
    case all
    /// By show time, both ends counted in.
    case offsets(ClosedRange<Interval>)
    /// By due time, both ends counted in; by timeline, because a local time is another instant in another zone.
    case instants([String: ClosedRange<Instant>])

    package func contains(_ row: PreviewRow) -> Bool {
        switch self {
        case .all: true
        case .offsets(let range): range.contains(row.offset)
        case .instants(let ranges): ranges[row.run.timeline]?.contains(row.due) ?? false
        }
    }

    /// The script with an end.
    func bounded(_ timeline: Timeline, start: Instant) -> (timeline: Timeline, cut: [String]) {
        switch self {
        case .all: return timeline.bounded()
        case .offsets(let range):
            // Up to where somebody looks, but no further than without a window where nobody says where that ends.
            return range.upperBound < .longest ? timeline.bounded(until: range.upperBound) : timeline.bounded()
        case .instants(let ranges):
            guard timeline.firings == nil, let range = ranges[timeline.name] else { return timeline.bounded() }
            return timeline.bounded(until: range.upperBound - start)
        }
    }
}
