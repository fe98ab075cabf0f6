import ShowTime
import Timelines

extension Run {
    /// Begins an attempt at a delivery.
    ///
    /// - Returns: the length of its text in bytes.
    mutating func attempt(
        _ delivery: Delivery, _ id: Attempt.ID, isProbe: Bool, _ actions: inout [Scheduler.Action]
    ) throws(ExpansionError) -> Int {
        let timeline = timeline(of: delivery.key)
        let message = Int(delivery.key.message)
        let room = timeline.roomIndex(of: delivery.key)
        let content = try expander.content(
            of: timeline.messages[message], occurrence: delivery.key.occurrence, room: room, due: delivery.due)
        inFlight += 1
        actions.append(
            .attempt(
                Attempt(
                    id: id, run: self.id, messageID: timeline.messages[message].id,
                    occurrence: delivery.key.occurrence, roomID: timeline.rooms[room].id,
                    sender: timeline.senders[timeline.messages[message].sender], category: delivery.category,
                    content: content, due: delivery.due, number: delivery.attempts + 1, isProbe: isProbe)))
        return content.utf8.count
    }

    /// Ends a delivery that is open.
    ///
    /// - Parameter bytes: of the attempt that ended it, nil where none did.
    mutating func end(
        _ delivery: Delivery, _ outcome: Outcome, _ end: AttemptEnd, bytes: Int?, at now: Instant,
        _ actions: inout [Scheduler.Action]
    ) {
        // Of what had an attempt without an answer, nobody can say that it was not shown.
        let saysNotShown =
            switch outcome {
            case .failed, .missed, .cancelled, .invalid: true
            default: false
            }
        let outcome = saysNotShown && delivery.mayHaveBeenShown ? .unknown : outcome
        open -= 1
        tally[outcome] += 1
        markEnded(delivery.key)
        record(delivery, outcome, end, bytes: bytes, at: now, &actions)
    }

    /// Ends many occurrences of a message in one room that are not open yet, with one record.
    mutating func end(
        _ first: Delivery, through last: Int, _ outcome: Outcome, _ end: AttemptEnd, at now: Instant,
        _ actions: inout [Scheduler.Action]
    ) {
        tally[outcome] += last - first.key.occurrence + 1
        markEnded(first.key, through: last)
        record(first, through: last, outcome, end, bytes: nil, at: now, &actions)
    }

    /// Records what became of an attempt, or of a delivery that was not attempted.
    func record(
        _ delivery: Delivery, through last: Int? = nil, _ outcome: Outcome, _ end: AttemptEnd, bytes: Int?,
        at now: Instant, _ actions: inout [Scheduler.Action]
    ) {
        let timeline = timeline(of: delivery.key)
        let room = timeline.roomIndex(of: delivery.key)
        actions.append(
            .record(
                .result(
                    ResultRecord(
                        time: now, run: id, messageID: timeline.messages[Int(delivery.key.message)].id,
                        occurrence: delivery.key.occurrence, lastOccurrence: last, roomID: timeline.rooms[room].id,
                        roomName: timeline.rooms[room].name, category: delivery.category, due: delivery.due,
                        attempt: delivery.attempts + (bytes == nil ? 0 : 1), outcome: outcome, code: end.code,
                        reason: end.reason, apiMessageID: end.messageID, requestID: end.requestID,
                        late: (end.handedOver ?? now) - delivery.due, took: bytes == nil ? nil : end.took,
                        bytes: bytes))))
    }

    mutating func markBegun(_ key: DeliveryKey) { begun.insert(key) }

    private mutating func markEnded(_ key: DeliveryKey, through last: Int? = nil) {
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
}
