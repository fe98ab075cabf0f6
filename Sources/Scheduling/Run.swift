import HeapModule
import ShowTime
import Timelines

/// The state of one run.
struct Run: Sendable {
    enum State: Sendable, Hashable {
        case playing
        /// Nothing new leaves; a later start goes on.
        case stopping
        case stopped
        case ended
    }

    /// A delivery that was due and goes on later: it was taken back by a hold or a shift, or is left from before a reload
    /// or from an earlier process.
    private struct Returned: Comparable, Sendable {
        /// Nil where an attempt has fixed its due time: it goes on at once.
        var offset: Interval?
        var delivery: Delivery

        static func < (left: Returned, right: Returned) -> Bool {
            let leftOffset = left.offset?.nanoseconds ?? .min
            let rightOffset = right.offset?.nanoseconds ?? .min
            return leftOffset != rightOffset ? leftOffset < rightOffset : left.delivery < right.delivery
        }
    }

    let id: RunID
    let number: Int32
    /// The timeline as loaded and as reloaded since; the last is played.
    private(set) var timelines: [Timeline]
    /// Index among the rooms of the account, of each room of the timeline.
    private(set) var roomSlots: [Int32]
    private var cursor: PlanCursor
    var expander: MessageExpander
    private(set) var ledger: Ledger
    private var formerLedger = FormerLedger()
    /// What was begun before the plan was gone through from its start again, by a reload or by an earlier process, and is
    /// not to be begun a second time when the plan comes to it.
    private(set) var begun: Set<DeliveryKey> = []
    private var index: TimelineIndex?
    private var returned: Heap<Returned> = []

    var state = State.playing
    var shift = Interval.zero
    var heldSince: Instant?
    var skipped: Set<String> = []
    var isCancelled = false
    /// Whether messages before the start count as missed: the start was "now".
    var skipsBeforeStart = false
    var tally = Tally()
    /// Nil where the timeline has no end.
    var planned: Int?
    /// Deliveries that are due, or were begun, and have not ended.
    var open = 0
    var inFlight = 0

    init(id: RunID, number: Int32, timeline: Timeline, roomSlots: [Int32], ledger: Ledger? = nil) {
        let ledger = ledger ?? Ledger(timeline)
        self.id = id
        self.number = number
        self.ledger = ledger
        self.roomSlots = roomSlots
        timelines = [timeline]
        cursor = PlanCursor(timeline, after: ledger)
        expander = MessageExpander(timeline, start: id.start)
        planned = timeline.plannedDeliveries
    }

    var timeline: Timeline { timelines[timelines.count - 1] }
    var generation: Int32 { Int32(timelines.count - 1) }
    var isHeld: Bool { heldSince != nil }

    func timeline(of key: DeliveryKey) -> Timeline { timelines[Int(key.generation)] }

    /// When an occurrence that was not yet attempted is due.
    func due(_ offset: Interval) -> Instant { id.start + offset + shift }

    func delivery(_ key: DeliveryKey, due: Instant) -> Delivery {
        let timeline = timeline(of: key)
        return Delivery(
            key, due: due, roomSlot: roomSlots[timeline.roomIndex(of: key)], category: timeline.category(of: key))
    }

    /// Goes on from what an earlier process left, but for the deliveries that it left undecided.
    mutating func takeOver(_ recovery: RunRecovery) {
        tally = recovery.tally
        shift = recovery.shift
        heldSince = recovery.heldSince
        skipped = recovery.skipped
        isCancelled = recovery.isCancelled
        formerLedger = recovery.formerLedger
        planned = timeline.plannedDeliveries.map { $0 - ledger.count + tally.total + recovery.orphans.count }
    }

    // MARK: The plan

    /// Whether there is nothing left that will ever be due.
    var isExhausted: Bool { cursor.next == nil && returned.isEmpty }

