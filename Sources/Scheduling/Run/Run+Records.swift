import ShowTime
import Templates
import Timelines

/// The texts and the records of a run's deliveries.
extension Run {
    /// Expands the text of a delivery that is about to be attempted.
    ///
    /// - Returns: nil where the text has fewer parts than it had, and the delivery's part is no longer among them.
    mutating func content(of delivery: inout Delivery) throws(ExpansionError) -> String? {
        let timeline = timeline(of: delivery.key)
        let message = timeline.messages[Int(delivery.key.message)]
        let room = timeline.roomIndex(of: delivery.key)
        let occurrence = scheduled(delivery.key)
        if !message.inputs.isEmpty, let name = missingInputs(of: message).first { throw .noInput(name) }
        if message.condition != nil {
            // Only for its errors: whether it is wanted was decided when the plan came to it.
            do throws(TemplateError) {
                _ = try expander.isWanted(message, occurrence: occurrence, room: room)
            } catch {
                throw .template(error)
            }
        }
        let (content, parts) = try expander.content(
            of: message, occurrence: occurrence, room: room, due: delivery.due, part: Int(delivery.part))
        guard content != nil, parts != delivery.parts else { return content }
        if message.isPlain, delivery.parts == 0 {
            // It was counted as one.
            delivery.parts = 1
        } else {
            settleParts(parts, of: &delivery)
        }
        return content
    }

    /// Returns a delivery that knows how many parts its text has.
    mutating func withKnownParts(_ delivery: Delivery) -> Delivery {
        let timeline = timeline(of: delivery.key)
        let message = timeline.messages[Int(delivery.key.message)]
        guard delivery.parts == 0, message.policy.overflow == .split, delivery.key.generation == generation else {
            return delivery
        }
        let contents = try? expander.contents(
            of: message, occurrence: scheduled(delivery.key), room: timeline.roomIndex(of: delivery.key),
            due: delivery.due)
        var delivery = delivery
        settleParts(contents?.count ?? 1, of: &delivery)
        return delivery
    }

    /// Mutating, as ``resultRecord(of:occurrences:outcome:_:bytes:at:)`` is, so that the run is accessed in place: otherwise it
    /// would be copied for each delivery.
    mutating func attemptRecord(of delivery: Delivery, _ content: String, at now: Instant) -> AttemptRecord {
        let timeline = timeline(of: delivery.key)
        let message = Int(delivery.key.message)
        // Looked up only where there are any, as this copies the message.
        let inputs = timeline.messages[message].inputs.isEmpty ? [] : inputNames(of: timeline.messages[message])
        return AttemptRecord(
            time: now, run: id, messageID: timeline.messages[message].id,
            occurrence: delivery.key.occurrence, part: delivery.splitPart, number: delivery.attempts + 1,
            roomID: timeline.rooms[timeline.roomIndex(of: delivery.key)].id, category: delivery.category,
            due: delivery.due, content: content, inputs: inputs)
    }

    /// The place in the timeline of a delivery that is about to be attempted.
    mutating func attemptPlace(of key: DeliveryKey) -> Attempt.Place {
        Attempt.Place(message: key.message, room: Int32(timeline(of: key).roomIndex(of: key)))
    }

    /// - Parameter bytes: of the attempt, nil where there was none or an earlier process made it.
    mutating func resultRecord(
        of delivery: Delivery, occurrences: ClosedRange<Int>, outcome: Outcome, _ end: AttemptEnd, bytes: Int?,
        at now: Instant
    ) -> ResultRecord {
        let timeline = timeline(of: delivery.key)
        let room = timeline.rooms[timeline.roomIndex(of: delivery.key)]
        return ResultRecord(
            time: now, run: id, messageID: messageID(of: delivery.key), occurrences: occurrences,
            part: delivery.splitPart, roomID: room.id, roomName: room.name, category: delivery.category,
            due: delivery.due, attempt: delivery.attempts + (bytes == nil ? 0 : 1), outcome: outcome, code: end.code,
            reason: end.reason, apiMessageID: end.messageID, requestID: end.requestID,
            late: (end.handedOver.flatMap(clock.time) ?? now) - delivery.due, took: bytes == nil ? nil : end.took,
            bytes: bytes)
    }

    /// The id that a message has now: an attempt may have been begun when it had another one.
    func messageID(of key: DeliveryKey) -> String {
        guard key.generation != generation else { return timeline.messages[Int(key.message)].id }
        return version(of: key).currentID(ofMessage: Int(key.message))
    }

    // MARK: How deliveries end

    /// Counts how a delivery ended, or the part of its text that it has come to.
    mutating func note(_ outcome: Outcome, of delivery: Delivery) {
        tally[outcome] += 1
        if let part = delivery.splitPart {
            let name = name(of: delivery.key)
            unsent.insert(
                outcome, of: part, occurrence: delivery.key.occurrence, message: name.message, room: name.room)
        } else if outcome != .sent {
            noteUnsent(delivery.key, through: delivery.key.occurrence, as: outcome)
        }
    }

    mutating func noteUnsent(_ key: DeliveryKey, through last: Int, as outcome: Outcome) {
        let name = name(of: key)
        unsent.insert(outcome, key.occurrence...last, message: name.message, room: name.room)
    }

    // MARK: Marks

    /// Marks a delivery as ended, because nothing of it is left.
    mutating func close(_ delivery: Delivery) {
        open -= 1
        markEnded(delivery.key, through: delivery.key.occurrence)
    }

    mutating func markBegun(_ key: DeliveryKey) { begun.insert(key) }

    mutating func markEnded(_ key: DeliveryKey, through last: Int) {
        if key.generation != generation {
            // The delivery was begun under these ids: it has ended for whatever message has one of them later.
            let version = version(of: key)
            let room = version.timeline.rooms[version.timeline.roomIndex(of: key)].id
            for id in version.formerIDs(ofMessage: Int(key.message)) {
                formerLedger.insert(message: id, room: room, occurrences: key.occurrence...last)
            }
        }
        if let place = key.generation == generation ? key : place(of: key) {
            let (message, position) = (Int(place.message), Int(place.position))
            let isKept = ledger.insert(
                key.occurrence...last, message: message, position: position,
                planned: version.numbers(ofMessage: message))
            if isKept { return }
        }
        let timeline = timeline(of: key)
        formerLedger.insert(
            message: messageID(of: key), room: timeline.rooms[timeline.roomIndex(of: key)].id,
            occurrences: key.occurrence...last)
    }

    /// Marks a delivery that the timeline no longer has as ended.
    mutating func markEnded(message: String, room: String, occurrence: Int) {
        formerLedger.insert(message: message, room: room, occurrences: occurrence...occurrence)
    }
}
