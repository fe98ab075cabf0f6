import DequeModule
import ShowTime

/// Counts the waiting deliveries of one run by their due times, as they come and go: however many wait, it takes no search to
/// tell how many of them are late, and how far behind the first one is.
struct DueCounts: Sendable {
    private struct Entry {
        var due: Instant
        var count: Int
    }

    /// Waiting for longer than this is late.
    static let lateness = Interval.seconds(1)
    /// Up to this many empty entries are kept, however few others there are.
    private static let mostIdle = 64

    /// Ascending; the first is never empty.
    private var entries: Deque<Entry> = []
    /// How many entries are empty.
    private var idle = 0
    /// What was due before this is counted in ``late``.
    private var horizon = Instant.distantPast

    /// How many deliveries wait that were late at the last ``look(at:)``, including those as old that were added since.
    private(set) var late = 0

    /// The first due time of all.
    var first: Instant? { entries.first?.due }

    mutating func add(_ due: Instant) {
        if due < horizon { late += 1 }
        guard let last = entries.last, due <= last.due else {
            entries.append(Entry(due: due, count: 1))
            return
        }
        let place = due == last.due ? entries.count - 1 : place(of: due)
        guard entries[place].due == due else {
            // Rare, and mostly near an end: the shorter side makes room.
            entries.insert(Entry(due: due, count: 1), at: place)
            return
        }
        if entries[place].count == 0 { idle -= 1 }
        entries[place].count += 1
    }

    /// Takes out one that was added.
    mutating func remove(_ due: Instant) {
        if due < horizon { late -= 1 }
        let place = due == first ? 0 : place(of: due)
        entries[place].count -= 1
        guard entries[place].count == 0 else { return }
        idle += 1
        while entries.first?.count == 0 {
            entries.removeFirst()
            idle -= 1
        }
        if idle > Self.mostIdle, idle > entries.count / 2 {
            entries.removeAll { $0.count == 0 }
            idle = 0
        }
    }

    /// Counts what has become late by `now`. Each delivery is counted once, however often this is called.
    mutating func look(at now: Instant) {
        let bound = now - Self.lateness
        guard bound > horizon else { return }
        for entry in entries[place(of: horizon)...] {
            guard entry.due < bound else { break }
            late += entry.count
        }
        horizon = bound
    }

    /// The place of the first entry that is due at an instant or later.
    private func place(of due: Instant) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].due < due { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
