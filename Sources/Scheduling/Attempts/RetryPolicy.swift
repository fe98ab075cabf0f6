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

    /// Calculates the pause after a delivery went back to the queue `setbacks` times in a row, throttled or not sent. It doubles
    /// up to four seconds, jitter not counted: by then any one-second window of the quota is long over.
    static func pause(afterSetbacks setbacks: Int, using generator: inout SeededGenerator) -> Interval {
        pause(doublings: min(setbacks - 1, 4), using: &generator)
    }

    /// How long before its deadline a delivery gets its last try: late enough for the trouble to be over, and early enough to
    /// allow for a late wake-up and for deliveries that go first.
    static let reserve = Interval.milliseconds(50)

    /// Shortens a pause so that the delivery is tried once more before it is too late. Where no time is left for that, the
    /// delivery comes back as soon as it is too late.
    static func shortened(_ pause: Interval, of delivery: Delivery, at now: Instant) -> Interval {
        guard delivery.expires else { return pause }
        let left = delivery.latest - now
        let tooLate = Interval(nanoseconds: 1)
        return min(pause, left > reserve ? left - reserve : max(left, .zero) + tooLate)
    }

    private static func pause(doublings: Int, using generator: inout SeededGenerator) -> Interval {
        let pause = firstPause.nanoseconds << Int64(max(doublings, 0))
        return Interval(nanoseconds: pause + Int64.random(in: 0...pause / 2, using: &generator))
    }
}
