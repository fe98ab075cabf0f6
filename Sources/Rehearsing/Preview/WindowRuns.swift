package import ShowTime
package import Timelines

/// The runs of timelines whose deliveries fall into a span of time.
package struct WindowRuns: Sendable {
    /// The maximum number of runs of one timeline: a show that starts every minute has half a million of them in a year.
    package static let mostRuns = 500
    /// The length of a window without a given end.
    package static let usualLength = Interval.days(7)

    package var shows: [(timeline: Timeline, start: Instant)] = []
    package var window: [String: ClosedRange<Instant>] = [:]
    /// Timelines whose start is not known.
    package var startless: [String] = []
    /// Timelines with more than ``mostRuns`` runs, and the end of the part that is looked at.
    package var cut: [(timeline: Timeline, until: Instant)] = []

    package init() {}

    /// - Parameters:
    ///   - range: the span.
    ///   - start: the one start of a timeline without a cron expression, nil where none is known.
    package mutating func add(_ timeline: Timeline, within range: ClosedRange<Instant>, start: Instant?) {
        window[timeline.name] = range
        guard let firings = timeline.firings else {
            guard let start else { return startless.append(timeline.name) }
            let last = timeline.lastOffset
            if start + timeline.firstOffset <= range.upperBound, last.map({ start + $0 >= range.lowerBound }) ?? true {
                shows.append((timeline, start))
            }
            return
        }
        let bounded = timeline.bounded().timeline
        let (first, last) = (timeline.firstOffset, bounded.lastOffset ?? .zero)
        var found = 0
        var after = range.lowerBound - last - Interval(nanoseconds: 1)
        while let firing = firings.next(after: after, in: timeline.zone), firing + first <= range.upperBound {
            guard found < Self.mostRuns else {
                // All runs that play are known until just before the first delivery of the next run.
                let until = max(range.lowerBound, firing + first - .milliseconds(1))
                window[timeline.name] = range.lowerBound...until
                cut.append((timeline, until))
                return
            }
            found += 1
            shows.append((timeline, firing))
            after = firing
        }
    }
}
