import ShowTime
import Templates
import Timelines

extension Run {
    /// Begins an attempt at a delivery.
    ///
    /// - Returns: the length of its text in bytes; nil where it has fewer parts than it had, and nothing is left to send.
    mutating func attempt(
        _ delivery: inout Delivery, _ id: Attempt.ID, isProbe: Bool, _ actions: inout [Scheduler.Action]
    ) throws(ExpansionError) -> Int? {
        let timeline = timeline(of: delivery.key)
        let message = timeline.messages[Int(delivery.key.message)]
        let room = timeline.roomIndex(of: delivery.key)
        if message.condition != nil {
            // Only whether it can be said: it was asked when the plan came to it.
            do throws(TemplateError) {
                _ = try expander.isWanted(message, occurrence: delivery.key.occurrence, room: room)
            } catch {
                throw .template(error)
            }
        }
        let (content, parts) = try expander.content(
            of: message, occurrence: delivery.key.occurrence, room: room, due: delivery.due, part: Int(delivery.part))
        if parts != delivery.parts { settleParts(parts, of: &delivery) }
        guard let content else { return nil }
        inFlight += 1
        actions.append(
            .attempt(
                Attempt(
                    id: id, run: self.id, messageID: message.id, occurrence: delivery.key.occurrence,
                    part: delivery.splitPart, roomID: timeline.rooms[room].id,
                    sender: timeline.senders[message.sender], category: delivery.category,
                    content: content, due: delivery.due, number: delivery.attempts + 1, isProbe: isProbe)))
        return content.utf8.count
    }

    /// Ends an attempt at a delivery that is open, and with it the delivery, unless its text has another part.
    ///
    /// - Parameter bytes: of the attempt, nil where an earlier process made it.
    /// - Returns: the delivery with its next part, which is still open.
    mutating func end(
        _ delivery: Delivery, _ outcome: Outcome, _ end: AttemptEnd, bytes: Int?, at now: Instant,
        _ actions: inout [Scheduler.Action]
    ) -> Delivery? {
        endPart(delivery, outcome, end, bytes: bytes, at: now, &actions)
        let maxLate = timeline(of: delivery.key).messages[Int(delivery.key.message)].policy.maxLate
        if let next = delivery.nextPart(endedAt: now, maxLate: maxLate) { return next }
        close(delivery)
        return nil
    }

    /// Ends all that is left of a delivery that is open, without an attempt.
    mutating func endRest(
        of delivery: Delivery, _ outcome: Outcome, _ end: AttemptEnd, at now: Instant,
        _ actions: inout [Scheduler.Action]
    ) {
        var delivery = delivery
        let timeline = timeline(of: delivery.key)
        let message = timeline.messages[Int(delivery.key.message)]
        if delivery.parts == 0, message.policy.overflow == .split, delivery.key.generation == generation {
            let contents = try? expander.contents(
                of: message, occurrence: delivery.key.occurrence, room: timeline.roomIndex(of: delivery.key),
                due: delivery.due)
            settleParts(contents?.count ?? 1, of: &delivery)
        }
        var next: Delivery? = delivery
        while let part = next {
            endPart(part, outcome, end, bytes: nil, at: now, &actions)
            next = part.nextPart(endedAt: now, maxLate: .zero)
        }
        close(delivery)
    }

    private mutating func endPart(
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
        tally[outcome] += 1
        record(delivery, outcome, end, bytes: bytes, at: now, &actions)
    }

    /// Nothing is left of a delivery that was open.
    mutating func close(_ delivery: Delivery) {
        open -= 1
        markEnded(delivery.key)
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
                        occurrence: delivery.key.occurrence, lastOccurrence: last, part: delivery.splitPart,
                        roomID: timeline.rooms[room].id,
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
