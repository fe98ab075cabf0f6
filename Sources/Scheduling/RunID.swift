package import ShowTime

/// The identity of one performance of a timeline: `launch-night@20261120T120000Z`.
package struct RunID: Hashable, Sendable, CustomStringConvertible {
    package let timeline: String
    /// Exact to the millisecond.
    package let start: Instant
    package let description: String

    package init(timeline: String, start: Instant) {
        self.timeline = timeline
        self.start = start.wholeMilliseconds
        description = "\(timeline)@\(self.start.compact)"
    }
}