    /// When the next delivery comes into the queue, nil where the show stands still or is over.
    var nextDue: Instant? {
        guard state == .playing, !isHeld else { return nil }
        let planned = cursor.next.map { due($0.offset) }
        guard let returned = returned.min.map({ $0.offset.map(due) ?? .distantPast }) else { return planned }
        return planned.map { min($0, returned) } ?? returned
    }

    /// The next message by the script, for those who watch.
    var nextMessage: (id: String, due: Instant)? {
        cursor.next.map { (timeline.messages[$0.message].id, due($0.offset)) }
    }

    /// Takes the next occurrence that is due at `now`.
    mutating func popOccurrence(at now: Instant) -> PlanCursor.Occurrence? {
        guard let next = cursor.next, due(next.offset) <= now else { return nil }
        cursor.advance()
        return next
    }

    /// Whether the plan passes over a delivery that it came to: it has ended, or was begun before.
    mutating func passesOver(_ key: DeliveryKey, isRepeated: Bool) -> Bool {
        if ledger.contains(
            message: Int(key.message), position: Int(key.position), isRepeated: isRepeated, occurrence: key.occurrence)
        {
            return true
        }
        return !begun.isEmpty && begun.remove(key) != nil
    }

    mutating func markBegun(_ key: DeliveryKey) { begun.insert(key) }

    mutating func markEnded(_ key: DeliveryKey, through last: Int? = nil) {
        guard let key = current(key) else {
            let timeline = timeline(of: key)
            markEnded(
                message: timeline.messages[Int(key.message)].id, room: timeline.rooms[timeline.roomIndex(of: key)].id,
                occurrence: key.occurrence)
            return
        }
        ledger.insert(
            timeline.messages[Int(key.message)].schedule, message: Int(key.message), position: Int(key.position),
            occurrences: key.occurrence...(last ?? key.occurrence))
    }

    /// Marks a delivery that the script no longer has.
    mutating func markEnded(message: String, room: String, occurrence: Int) {
        formerLedger.insert(message: message, room: room, occurrences: occurrence...occurrence)
    }

    // MARK: What was taken back

    mutating func takeBack(_ delivery: Delivery) {
        let schedule = timeline(of: delivery.key).messages[Int(delivery.key.message)].schedule
        let offset = delivery.isAttempted ? nil : schedule.offset(ofOccurrence: delivery.key.occurrence)
        returned.insert(Returned(offset: offset, delivery: delivery))
    }

    /// Takes the next delivery that was taken back and is due at `now`.
    mutating func popReturned(at now: Instant) -> Delivery? {
        guard let first = returned.min, first.offset.map({ due($0) <= now }) ?? true else { return nil }
        returned.removeMin()
        var delivery = first.delivery
        if let offset = first.offset { delivery.due = due(offset) }
        return delivery
    }

    /// Takes out everything that was taken back and that `condition` picks.
    mutating func removeReturned(where condition: (Delivery) -> Bool) -> [Delivery] {
        var removed: [Delivery] = []
        var kept: [Returned] = []
        for entry in returned.unordered {
            if condition(entry.delivery) { removed.append(entry.delivery) } else { kept.append(entry) }
        }
        returned = Heap(kept)
        return removed.sorted()
    }

    // MARK: Other versions of the timeline

