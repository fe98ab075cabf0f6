package import ShowTime

/// The most events within any window of time, of events that come in order.
///
/// Keeps the times of one window: its memory grows with the busiest window, not with the number of events.
package struct SlidingPeak: Sendable {
    private let window: Interval
    /// Times of the events within the window that ends with the latest one, from `first` on.
    private var times: [Instant] = []
    private var first = 0
    package private(set) var most = 0
    /// The first event of the busiest window, or of the earliest one where several are as busy; nil before any event.
    package private(set) var from: Instant?

    /// - Parameter window: half open: of two events exactly this far apart, only one counts.
    package init(window: Interval = .seconds(1)) { self.window = window }

    /// Counts an event.
    ///
    /// - Precondition: `time` is not before that of the last event.
    package mutating func add(_ time: Instant) {
        times.append(time)
        while time - times[first] >= window { first += 1 }
        if times.count - first > most {
            most = times.count - first
            from = times[first]
        }
        // Moves what is left once per window's worth of events: constant time per event on average.
        if first > 64, first * 2 > times.count {
            times.removeFirst(first)
            first = 0
        }
    }
}
