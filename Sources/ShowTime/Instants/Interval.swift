/// A signed length of time: an offset from the start of a show, a lateness bound, a period.
///
/// Nanoseconds, so that pacing at thousands of calls a second does not round; what people write is exact to the millisecond.
@usableFromInline package struct Interval: Hashable, Comparable, Sendable {
    @usableFromInline package var nanoseconds: Int64

    @inlinable package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable package static var zero: Interval { Interval(nanoseconds: 0) }

    /// The longest interval a timeline may contain, ten years of 366 days: sums and products of a few of them cannot overflow.
    package static let longest = Interval.hours(10 * 366 * 24)

    @inlinable package static func milliseconds(_ count: Int64) -> Interval { Interval(nanoseconds: count * 1_000_000) }
    @inlinable package static func seconds(_ count: Int64) -> Interval { Interval(nanoseconds: count * 1_000_000_000) }
    @inlinable package static func minutes(_ count: Int64) -> Interval { seconds(count * 60) }
    @inlinable package static func hours(_ count: Int64) -> Interval { seconds(count * 3600) }
    @inlinable package static func days(_ count: Int64) -> Interval { seconds(count * 86400) }

    /// Whole milliseconds, rounded towards minus infinity so that -0.4 ms is not shown as on time.
    @inlinable package var milliseconds: Int64 { nanoseconds.flooredDivision(by: 1_000_000) }

    @inlinable package var magnitude: Interval { self < .zero ? -self : self }

    /// Seconds as a floating-point number, for ratios and figures shown to people.
    @inlinable package var seconds: Double { Double(nanoseconds) / 1e9 }

    @inlinable package static func < (left: Interval, right: Interval) -> Bool { left.nanoseconds < right.nanoseconds }
    @inlinable package static func + (left: Interval, right: Interval) -> Interval {
        Interval(nanoseconds: left.nanoseconds + right.nanoseconds)
    }
    @inlinable package static func - (left: Interval, right: Interval) -> Interval {
        Interval(nanoseconds: left.nanoseconds - right.nanoseconds)
    }
    @inlinable package static func * (left: Interval, right: Int) -> Interval {
        Interval(nanoseconds: left.nanoseconds * Int64(right))
    }
    @inlinable package static prefix func - (value: Interval) -> Interval { Interval(nanoseconds: -value.nanoseconds) }
    @inlinable package static func += (left: inout Interval, right: Interval) { left = left + right }
    @inlinable package static func -= (left: inout Interval, right: Interval) { left = left - right }
}

extension FixedWidthInteger {
    /// Division rounded towards minus infinity.
    @inlinable package func flooredDivision(by divisor: Self) -> Self {
        let (quotient, remainder) = self.quotientAndRemainder(dividingBy: divisor)
        return remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient
    }
}
