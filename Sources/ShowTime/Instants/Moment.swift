/// Time since an arbitrary origin that never jumps: the clock that quotas and backoffs are measured on.
@usableFromInline package struct Uptime: Hashable, Comparable, Sendable {
    @usableFromInline package var nanoseconds: Int64

    @inlinable package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable package static var zero: Uptime { Uptime(nanoseconds: 0) }

    @inlinable package static func milliseconds(_ count: Int64) -> Uptime { Uptime(nanoseconds: count * 1_000_000) }

    /// Whole milliseconds, rounded down.
    @inlinable package var milliseconds: Int64 { nanoseconds.flooredDivision(by: 1_000_000) }

    /// The time with everything below the millisecond cut off.
    @inlinable package var wholeMilliseconds: Uptime { .milliseconds(milliseconds) }

    @inlinable package static func < (left: Uptime, right: Uptime) -> Bool { left.nanoseconds < right.nanoseconds }
    @inlinable package static func + (left: Uptime, right: Interval) -> Uptime {
        Uptime(nanoseconds: left.nanoseconds + right.nanoseconds)
    }
    @inlinable package static func - (left: Uptime, right: Uptime) -> Interval {
        Interval(nanoseconds: left.nanoseconds - right.nanoseconds)
    }
}

/// One reading of both clocks.
///
/// Messages are due by the wall clock, which an administrator may step. Calls are paced by the uptime, so that a stepped
/// clock neither bursts over the quota nor stalls the queue.
@usableFromInline package struct Moment: Hashable, Sendable {
    @usableFromInline package var wall: Instant
    @usableFromInline package var uptime: Uptime

    /// How far the wall clock, counted from 1970, is ahead of the uptime: it changes when the wall clock is set, and at no
    /// other time.
    @inlinable package var wallLead: Interval { Interval(nanoseconds: wall.nanoseconds - uptime.nanoseconds) }

    /// The uptime at an instant of the wall clock, by the present difference between the two clocks.
    @inlinable package func uptime(at instant: Instant) -> Uptime { uptime + (instant - wall) }

    @inlinable package init(wall: Instant, uptime: Uptime) {
        self.wall = wall
        self.uptime = uptime
    }

    /// Both clocks moved on by the same interval.
    @inlinable package func advanced(by interval: Interval) -> Moment {
        Moment(wall: wall + interval, uptime: uptime + interval)
    }
}
