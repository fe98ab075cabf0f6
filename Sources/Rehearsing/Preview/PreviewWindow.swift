import Scheduling
package import ShowTime
import Timelines

/// Which deliveries of the previewed runs are shown.
package enum PreviewWindow: Sendable {
    case all
    /// By show time, both ends included.
    case offsets(ClosedRange<Interval>)
    /// By due time, both ends included, for each timeline: a local time is another instant in another zone.
    case instants([String: ClosedRange<Instant>])

    package func contains(_ row: PreviewRow) -> Bool {
        switch self {
        case .all: true
        case .offsets(let range): range.contains(row.offset)
        case .instants(let ranges): ranges[row.run.timeline]?.contains(row.due) ?? false
        }
    }

    /// Returns the timeline with an end, and the ids of the messages that were cut.
    func bounded(_ timeline: Timeline, start: Instant) -> (timeline: Timeline, cut: [String]) {
        switch self {
        case .all: return timeline.bounded()
        case .offsets(let range):
            // Up to the end of the window. A window without an end goes no further than a preview without a window.
            return range.upperBound < .longest ? timeline.bounded(until: range.upperBound) : timeline.bounded()
        case .instants(let ranges):
            guard timeline.firings == nil, let range = ranges[timeline.name] else { return timeline.bounded() }
            return timeline.bounded(until: range.upperBound - start)
        }
    }
}
