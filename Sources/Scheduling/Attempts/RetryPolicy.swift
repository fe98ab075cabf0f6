import ShowTime

/// When a delivery is tried again.
enum RetryPolicy {
    static let mostAttempts = 5
    static let firstPause = Interval.milliseconds(250)

    /// The pause before the next attempt: it doubles, and up to half of it is added by chance, so that deliveries that
    /// failed together do not come back together.
    static func pause(afterAttempts attempts: Int, using generator: inout SeededGenerator) -> Interval {
        pause(doublings: min(attempts - 1, mostAttempts), using: &generator)
    }

    /// Calculates the pause after going back so often in a row, throttled or not sent: it doubles up to four seconds, by when any window of a second
    /// is long over.
    static func pause(afterSetbacks setbacks: Int, using generator: inout SeededGenerator) -> Interval {
        pause(doublings: min(setbacks - 1, 4), using: &generator)
    }

    private static func pause(doublings: Int, using generator: inout SeededGenerator) -> Interval {
        let pause = firstPause.nanoseconds << Int64(max(doublings, 0))
        return Interval(nanoseconds: pause + Int64.random(in: 0...pause / 2, using: &generator))
    }
}
