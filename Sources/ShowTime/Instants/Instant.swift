/// A point of wall time: nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).
package struct Instant: Hashable, Comparable, Sendable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package static func seconds(_ count: Int64) -> Instant { Instant(nanoseconds: count * 1_000_000_000) }
    package static func milliseconds(_ count: Int64) -> Instant { Instant(nanoseconds: count * 1_000_000) }

    /// The years a timeline may start in. Their edges leave room for every offset within the range of `Int64`.
    package static let writableYears = 1900...2199

    /// Whole milliseconds since 1970, rounded down.
    package var milliseconds: Int64 { nanoseconds.flooredDivision(by: 1_000_000) }
    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 { nanoseconds.flooredDivision(by: 1_000_000_000) }

    /// The instant with everything below the millisecond cut off.
    package var wholeMilliseconds: Instant { .milliseconds(milliseconds) }

    /// The first whole millisecond that is not before the instant.
    package var nextWholeMillisecond: Instant {
        let whole = wholeMilliseconds
        return whole < self ? whole + .milliseconds(1) : whole
    }

    package static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }
    package static func + (left: Instant, right: Interval) -> Instant {
        Instant(nanoseconds: left.nanoseconds + right.nanoseconds)
    }
    package static func - (left: Instant, right: Interval) -> Instant {
        Instant(nanoseconds: left.nanoseconds - right.nanoseconds)
    }
    /// The time between two instants, or the 292 years that an interval can have: a damaged log may hold any two.
    package static func - (left: Instant, right: Instant) -> Interval {
        let (difference, isTooLong) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
        return Interval(nanoseconds: isTooLong ? (left < right ? -.max : .max) : difference)
    }
}