    /// Goes on with another timeline, from its start. What has ended stays ended, also while the script does not have it.
    mutating func replaceTimeline(with timeline: Timeline, roomSlots: [Int32]) {
        let old = self.timeline
        let index = TimelineIndex(timeline)
        var ledger = Ledger(timeline)
        /// Returns whether the timeline has all of them.
        func insert(_ ended: OccurrenceSet, message: String, room: String) -> Bool {
            guard let message = index.message(message), let position = index.position(of: room, in: message) else {
                return false
            }
            let schedule = timeline.messages[message].schedule
            for range in ended.ranges {
                ledger.insert(schedule, message: message, position: position, occurrences: range)
            }
            return ended.ranges.allSatisfy { schedule.contains(occurrence: $0.upperBound) }
        }
        for (name, ended) in formerLedger.ended { _ = insert(ended, message: name.message, room: name.room) }
        for (number, message) in old.messages.enumerated() {
            for (position, room) in old.rooms(of: message).enumerated() {
                let ended = self.ledger.ended(
                    message: number, position: position, isRepeated: message.schedule.isRepeated)
                if insert(ended, message: message.id, room: old.rooms[room].id) { continue }
                for range in ended.ranges {
                    formerLedger.insert(message: message.id, room: old.rooms[room].id, occurrences: range)
                }
            }
        }
        timelines.append(timeline)
        self.index = index
        self.ledger = ledger
        self.roomSlots = roomSlots
        begun = []
        cursor = PlanCursor(timeline, after: ledger)
        expander = MessageExpander(timeline, start: id.start)
    }

    /// The key that a delivery of an earlier timeline has in the present one, nil where it is no longer in the script.
    func current(_ key: DeliveryKey) -> DeliveryKey? {
        guard key.generation != generation else { return key }
        let old = timeline(of: key)
        guard let index, let message = index.message(old.messages[Int(key.message)].id),
            let position = index.position(of: old.rooms[old.roomIndex(of: key)].id, in: message),
            timeline.messages[message].schedule.contains(occurrence: key.occurrence)
        else { return nil }
        var current = key
        current.message = Int32(message)
        current.position = Int32(position)
        current.generation = generation
        return current
    }

    /// A delivery by the indices of the timeline that is played now, nil where it is no longer in the script.
    func current(_ delivery: Delivery) -> Delivery? {
        guard let key = current(delivery.key) else { return nil }
        guard key != delivery.key else { return delivery }
        var current = self.delivery(key, due: delivery.due)
        current.trouble = delivery.trouble
        return current
    }

    // MARK: Ending

    /// Some deliveries of one message in one room that are neither due yet nor ended.
    struct Remainder {
        var message: Int
        var position: Int
        var occurrences: ClosedRange<Int>
    }

    /// Takes out of the plan what is left of all messages, or of one. Of a message without end, what is not due yet was
    /// never planned and is not returned.
    mutating func dropRemainder(ofMessage only: Int? = nil) -> [Remainder] {
        var remainders: [Remainder] = []
        let begun = Dictionary(grouping: begun) { [Int($0.message), Int($0.position)] }
        for (message, first) in cursor.upcoming where only == nil || message == only {
            let entry = timeline.messages[message]
            guard let last = entry.schedule.count else { continue }
            for position in timeline.rooms(of: entry).indices {
                var taken = ledger.ended(
                    message: message, position: position, isRepeated: entry.schedule.isRepeated)
                for key in begun[[message, position]] ?? [] { taken.insert(key.occurrence...key.occurrence) }
                for gap in taken.gaps(in: first...last) {
                    remainders.append(Remainder(message: message, position: position, occurrences: gap))
                }
            }
        }
        if let only { cursor.drop(only) } else { cursor.dropAll() }
        return remainders
    }

    /// Whether a message of the timeline has deliveries that have not ended.
    func hasAnythingLeft(ofMessage message: Int) -> Bool {
        let schedule = timeline.messages[message].schedule
        guard let last = schedule.count else { return true }
        return timeline.rooms(of: timeline.messages[message]).indices.contains { position in
            ledger.ended(message: message, position: position, isRepeated: schedule.isRepeated).firstGap <= last
        }
    }

    /// Lets go of what a run that is over no longer needs: a process may see thousands of them.
    mutating func retire(as state: State) {
        self.state = state
        cursor.dropAll()
        begun = []
        returned = []
    }
}

extension Timeline {
    /// Index of the room of a delivery among the timeline's.
    func roomIndex(of key: DeliveryKey) -> Int {
        roomLists[messages[Int(key.message)].roomList][Int(key.position)]
    }

    func category(of key: DeliveryKey) -> Category { messages[Int(key.message)].category }
}
