/// Time since an arbitrary origin that never jumps: the clock that quotas and backoffs are measured on.
package struct Uptime: Hashable, Comparable, Sendable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package static let zero = Uptime(nanoseconds: 0)

    package static func milliseconds(_ count: Int64) -> Uptime { Uptime(nanoseconds: count * 1_000_000) }

    /// Whole milliseconds, rounded down.
    package var milliseconds: Int64 { nanoseconds.flooredDivision(by: 1_000_000) }

    /// The time with everything below the millisecond cut off.
    package var wholeMilliseconds: Uptime { .milliseconds(milliseconds) }

    package static func < (left: Uptime, right: Uptime) -> Bool { left.nanoseconds < right.nanoseconds }
    package static func + (left: Uptime, right: Interval) -> Uptime {
        Uptime(nanoseconds: left.nanoseconds + right.nanoseconds)
    }
    package static func - (left: Uptime, right: Uptime) -> Interval {
        Interval(nanoseconds: left.nanoseconds - right.nanoseconds)
    }
}

/// One reading of both clocks.
///
/// Messages are due by the wall clock, which an administrator may step. Calls are paced by the uptime, so that a stepped
/// clock neither bursts over the quota nor stalls the queue.
package struct Moment: Hashable, Sendable {
    package var wall: Instant
    package var uptime: Uptime

    /// The uptime at an instant of the wall clock, as the two stand to each other now.
    package func uptime(at instant: Instant) -> Uptime { uptime + (instant - wall) }

    package init(wall: Instant, uptime: Uptime) {
        self.wall = wall
        self.uptime = uptime
    }

    /// Both clocks moved on by the same interval.
    package func advanced(by interval: Interval) -> Moment {
        Moment(wall: wall + interval, uptime: uptime + interval)
    }
}
