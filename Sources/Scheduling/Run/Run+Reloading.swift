import ShowTime
import Timelines

extension Run {
    /// Goes on with another timeline, from its start. What has ended stays ended, also while the timeline does not have it.
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
        firstOffset = min(timeline.firstOffset, .zero)
        holds = findHolds()
        claims.isUrgent = true
    }

    /// The key that a delivery of an earlier timeline has in the present one, nil where it is no longer in the timeline.
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

    /// A delivery by the indices of the timeline that is played now, nil where it is no longer in the timeline.
    func current(_ delivery: Delivery) -> Delivery? {
        guard let key = current(delivery.key) else { return nil }
        guard key != delivery.key else { return delivery }
        var current = self.delivery(key, due: delivery.due)
        current.extend(by: delivery.held)
        current.resume(
            atPart: delivery.part, of: delivery.parts, latest: delivery.part > 1 ? delivery.latest : nil)
        current.history = delivery.history
        return current
    }
}
