/// A clock whose time passes only while a task sleeps.
final class SleeplessClock: Clock, @unchecked Sendable {
    struct Instant: InstantProtocol {
        var offset: Duration = .zero

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    // Only touched by the task of the test that owns it.
    private(set) var now = Instant()
    private(set) var longestSleep = Duration.zero
    /// Cancelled when it comes to this time.
    var end: Duration?

    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        longestSleep = max(longestSleep, now.duration(to: deadline))
        now = max(now, deadline)
        if let end, now.offset >= end { throw CancellationError() }
    }
}
