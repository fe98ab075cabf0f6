package import ShowTime

/// When the occurrences of a message are due: the k-th at `first + (k - 1) × every`. Costs nothing, however many there are.
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

    /// - Precondition: `every` is positive, `count` at least 1.
    package init(from first: Interval, every: Interval, count: Int?) {
        self.first = first
        self.every = every
        self.count = count
    }

    package var isRepeated: Bool { every != .zero }

    package var last: Interval? { count.map(offset(ofOccurrence:)) }

    /// - Parameter occurrence: from 1.
    package func offset(ofOccurrence occurrence: Int) -> Interval { first + every * (occurrence - 1) }

    package func contains(occurrence: Int) -> Bool { occurrence >= 1 && count.map { occurrence <= $0 } ?? true }
}
