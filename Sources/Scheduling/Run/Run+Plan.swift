import HeapModule
import ShowTime
import Timelines

extension Run {
    /// Moves every suspended delivery that is due at `now` into the queue, and of the plan about `most` deliveries.
    ///
    /// - Parameter late: what must be judged first.
    /// - Returns: whether the plan has more that is due.
    mutating func release(
        at now: Instant, most: Int, into queue: inout ReadyQueue, late: inout [Delivery]
    ) -> Bool {
        // Where the timeline holds, what lies before that point still goes out.
        let clock = hold.map { min($0.since, now) } ?? now
        while let delivery = popSuspended(at: clock) {
            if now > delivery.latest { late.append(delivery) } else { queue.insert(delivery) }
        }
        let offset = clock - id.start - shift
        var released = 0
        while released < most {
            guard let next = cursor.next, next.offset <= offset, !standsStill(before: next) else { return false }
            cursor.advance()
            released += release(next, at: now, into: &queue, late: &late)
        }
        return true
    }

    /// Moves one occurrence, for every room that has not had it. Returns how many rooms it has.
    private mutating func release(
        _ occurrence: PlanCursor.Occurrence, at now: Instant, into queue: inout ReadyQueue, late: inout [Delivery]
    ) -> Int {
        let timeline = timeline
        let message = occurrence.message
        let category = timeline.messages[message].category
        let policy = timeline.messages[message].policy
        let isRepeated = timeline.messages[message].schedule.isRepeated
        let isConditional = timeline.messages[message].condition != nil
        let rooms = timeline.roomLists[timeline.messages[message].roomList]
        let due = due(occurrence.offset)
        let isLate = now - due > policy.maxLate || (skipsBeforeStart && occurrence.offset < .zero)
        for position in rooms.indices {
            let key = DeliveryKey(
                run: number, message: Int32(message), position: Int32(position), generation: generation,
                occurrence: occurrence.occurrence)
            if passesOver(key, isRepeated: isRepeated) { continue }
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
    private mutating func passesOver(_ key: DeliveryKey, isRepeated: Bool) -> Bool {
        if ledger.contains(
            message: Int(key.message), position: Int(key.position), isRepeated: isRepeated, occurrence: key.occurrence)
        {
            return true
        }
        return !begun.isEmpty && begun.remove(key) != nil
    }

    // MARK: Suspended deliveries

    mutating func suspend(_ delivery: Delivery) {
        let schedule = timeline(of: delivery.key).messages[Int(delivery.key.message)].schedule
        let offset = delivery.isBegun ? nil : schedule.offset(ofOccurrence: delivery.key.occurrence)
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

    /// Some deliveries of one message in one room that are neither due yet nor ended.
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

    /// What of the plan was due by `instant` and has neither ended nor begun.
    func remainder(dueUntil instant: Instant) -> [Remainder] {
        remainders { message in
            let schedule = timeline.messages[message].schedule
            let time = instant - due(schedule.first)
            guard time >= .zero else { return nil }
            guard schedule.isRepeated else { return 1 }
            return min(Int(time.nanoseconds / schedule.every.nanoseconds) + 1, schedule.lastOccurrence)
        }
    }

    /// Begins with the plan anew: what has ended since it was begun is not come to any more.
    mutating func goThroughPlanAgain() { cursor = PlanCursor(timeline, after: ledger) }

    /// - Parameter last: the last occurrence that is looked at of a message, nil for none.
    private func remainders(until last: (Int) -> Int?) -> [Remainder] {
        var remainders: [Remainder] = []
        let begun = Dictionary(grouping: begun) { [Int($0.message), Int($0.position)] }
        for (message, first) in cursor.upcoming {
            let entry = timeline.messages[message]
            guard let last = last(message), last >= first else { continue }
            for position in timeline.rooms(of: entry).indices {
                var taken = ledger.ended(
                    message: message, position: position, isRepeated: entry.schedule.isRepeated)
                for key in begun[[message, position]] ?? [] { taken.insert(key.occurrence...key.occurrence) }
                for gap in taken.gaps(in: first...last) {
                    remainders.append(Remainder(message: message, position: position, occurrences: gap))
                }
            }
        }
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
}
