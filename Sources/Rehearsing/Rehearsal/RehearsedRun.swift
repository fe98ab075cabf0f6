package import Scheduling
package import ShowTime
package import Timelines

/// A run that is rehearsed, always from its beginning.
package struct RehearsedRun: Sendable {
    package let id: RunID
    /// The timeline with an end, even where it is written without one.
    package let timeline: Timeline
    /// The ids of the messages that were given an end.
    package let cut: [String]
    /// How many deliveries it has.
    package let planned: Int

    package init(_ timeline: Timeline, start: Instant) {
        id = RunID(timeline: timeline.name, start: start)
        (self.timeline, cut) = timeline.bounded()
        planned = self.timeline.plannedDeliveries(start: id.start) ?? 0
    }
}
