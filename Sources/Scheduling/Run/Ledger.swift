import Timelines

/// Which deliveries of a run have ended: a bit for what is due once, ranges of occurrences for what repeats.
struct Ledger: Sendable {
    /// The first slot of each message, of bits or of sets; a slot is a message and a room of it.
    private let firstSlots: [Int]
    private var once: [UInt64]
    private var repeats: [OccurrenceSet]
    /// How many deliveries have ended.
    private(set) var count = 0

    init(_ timeline: Timeline) {
        var slots: [Int] = []
        slots.reserveCapacity(timeline.messages.count)
        var nextBit = 0
        var nextSet = 0
        let messages = timeline.messages
        // By index: a message is more than is looked at here.
        for index in messages.indices {
            let rooms = timeline.roomLists[messages[index].roomList].count
            if messages[index].schedule.isRepeated {
                slots.append(nextSet)
                nextSet += rooms
            } else {
                slots.append(nextBit)
                nextBit += rooms
            }
        }
        firstSlots = slots
        once = Array(repeating: 0, count: (nextBit + 63) / 64)
        repeats = Array(repeating: OccurrenceSet(), count: nextSet)
    }

    /// - Parameter position: of the room in the message's list of rooms.
    func contains(message: Int, position: Int, isRepeated: Bool, occurrence: Int) -> Bool {
        let slot = firstSlots[message] + position
        return isRepeated ? repeats[slot].contains(occurrence) : once[slot / 64] & (1 << UInt64(slot % 64)) != 0
    }

    /// Occurrences that the schedule does not have are left out.
    mutating func insert(_ schedule: Schedule, message: Int, position: Int, occurrences: ClosedRange<Int>) {
        let slot = firstSlots[message] + position
        guard schedule.isRepeated else {
            let bit: UInt64 = 1 << UInt64(slot % 64)
            guard occurrences.contains(1), once[slot / 64] & bit == 0 else { return }
            once[slot / 64] |= bit
            count += 1
            return
        }
        guard let kept = occurrences.clamped(toOccurrencesOf: schedule) else { return }
        count += repeats[slot].insert(kept)
    }

    /// The first occurrence of a repeat that has not ended in all of its rooms.
    func firstOpen(message: Int, rooms: Int) -> Int {
        let first = firstSlots[message]
        return repeats[first..<first + rooms].lazy.map(\.firstGap).min() ?? 1
    }

    /// The occurrences of one message in one room that have ended.
    func ended(message: Int, position: Int, isRepeated: Bool) -> OccurrenceSet {
        if isRepeated { return repeats[firstSlots[message] + position] }
        var set = OccurrenceSet()
        if contains(message: message, position: position, isRepeated: false, occurrence: 1) { set.insert(1...1) }
        return set
    }
}

/// What has ended of messages and rooms that the timeline no longer has, by their names: it may get them back.
struct FormerLedger: Sendable {
    struct Name: Hashable, Sendable {
        var message: String
        var room: String
    }

    private(set) var ended: [Name: OccurrenceSet] = [:]

    func contains(message: String, room: String, occurrence: Int) -> Bool {
        ended[Name(message: message, room: room)]?.contains(occurrence) ?? false
    }

    mutating func insert(message: String, room: String, occurrences: ClosedRange<Int>) {
        ended[Name(message: message, room: room), default: OccurrenceSet()].insert(occurrences)
    }
}

extension ClosedRange<Int> {
    /// Nil where the schedule has none of them.
    fileprivate func clamped(toOccurrencesOf schedule: Schedule) -> ClosedRange<Int>? {
        let first = Swift.max(lowerBound, 1)
        let last = Swift.min(upperBound, schedule.count ?? upperBound)
        return first <= last ? first...last : nil
    }
}
