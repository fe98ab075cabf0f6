import HeapModule
import ShowTime

/// The times at which occurrences of repeats with `late: send`, which are sent however late they are, become too late: then
/// the older ones that still wait are superseded. Of each message only the next such occurrence is kept.
struct Supersessions: Sendable {
    struct Entry: Comparable, Sendable {
        /// Of the occurrence, its lateness bound counted in.
        var offset: Interval
        var message: Int
        /// By the schedule.
        var occurrence: Int

        static func < (left: Entry, right: Entry) -> Bool {
            (left.offset, left.message, left.occurrence) < (right.offset, right.message, right.occurrence)
        }
    }

    private var entries: Heap<Entry> = []
    /// The occurrence that counts, by message.
    private var next: [Int: Int] = [:]

    var isEmpty: Bool { entries.isEmpty }
    /// The first of all; never one that no longer counts.
    var first: Entry? { entries.min }

    /// Watches an occurrence, unless an older one of the message is watched already.
    mutating func insert(_ entry: Entry) {
        if let known = next[entry.message], known <= entry.occurrence { return }
        next[entry.message] = entry.occurrence
        entries.insert(entry)
        dropOutdated()
    }

    mutating func popFirst() -> Entry? {
        guard let first = entries.popMin() else { return nil }
        next[first.message] = nil
        dropOutdated()
        return first
    }

    private mutating func dropOutdated() {
        while let first = entries.min, next[first.message] != first.occurrence { entries.removeMin() }
    }
}
