import ShowTime

/// The occurrences of all messages in the order of time. Of repeats, only as many as can be looked at in next to no time.
struct InstantPlan {
    struct Entry {
        var offset: Interval
        var message: Int
        var occurrence: Int
    }

    private static let mostOccurrences = 100_000
    /// The most occurrences of one message that are taken after all others have ended. They coincide with no other message, and
    /// are looked at only because a message may exceed the quota alone.
    private static let mostAlone = 10_000
    private let entries: [Entry]

    init(_ timeline: Timeline, leavingOut skipped: Set<Int>) {
        var entries: [Entry] = []
        entries.reserveCapacity(timeline.messages.count)
        let repeats = timeline.messages.count { $0.schedule.isRepeated }
        let mostOfEach = max(2, Self.mostOccurrences / max(repeats, 1))
        let othersEnd = repeats == 0 ? Interval.longest : Self.endOfAllButOne(timeline, leavingOut: skipped)
        for index in timeline.messages.indices where !skipped.contains(index) {
            let schedule = timeline.messages[index].schedule
            let most = min(mostOfEach, schedule.firstOccurrence(from: othersEnd) + Self.mostAlone)
            for occurrence in 1...min(schedule.lastOccurrence, most) {
                entries.append(
                    Entry(
                        offset: schedule.offset(ofOccurrence: occurrence), message: index, occurrence: occurrence))
            }
        }
        // Most timelines are written in order.
        let isSorted = zip(entries, entries.dropFirst()).allSatisfy { $0.offset <= $1.offset }
        if !isSorted { entries.sort { ($0.offset, $0.message) < ($1.offset, $1.message) } }
        self.entries = entries
    }

    /// The offset at which all messages have ended except the one that ends last.
    private static func endOfAllButOne(_ timeline: Timeline, leavingOut skipped: Set<Int>) -> Interval {
        var (last, lastButOne) = (-Interval.longest, -Interval.longest)
        for index in timeline.messages.indices where !skipped.contains(index) {
            let schedule = timeline.messages[index].schedule
            let end = schedule.offset(ofOccurrence: schedule.lastOccurrence)
            if end > last { (last, lastButOne) = (end, last) } else { lastButOne = max(lastButOne, end) }
        }
        return lastButOne
    }

    /// The occurrences that are due together, instant by instant.
    var instants: some Sequence<ArraySlice<Entry>> {
        sequence(state: entries[...]) { rest in
            guard let first = rest.first else { return nil }
            let end = rest.firstIndex { $0.offset != first.offset } ?? rest.endIndex
            defer { rest = rest[end...] }
            return rest[..<end]
        }
    }
}
