import ShowTime

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension Moment {
    /// Both clocks of the machine, now. The uptime is what `ContinuousClock` counts, from the machine's boot.
    static func now() -> Moment {
        #if canImport(Darwin)
            let uptime = clock_gettime_nsec_np(CLOCK_MONOTONIC_RAW)
            return Moment(wall: Instant(nanoseconds: read(CLOCK_REALTIME)), uptime: Uptime(nanoseconds: Int64(uptime)))
        #else
            return Moment(
                wall: Instant(nanoseconds: read(CLOCK_REALTIME)), uptime: Uptime(nanoseconds: read(CLOCK_BOOTTIME)))
        #endif
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
