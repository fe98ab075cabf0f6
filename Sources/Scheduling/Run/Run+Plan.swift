import HeapModule
import ShowTime
import Timelines

extension Run {
    /// Moves every suspended delivery that is due at `now` into the queue, and about `most` deliveries of the plan.
    ///
    /// - Parameter late: receives the deliveries whose lateness must be judged before they go into the queue.
    /// - Returns: whether the plan has more that is due.
    mutating func release(
        at now: Instant, most: Int, into queue: inout ReadyQueue, late: inout [Delivery]
    ) -> Bool {
        let offset = offset(at: showTime(at: now))
        var released = 0
        var hasMore = false
        while let next = cursor.next, next.offset <= offset, !standsStill(before: next) {
            guard released < most else {
                hasMore = true
                break
            }
            cursor.advance()
            released += release(next, at: now, into: &queue, late: &late)
        }
        // After the plan, which may have come to a hold: what lies before that point still goes out, and nothing behind it.
        var clock = showTime(at: now)
        if hasMore, let next = cursor.next { clock = min(clock, due(next.offset)) }
        while let delivery = popSuspended(at: clock) {
            watchWhatFollows(delivery, at: now)
            if now > delivery.latest { late.append(delivery) } else { queue.insert(delivery) }
        }
        return hasMore
    }

    /// Moves one occurrence, for every room that has not had it. Returns how many rooms it has.
    private mutating func release(
        _ occurrence: PlanCursor.Occurrence, at now: Instant, into queue: inout ReadyQueue, late: inout [Delivery]
    ) -> Int {
        let timeline = timeline
        let message = occurrence.message
        let category = timeline.messages[message].category
        let policy = timeline.messages[message].policy
        let number = occurrence.occurrence + lead(of: message)
        let isConditional = timeline.messages[message].condition != nil
        let rooms = timeline.roomLists[timeline.messages[message].roomList]
        if policy.late == .send, timeline.messages[message].schedule.isRepeated {
            watch(occurrence.occurrence, ofMessage: message)
        }
        let due = due(occurrence.offset)
        let isLate = now - due > policy.maxLate || (skipsBeforeStart && occurrence.offset < .zero)
        for position in rooms.indices {
            let key = DeliveryKey(
                run: self.number, message: Int32(message), position: Int32(position), generation: generation,
                occurrence: number)
            if passesOver(key) { continue }
            if isConditional, timeline.messages[message].isWantedByInput {
                usedInputs.formUnion(inputNames(of: timeline.messages[message]))
            }
            // Not marked as ended: another version of the timeline may want it.
            if isConditional, !isWanted(key) { continue }
            open += 1
            let delivery = Delivery(
                key, due: due, policy: policy, roomSlot: roomSlots[rooms[position]], category: category)
            if isLate { late.append(delivery) } else { queue.insert(delivery) }
        }
        return rooms.count
    }

    /// Whether the plan passes over a delivery that it came to: it has ended, or was begun before.
    private mutating func passesOver(_ key: DeliveryKey) -> Bool {
        if ledger.contains(message: Int(key.message), position: Int(key.position), occurrence: key.occurrence) {
            return true
        }
        if !begun.isEmpty, begun.remove(key) != nil { return true }
        // Where a message has no end, the skip did not end the occurrences that were not due yet.
        return timeline.messages[Int(key.message)].schedule.count == nil && isSkipped(key)
    }

    // MARK: Suspended deliveries

    mutating func suspend(_ delivery: Delivery) {
        let offset = delivery.isBegun ? nil : offset(of: delivery.key)
        suspended.insert(SuspendedDelivery(offset: offset, delivery: delivery))
    }

    /// Takes the next suspended delivery that is due at `now`.
    private mutating func popSuspended(at now: Instant) -> Delivery? {
        guard let first = suspended.min, first.offset.map({ due($0) <= now }) ?? true else { return nil }
        suspended.removeMin()
        var delivery = first.delivery
        if let offset = first.offset { delivery.move(to: due(offset)) }
        return delivery
    }

    /// Takes out the suspended deliveries that `condition` picks.
    mutating func removeSuspended(where condition: (Delivery) -> Bool) -> [Delivery] {
        var removed: [Delivery] = []
        var kept: [SuspendedDelivery] = []
        for entry in suspended.unordered {
            if condition(entry.delivery) { removed.append(entry.delivery) } else { kept.append(entry) }
        }
        suspended = Heap(kept)
        return removed.sorted()
    }

