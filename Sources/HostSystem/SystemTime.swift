import Glibc
package import ShowTime

/// The clocks of this host.
package struct SystemTime: TimeSource {
    package init() {}

    package var now: Moment {
        // The monotonic clock is the one that timers run on.
        Moment(
            wall: Instant(nanoseconds: Self.read(CLOCK_REALTIME)),
            uptime: Uptime(nanoseconds: Self.read(CLOCK_MONOTONIC)))
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
