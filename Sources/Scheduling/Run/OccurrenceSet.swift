/// Occurrences of one repeat as ranges: a repeat that ran a million times without a gap is one range.
struct OccurrenceSet: Sendable, Hashable {
    /// Sorted, apart from each other by at least one.
    private(set) var ranges: [ClosedRange<Int>] = []

    var count: Int { ranges.reduce(0) { $0 + $1.count } }

    func contains(_ occurrence: Int) -> Bool {
        let index = firstRange(endingFrom: occurrence)
        return index < ranges.count && ranges[index].contains(occurrence)
    }

    /// Returns how many of them are new.
    @discardableResult
    mutating func insert(_ added: ClosedRange<Int>) -> Int {
        // The usual case: the next one.
        if let last = ranges.last, added.lowerBound == last.upperBound + 1 {
            ranges[ranges.count - 1] = last.lowerBound...added.upperBound
            return added.count
        }
        let first = firstRange(endingFrom: added.lowerBound - 1)
        var merged = added
        var known = 0
        var end = first
        while end < ranges.count, ranges[end].lowerBound <= added.upperBound + 1 {
            known += ranges[end].overlap(with: added)
            merged = min(merged.lowerBound, ranges[end].lowerBound)...max(merged.upperBound, ranges[end].upperBound)
            end += 1
        }
        ranges.replaceSubrange(first..<end, with: CollectionOfOne(merged))
        return added.count - known
    }

    var last: Int? { ranges.last?.upperBound }

    /// How many of `bounds` are in the set.
    func count(in bounds: ClosedRange<Int>) -> Int {
        var count = 0
        for range in ranges[firstRange(endingFrom: bounds.lowerBound)...] {
            guard range.lowerBound <= bounds.upperBound else { break }
            count += range.overlap(with: bounds)
        }
        return count
    }

    /// The first occurrence from `first` on that is not in the set.
    func firstGap(from first: Int) -> Int {
        let index = firstRange(endingFrom: first)
        return index < ranges.count && ranges[index].lowerBound <= first ? ranges[index].upperBound + 1 : first
    }

    /// What is not in the set, of the occurrences in `bounds`.
    func gaps(in bounds: ClosedRange<Int>) -> [ClosedRange<Int>] {
        var gaps: [ClosedRange<Int>] = []
        var next = bounds.lowerBound
        for range in ranges[firstRange(endingFrom: bounds.lowerBound)...] {
            guard range.lowerBound <= bounds.upperBound else { break }
            if next < range.lowerBound { gaps.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= bounds.upperBound { gaps.append(next...bounds.upperBound) }
        return gaps
    }

    /// The index of the first range that ends at `occurrence` or later.
    private func firstRange(endingFrom occurrence: Int) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < occurrence { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension ClosedRange<Int> {
    /// How many numbers both have.
    fileprivate func overlap(with other: ClosedRange<Int>) -> Int {
        overlaps(other) ? clamped(to: other).count : 0
    }
}
