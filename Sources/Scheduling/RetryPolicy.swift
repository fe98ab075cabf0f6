import ShowTime

/// When a delivery is tried again.
enum RetryPolicy {
    static let mostAttempts = 5
    static let firstPause = Interval.milliseconds(250)

    /// The pause before the next attempt: it doubles, and up to half of it is added by chance, so that deliveries that
    /// failed together do not come back together.
    static func pause(afterAttempts attempts: Int, using generator: inout SeededGenerator) -> Interval {
        let pause = firstPause.nanoseconds << Int64(min(max(attempts - 1, 0), 6))
        return Interval(nanoseconds: pause + Int64.random(in: 0...pause / 2, using: &generator))
    }
}
