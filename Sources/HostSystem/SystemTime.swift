import Glibc
package import ShowTime

/// The clocks of this host.
package struct SystemTime: TimeSource {
    package init() {}

    package var now: Moment {
        // The time that the host slept counts in the uptime: a show does not stand still meanwhile.
        var before = Self.read(CLOCK_BOOTTIME)
        for _ in 0..<Self.mostReadings {
            let wall = Self.read(CLOCK_REALTIME)
            let after = Self.read(CLOCK_BOOTTIME)
            if after - before < Self.longestReading {
                return Moment(wall: Instant(nanoseconds: wall), uptime: Uptime(nanoseconds: after))
            }
            before = after
        }
        return Moment(wall: Instant(nanoseconds: Self.read(CLOCK_REALTIME)), uptime: Uptime(nanoseconds: before))
    }

    /// This thread may be preempted between the two readings, which must not look like a step of the wall clock: a pair that took
    /// this long (in nanoseconds) is read again.
    private static let longestReading: Int64 = 200_000
    private static let mostReadings = 5

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