    // MARK: What is left of the plan

    /// Some deliveries of one message in one room that have neither begun nor ended.
    struct Remainder {
        var message: Int
        var position: Int
        var occurrences: ClosedRange<Int>
    }

    /// Takes out of the plan what is left of all messages, or of one. Of a message without end, what is not due yet was
    /// never planned and is not returned.
    mutating func dropRemainder(ofMessage only: Int? = nil) -> [Remainder] {
        let remainders = remainders { message in
            only == nil || message == only ? timeline.messages[message].schedule.count : nil
        }
        if let only { cursor.drop(only) } else { cursor.dropAll() }
        return remainders
    }

    /// Takes the next messages out of the plan, of which about `most` deliveries are left. Of a message without end nothing is
    /// returned.
    mutating func dropRemainder(most: Int) -> [Remainder] {
        let timeline = timeline
        let dropped = cursor.dropFirst(most: most) { message in
            timeline.rooms(of: timeline.messages[message]).count * (timeline.messages[message].schedule.count ?? 1)
        }
        return remainders(of: dropped) { timeline.messages[$0].schedule.count }
    }

    /// The deliveries of the plan that were due by `instant` and have neither ended nor begun.
    func remainder(dueUntil instant: Instant) -> [Remainder] {
        remainders { lastOccurrence(ofMessage: $0, until: offset(at: instant)) }
    }

    /// The last occurrence of a message that is due by an offset, nil where none is.
    private func lastOccurrence(ofMessage message: Int, until offset: Interval) -> Int? {
        let schedule = timeline.messages[message].schedule
        let last = schedule.firstOccurrence(from: offset + Interval(nanoseconds: 1)) - 1
        return last < 1 ? nil : min(last, schedule.lastOccurrence)
    }

    /// The deliveries of some messages that were due by an offset and have neither ended nor begun, however far the plan has
    /// come.
    func remainder(ofMessages messages: [Int], until offset: Interval) -> [Remainder] {
        guard !messages.isEmpty else { return [] }
        return remainders(of: messages.map { ($0, 1) }) { lastOccurrence(ofMessage: $0, until: offset) }
    }

    /// Goes back in the plan, if it has come further than an offset.
    mutating func goThroughPlan(from offset: Interval) {
        if cursor.next.map({ $0.offset > offset }) ?? true { cursor = PlanCursor(plan, from: offset) }
    }

    /// Goes through the plan from its beginning again, without what has ended.
    mutating func goThroughPlanAgain() { cursor = PlanCursor(plan, after: ledger, leads: version.leads) }

    /// - Parameter last: the last occurrence that is looked at of a message, nil for none.
    private func remainders(until last: (Int) -> Int?) -> [Remainder] { remainders(of: cursor.upcoming, until: last) }

    /// - Parameter messages: the messages, each with the first occurrence of it that is looked at.
    private func remainders(
        of messages: [(message: Int, occurrence: Int)], until last: (Int) -> Int?
    ) -> [Remainder] {
        var remainders: [Remainder] = []
        let timeline = timeline
        let begun = Dictionary(grouping: begun, by: \.message)
        for (message, first) in messages {
            guard let last = last(message), last >= first else { continue }
            let lead = lead(of: message)
            let begun = begun[Int32(message)].map { keys in Dictionary(grouping: keys) { Int($0.position) } } ?? [:]
            for position in timeline.rooms(of: timeline.messages[message]).indices {
                var taken = ledger.ended(message: message, position: position)
                for key in begun[position] ?? [] { taken.insert(key.occurrence...key.occurrence) }
                for gap in taken.gaps(in: first + lead...last + lead) {
                    remainders.append(Remainder(message: message, position: position, occurrences: gap))
                }
            }
        }
        return remainders
    }

    /// The deliveries of a message that were begun before the plan comes to them, by the positions of the rooms.
    func begun(ofMessage message: Int) -> [Int: [DeliveryKey]] {
        Dictionary(grouping: begun.lazy.filter { Int($0.message) == message }) { Int($0.position) }
    }

    /// Whether a message of the timeline has deliveries that have not ended.
    func hasAnythingLeft(ofMessage message: Int) -> Bool {
        guard timeline.messages[message].schedule.count != nil else { return true }
        let numbers = version.numbers(ofMessage: message)
        return timeline.rooms(of: timeline.messages[message]).indices.contains { position in
            ledger.ended(message: message, position: position).firstGap(from: numbers.lowerBound)
                <= numbers.upperBound
        }
    }
}
