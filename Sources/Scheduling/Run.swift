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

    /// A delivery that was due and was taken back by a hold or a shift.
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
    private(set) var roomSlots: [Int32]
    private var cursor: PlanCursor
    var expander: MessageExpander
    var ledger: Ledger
    /// What an earlier process, or the timeline before a reload, left undecided.
    var carried: [DeliveryKey: RunRecovery.OpenDelivery] = [:]
    /// In flight while a reload brought in new indices: not to be begun a second time.
    var busy: Set<DeliveryKey> = []
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
    /// Deliveries that are due and have not ended.
    var open = 0
    var inFlight = 0

    init(id: RunID, number: Int32, timeline: Timeline, roomSlots: [Int32]) {
        self.id = id
        self.number = number
        timelines = [timeline]
        self.roomSlots = roomSlots
        cursor = PlanCursor(timeline)
        expander = MessageExpander(timeline, start: id.start)
        ledger = Ledger(timeline)
        planned = timeline.plannedDeliveries
    }

    var timeline: Timeline { timelines[timelines.count - 1] }
    var generation: Int32 { Int32(timelines.count - 1) }
    var isHeld: Bool { heldSince != nil }

    func timeline(of key: DeliveryKey) -> Timeline { timelines[Int(key.generation)] }
    func message(of key: DeliveryKey) -> Message { timeline(of: key).messages[Int(key.message)] }

    /// Index of the room among those of its timeline.
    func roomIndex(of key: DeliveryKey) -> Int {
        timeline(of: key).rooms(of: message(of: key))[Int(key.position)]
    }

    func room(of key: DeliveryKey) -> Room { timeline(of: key).rooms[roomIndex(of: key)] }

    /// When an occurrence that was not yet attempted is due.
    func due(_ offset: Interval) -> Instant { id.start + offset + shift }

    /// Whether there is nothing left that will ever be due.
    var isExhausted: Bool { cursor.next == nil && returned.isEmpty }

    /// When the next delivery comes into the queue, nil where the show stands still or is over.
    var nextDue: Instant? {
        guard state == .playing, !isHeld else { return nil }
        if let first = returned.min, first.offset == nil { return first.delivery.due }
        let offsets = [cursor.next?.offset, returned.min?.offset].compactMap { $0 }
        return offsets.min().map(due)
    }

    /// The next message by the script, for those who watch.
    var nextMessage: (id: String, due: Instant)? {
        cursor.next.map { (timeline.messages[$0.message].id, due($0.offset)) }
    }

    /// Takes the next delivery that was taken back and is due at `now`.
    mutating func popReturned(at now: Instant) -> Delivery? {
        guard let first = returned.min, first.offset.map({ due($0) <= now }) ?? true else { return nil }
        returned.removeMin()
        var delivery = first.delivery
        if let offset = first.offset { delivery.due = due(offset) }
        return delivery
    }

    /// Takes the next occurrence that is due at `now`.
    mutating func popOccurrence(at now: Instant) -> PlanCursor.Occurrence? {
        guard let next = cursor.next, due(next.offset) <= now else { return nil }
        cursor.advance()
        return next
    }

    mutating func takeBack(_ delivery: Delivery) {
        let offset =
            delivery.isAttempted
            ? nil : message(of: delivery.key).schedule.offset(ofOccurrence: delivery.key.occurrence)
        returned.insert(Returned(offset: offset, delivery: delivery))
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

    // MARK: The rest of the plan

    /// Some deliveries of one message in one room that are neither due yet nor ended.
    struct Remainder {
        var message: Int
        var position: Int
        /// The last is nil where the message has no end.
        var first: Int
        var last: Int?
    }

    /// Takes out of the plan what is left of all messages, or of one, and returns it.
    mutating func dropRemainder(ofMessage only: Int? = nil) -> [Remainder] {
        var remainders: [Remainder] = []
        for (message, first) in cursor.upcoming where only == nil || message == only {
            let entry = timeline.messages[message]
            for position in timeline.rooms(of: entry).indices {
                guard let last = entry.schedule.count else {
                    remainders.append(Remainder(message: message, position: position, first: first, last: nil))
                    continue
                }
                for gap in ledger.open(timeline, message: message, position: position, in: first...last) {
                    remainders.append(
                        Remainder(message: message, position: position, first: gap.lowerBound, last: gap.upperBound))
                }
            }
        }
        if let only { cursor.drop(only) } else { cursor.dropAll() }
        return remainders
    }

    // MARK: Reloading

    /// Goes on with another timeline. What has ended stays ended.
    mutating func replaceTimeline(with timeline: Timeline, roomSlots: [Int32]) {
        let old = self.timeline
        let oldLedger = ledger
        timelines.append(timeline)
        self.roomSlots = roomSlots
        cursor = PlanCursor(timeline)
        expander = MessageExpander(timeline, start: id.start)
        ledger = Ledger(timeline)
        let index = TimelineIndex(timeline)
        self.index = index
        for (number, message) in old.messages.enumerated() {
            guard let newNumber = index.message(message.id) else { continue }
            for (position, room) in old.rooms(of: message).enumerated() {
                guard let newPosition = index.position(of: old.rooms[room].id, in: newNumber) else { continue }
                for range in oldLedger.ended(old, message: number, position: position).ranges {
                    guard let kept = range.clamped(toOccurrencesOf: timeline.messages[newNumber].schedule) else {
                        continue
                    }
                    ledger.insert(timeline, message: newNumber, position: newPosition, occurrences: kept)
                }
            }
        }
    }

    /// The key that a delivery of an earlier timeline has in the present one, nil where it is no longer in the script.
    func current(_ key: DeliveryKey) -> DeliveryKey? {
        guard key.generation != generation else { return key }
        guard let index, let message = index.message(message(of: key).id),
            let position = index.position(of: room(of: key).id, in: message),
            timeline.messages[message].schedule.contains(occurrence: key.occurrence)
        else { return nil }
        var current = key
        current.message = Int32(message)
        current.position = Int32(position)
        current.generation = generation
        return current
    }
}

extension ClosedRange<Int> {
    fileprivate func clamped(toOccurrencesOf schedule: Schedule) -> ClosedRange<Int>? {
        guard let count = schedule.count else { return self }
        return lowerBound <= count ? lowerBound...Swift.min(upperBound, count) : nil
    }
}
