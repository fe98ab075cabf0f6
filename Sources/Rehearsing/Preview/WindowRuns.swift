package import ShowTime
package import Timelines

/// The runs of timelines whose deliveries fall into a span of time.
package struct WindowRuns: Sendable {
    /// More runs of one timeline than this are not looked at: of a show that starts every minute, a year has half a million.
    package static let mostRuns = 500
    /// How long a window is whose end nobody gave.
    package static let usualLength = Interval.days(7)

    package var shows: [(timeline: Timeline, start: Instant)] = []
    package var window: [String: ClosedRange<Instant>] = [:]
    /// Timelines that no start is known of.
    package var startless: [String] = []
    /// Timelines with more runs than are looked at, and until when they are.
    package var cut: [(timeline: Timeline, until: Instant)] = []

    package init() {}

    /// - Parameters:
    ///   - range: the span, nil where its end lies before its beginning.
    ///   - start: the one start of a timeline without a cron expression, nil where nobody says so.
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
                // Up to where all runs are known that play.
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
