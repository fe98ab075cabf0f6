import Timelines

/// The place that each delivery has in a ledger: a bit for what is due once, a set of occurrences for what repeats.
///
/// A message that a new version of a timeline leaves as it was keeps its slots: nothing of it is copied.
struct LedgerLayout: Sendable {
    /// Where the slots of each message begin, with that of its first room: the index of a bit, or the bitwise complement of the
    /// index of a set.
    private(set) var firstSlots: [Int] = []
    private(set) var bits = 0
    private(set) var sets = 0

    init(_ timeline: Timeline, leads: [Int: Int] = [:]) {
        firstSlots.reserveCapacity(timeline.messages.count)
        let messages = timeline.messages
        // By index, so that no message is copied of which only little is needed here.
        for index in messages.indices {
            let rooms = timeline.roomLists[messages[index].roomList].count
            append(rooms: rooms, isSet: messages[index].schedule.isRepeated || leads[index] != nil)
        }
    }

    /// Makes a layout without messages that keeps the slots of another one.
    init(after other: LedgerLayout) {
        bits = other.bits
        sets = other.sets
    }

    /// Gives the next message slots of its own.
    mutating func append(rooms: Int, isSet: Bool) {
        firstSlots.append(isSet ? ~sets : bits)
        if isSet { sets += rooms } else { bits += rooms }
    }

    /// Gives the next message the slots that a message has in another layout.
    mutating func append(slotsOf message: Int, in other: LedgerLayout) { firstSlots.append(other.firstSlots[message]) }

    func isSet(_ message: Int) -> Bool { firstSlots[message] < 0 }

    fileprivate func slot(_ message: Int, _ position: Int) -> Int {
        let first = firstSlots[message]
        return (first < 0 ? ~first : first) + position
    }
}

/// Which deliveries of a run have ended: a bit for what is due once, ranges of occurrences for what repeats.
///
/// Occurrences have the numbers that the log has for them, which may be ahead of the schedule's.
struct Ledger: Sendable {
    private(set) var layout: LedgerLayout
    private var once: [UInt64] = []
    private var repeats: [OccurrenceSet] = []
    /// How many deliveries of the timeline have ended.
    private(set) var count = 0

    init(_ timeline: Timeline, leads: [Int: Int] = [:]) {
        layout = LedgerLayout(timeline, leads: leads)
        grow()
    }

    private mutating func grow() {
        let words = (layout.bits + 63) / 64
        if words > once.count { once += Array(repeating: 0, count: words - once.count) }
        if layout.sets > repeats.count {
            repeats += Array(repeating: OccurrenceSet(), count: layout.sets - repeats.count)
        }
    }

    /// - Parameter position: of the room in the message's list of rooms.
    func contains(message: Int, position: Int, occurrence: Int) -> Bool {
        let slot = layout.slot(message, position)
        if layout.isSet(message) { return repeats[slot].contains(occurrence) }
        return occurrence == 1 && once[slot / 64] & (1 << UInt64(slot % 64)) != 0
    }

    /// - Parameter planned: the numbers that the schedule has; only those are counted.
    /// - Returns: false where there is no place for a number that the schedule does not have.
    @discardableResult
    mutating func insert(
        _ occurrences: ClosedRange<Int>, message: Int, position: Int, planned: ClosedRange<Int>
    ) -> Bool {
        let slot = layout.slot(message, position)
        guard !layout.isSet(message) else {
            if planned.lowerBound <= occurrences.lowerBound, occurrences.upperBound <= planned.upperBound {
                count += repeats[slot].insert(occurrences)
            } else {
                let before = repeats[slot].count(in: planned)
                repeats[slot].insert(occurrences)
                count += repeats[slot].count(in: planned) - before
            }
            return true
        }
        let bit: UInt64 = 1 << UInt64(slot % 64)
        if occurrences.contains(1), once[slot / 64] & bit == 0 {
            once[slot / 64] |= bit
            count += 1
        }
        return occurrences == 1...1
    }

    /// Takes note that some occurrences have not ended after all.
    ///
    /// - Parameter planned: the numbers that the schedule has; only those were counted.
    mutating func remove(_ occurrences: ClosedRange<Int>, message: Int, position: Int, planned: ClosedRange<Int>) {
        let slot = layout.slot(message, position)
        if layout.isSet(message) {
            let before = repeats[slot].count(in: planned)
            repeats[slot].remove(occurrences)
            count += repeats[slot].count(in: planned) - before
        } else if contains(message: message, position: position, occurrence: 1), occurrences.contains(1) {
            once[slot / 64] &= ~(1 << UInt64(slot % 64))
            count -= 1
        }
    }

    /// The first occurrence from `first` on that has not ended in all of a message's rooms.
    func firstOpen(message: Int, rooms: Int, from first: Int) -> Int {
        let slot = layout.slot(message, 0)
        return repeats[slot..<slot + rooms].lazy.map { $0.firstGap(from: first) }.min() ?? first
    }

    /// The occurrences of one message in one room that have ended.
    func ended(message: Int, position: Int) -> OccurrenceSet {
        if layout.isSet(message) { return repeats[layout.slot(message, position)] }
        var set = OccurrenceSet()
        if contains(message: message, position: position, occurrence: 1) { set.insert(1...1) }
        return set
    }

    /// How many deliveries of a message have ended.
    func count(ofMessage message: Int, rooms: Int, planned: ClosedRange<Int>) -> Int {
        let slot = layout.slot(message, 0)
        if layout.isSet(message) { return repeats[slot..<slot + rooms].reduce(0) { $0 + $1.count(in: planned) } }
        return (0..<rooms).count { contains(message: message, position: $0, occurrence: 1) }
    }

    // MARK: Reloads

    /// Goes on with another version of the timeline, whose layout shares slots with this one.
    mutating func replaceLayout(with layout: LedgerLayout) {
        self.layout = layout
        grow()
    }

    /// Takes in what has ended of one message in one room, without counting it.
    ///
    /// - Returns: false where there is no place for all of it.
    mutating func take(_ ended: OccurrenceSet, message: Int, position: Int) -> Bool {
        let count = count
        defer { self.count = count }
        return ended.ranges.allSatisfy { insert($0, message: message, position: position, planned: $0) }
    }

    /// Counts deliveries of a message that have ended, or, where `more` is negative, no longer counts them.
    mutating func count(_ more: Int) { count += more }
}

/// What has ended of messages and rooms that the timeline no longer has, by their names: it may get them back.
struct FormerLedger: Sendable {
    /// By message, then by room.
    private(set) var ended: [String: [String: OccurrenceSet]] = [:]

    func contains(message: String, room: String, occurrence: Int) -> Bool {
        ended[message]?[room]?.contains(occurrence) ?? false
    }

    mutating func insert(message: String, room: String, occurrences: ClosedRange<Int>) {
        ended[message, default: [:]][room, default: OccurrenceSet()].insert(occurrences)
    }

    /// Takes note that some occurrences have not ended after all.
    mutating func remove(message: String, room: String, occurrences: ClosedRange<Int>) {
        ended[message]?[room]?.remove(occurrences)
    }

    mutating func insert(message: String, room: String, _ ended: OccurrenceSet) {
        for range in ended.ranges { insert(message: message, room: room, occurrences: range) }
    }
}
