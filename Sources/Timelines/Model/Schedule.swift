package import ShowTime

/// The times at which the occurrences of a message are due: the k-th at `first + (k - 1) × every`.
package struct Schedule: Hashable, Sendable {
    package let first: Interval
    /// Zero for a message that is due once.
    package let every: Interval
    /// Nil without end.
    package let count: Int?

    package init(at offset: Interval) {
        first = offset
        every = .zero
        count = 1
    }

    /// - Precondition: `every` is positive and `count` at least 1; or `every` is zero and `count` is 1.
    package init(from first: Interval, every: Interval, count: Int?) {
        self.first = first
        self.every = every
        self.count = count
    }

    /// Returns the schedule moved by an offset; nil if it would begin or end more than ten years from the start.
    func moved(by offset: Interval) -> Schedule? {
        let first = first + offset
        guard first >= -.longest, first <= .longest else { return nil }
        let moved = Schedule(from: first, every: every, count: count)
        return (moved.last ?? first) <= .longest ? moved : nil
    }

    package var isRepeated: Bool { every != .zero }

    package var last: Interval? { count.map(offset(ofOccurrence:)) }

    /// - Parameter occurrence: from 1. An occurrence after the end of every possible show is at ``beyondAll``.
    package func offset(ofOccurrence occurrence: Int) -> Interval {
        let (distance, isTooFar) = every.nanoseconds.multipliedReportingOverflow(by: Int64(occurrence - 1))
        guard !isTooFar, distance <= Self.beyondAll.nanoseconds else { return Self.beyondAll }
        return first + Interval(nanoseconds: distance)
    }

    /// Thirty years: enough for offsets from ten years before the start to ten years after it and for what is added to them, and
    /// still within the range of `Int64`.
    package static var beyondAll: Interval { .hours(3 * 10 * 366 * 24) }

    /// The last occurrence that can be due: even a repeat without end goes no further than ten years from the start.
    package var lastOccurrence: Int {
        count ?? Int((Interval.longest - first).nanoseconds / every.nanoseconds) + 1
    }

    /// The first occurrence that is due at `offset` or later, whether the schedule has it or not.
    package func firstOccurrence(from offset: Interval) -> Int {
        guard offset > first else { return 1 }
        guard isRepeated else { return 2 }
        return Int(((offset - first).nanoseconds - 1) / every.nanoseconds) + 2
    }

    package func contains(occurrence: Int) -> Bool { occurrence >= 1 && occurrence <= lastOccurrence }
}
