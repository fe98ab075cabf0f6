import Timelines

/// Which deliveries of a run have ended: a bit for what is due once, ranges of occurrences for what repeats.
struct Ledger: Sendable {
    /// The first slot of each message; a slot is a message and a room of it.
    private let firstSlots: [Int]
    private var once: [UInt64]
    private var repeats: [Int: OccurrenceSet] = [:]
    private(set) var count = 0

    init(_ timeline: Timeline) {
        var slots: [Int] = []
        slots.reserveCapacity(timeline.messages.count)
        var next = 0
        for message in timeline.messages {
            slots.append(next)
            next += timeline.rooms(of: message).count
        }
        firstSlots = slots
        once = Array(repeating: 0, count: (next + 63) / 64)
    }

    /// - Parameter position: of the room in the message's list of rooms.
    func contains(_ timeline: Timeline, message: Int, position: Int, occurrence: Int) -> Bool {
        let slot = firstSlots[message] + position
        if timeline.messages[message].schedule.isRepeated { return repeats[slot]?.contains(occurrence) ?? false }
        return once[slot / 64] & (1 << UInt64(slot % 64)) != 0
    }

    mutating func insert(_ timeline: Timeline, message: Int, position: Int, occurrences: ClosedRange<Int>) {
        let slot = firstSlots[message] + position
        if timeline.messages[message].schedule.isRepeated {
            let before = repeats[slot]?.count ?? 0
            repeats[slot, default: OccurrenceSet()].insert(occurrences)
            count += (repeats[slot]?.count ?? 0) - before
        } else if once[slot / 64] & (1 << UInt64(slot % 64)) == 0 {
            once[slot / 64] |= 1 << UInt64(slot % 64)
            count += 1
        }
    }

    /// The occurrences of `bounds` that have not ended.
    func open(_ timeline: Timeline, message: Int, position: Int, in bounds: ClosedRange<Int>) -> [ClosedRange<Int>] {
        let slot = firstSlots[message] + position
        guard timeline.messages[message].schedule.isRepeated else {
            return contains(timeline, message: message, position: position, occurrence: 1) ? [] : [1...1]
        }
        return repeats[slot]?.gaps(in: bounds) ?? [bounds]
    }

    /// The occurrences of one message in one room that have ended.
    func ended(_ timeline: Timeline, message: Int, position: Int) -> OccurrenceSet {
        let slot = firstSlots[message] + position
        if timeline.messages[message].schedule.isRepeated { return repeats[slot] ?? OccurrenceSet() }
        var set = OccurrenceSet()
        if contains(timeline, message: message, position: position, occurrence: 1) { set.insert(1) }
        return set
    }
}
