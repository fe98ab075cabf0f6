/// A point of wall time: nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).
///
/// The types of time are inlinable, since every module calculates with them: another module calls what has only package access,
/// and cannot inline it, even for the sum of two times.
@usableFromInline package struct Instant: Hashable, Comparable, Sendable {
    @usableFromInline package var nanoseconds: Int64

    @inlinable package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable package static func seconds(_ count: Int64) -> Instant { Instant(nanoseconds: count * 1_000_000_000) }
    @inlinable package static func milliseconds(_ count: Int64) -> Instant { Instant(nanoseconds: count * 1_000_000) }

    /// The years a timeline may start in. Their edges leave room for every offset within the range of `Int64`.
    package static let writableYears = 1900...2199

    /// Whole milliseconds since 1970, rounded down.
    @inlinable package var milliseconds: Int64 { nanoseconds.flooredDivision(by: 1_000_000) }
    /// Whole seconds since 1970, rounded down.
    @inlinable package var seconds: Int64 { nanoseconds.flooredDivision(by: 1_000_000_000) }

    /// The instant with everything below the millisecond cut off.
    @inlinable package var wholeMilliseconds: Instant { .milliseconds(milliseconds) }

    /// The first whole millisecond that is not before the instant.
    @inlinable package var nextWholeMillisecond: Instant {
        let whole = wholeMilliseconds
        return whole < self ? whole + .milliseconds(1) : whole
    }

    @inlinable package static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }
    @inlinable package static func + (left: Instant, right: Interval) -> Instant {
        Instant(nanoseconds: left.nanoseconds + right.nanoseconds)
    }
    @inlinable package static func - (left: Instant, right: Interval) -> Instant {
        Instant(nanoseconds: left.nanoseconds - right.nanoseconds)
    }
    /// The time between two instants, limited to the 292 years that an interval can have: a damaged log may hold any two.
    @inlinable package static func - (left: Instant, right: Instant) -> Interval {
        let (difference, isTooLong) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
        return Interval(nanoseconds: isTooLong ? (left < right ? -.max : .max) : difference)
    }
}
