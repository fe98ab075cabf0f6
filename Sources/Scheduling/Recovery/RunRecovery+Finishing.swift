package import ShowTime
import Timelines

/// What all records together mean for the timeline that is played now.
extension RunRecovery {
    /// To be called when the log is read.
    ///
    /// - Parameter sha256: the digest of all that was read for the timeline. Another one than was played last is a reload at the
    ///   time of the last record. Nil where it is the same.
    package mutating func finish(sha256: String? = nil) {
        for (id, lead) in leadsByID { leads[index.message(id) ?? -1] = lead }
        leads[-1] = nil
        takeEnded()
        if let leftHold {
            let comesAgain = leftHold.hold.message.flatMap(index.message).map { isHold(timeline.messages[$0]) } ?? false
            hold = leftHold.kept(comesAgain: comesAgain)
            isHoldUnrecorded = hold != nil
        }
        if let sha256, !self.sha256.isEmpty, sha256 != self.sha256 { takeChange(sha256) }
        for (key, delivery) in openByName {
            let entry = book.entries[key.entry]
            // Its result may stand after the command, in a log that was written again, or before the reload that ended it.
            if book.hasEnded(key) || entry.inherited.contains(key.occurrence) { continue }
            if let key = self.key(of: entry.name, occurrence: key.occurrence) {
                open[key] = delivery
            } else {
                orphans.append(
                    Orphan(
                        messageID: entry.name.message, occurrence: key.occurrence, roomID: entry.name.room,
                        category: entry.category, delivery: delivery))
            }
        }
        openByName = [:]
        takeClaimed()
        orphans.sort {
            ($0.delivery.due, $0.messageID, $0.occurrence, $0.roomID)
                < ($1.delivery.due, $1.messageID, $1.occurrence, $1.roomID)
        }
    }

    mutating func takeClaimed() {
        guard let claims else { return }
        for delivery in claims.deliveries {
            let ids = [delivery.messageID, renames[delivery.messageID]].compactMap { $0 }
            let names = ids.map { RunBook.Name(message: $0, room: delivery.roomID) }
            // The id may have been another message's before: the claim may mean either of the two.
            let places = names.filter { place(of: $0) != nil }
            for name in places.isEmpty ? names.suffix(1) : places {
                take(claimed: name, occurrence: delivery.occurrence, at: claims.time)
            }
        }
    }

    mutating func take(claimed name: RunBook.Name, occurrence: Int, at time: Instant) {
        if let (message, position) = place(of: name) {
            if numbers(ofMessage: message).contains(occurrence) {
                if let key = key(of: name, occurrence: occurrence) { claimed.insert(key) }
                return
            }
            // A repeat that is numbered anew has numbers behind it that the schedule no longer has.
            if ledger.contains(message: message, position: position, occurrence: occurrence) { return }
        }
        guard !formerLedger.contains(message: name.message, room: name.room, occurrence: occurrence) else { return }
        if let number = orphans.firstIndex(where: {
            $0.messageID == name.message && $0.occurrence == occurrence && $0.roomID == name.room
        }) {
            orphans[number].isClaimed = true
        } else {
            // When it was due is no longer known; it was at about the time of the claim.
            orphans.append(
                Orphan(
                    messageID: name.message, occurrence: occurrence, roomID: name.room, category: .system,
                    delivery: OpenDelivery(attempts: 0, isAnswered: true, due: time), isClaimed: true))
        }
    }

    mutating func takeEnded() {
        unsent = book.unsent
        if !leads.isEmpty { ledger = Ledger(timeline, leads: leads) }
        for entry in book.entries {
            let place = place(of: entry.name)
            for ending in entry.ended { takeEnded(ending.occurrences, of: entry.name, at: place) }
            for occurrences in entry.inherited.ranges { takeEnded(occurrences, of: entry.name, at: place) }
        }
    }

    private mutating func takeEnded(
        _ occurrences: ClosedRange<Int>, of name: RunBook.Name, at place: (message: Int, position: Int)?
    ) {
        if let (message, position) = place,
            ledger.insert(
                occurrences, message: message, position: position, planned: numbers(ofMessage: message))
        {
            return
        }
        formerLedger.insert(message: name.message, room: name.room, occurrences: occurrences)
    }

    /// Takes note that the timeline was changed while nobody played it. What it was before is known from its attempts alone.
    mutating func takeChange(_ sha256: String) {
        guard let header, var lastTime else { return }
        // Nobody knows what else had left by the time to which the claim reaches.
        if let claims, !claims.deliveries.isEmpty { lastTime = max(lastTime, claims.time + RunClaims.reach) }
        let clock = hold.map { min($0.begin, lastTime) } ?? lastTime
        // The message that the show stands before is still to come.
        let past = clock - header.run.start - shift - (hold?.message == nil ? .zero : Interval(nanoseconds: 1))
        change = (sha256, past)
        var used: [Int: Int] = [:]
        var isRescheduled: Set<Int> = []
        for (number, entry) in book.entries.enumerated() {
            guard let message = index.message(entry.name.message), timeline.messages[message].schedule.isRepeated
            else { continue }
            let schedule = timeline.messages[message].schedule
            let ended = max(entry.ended.last?.occurrences.upperBound ?? 0, entry.inherited.last ?? 0)
            used[message] = max(used[message] ?? 0, ended, lastOffsets[number]?.occurrence ?? 0)
            guard let (occurrence, offset) = lastOffsets[number] else { continue }
            let scheduled = schedule.offset(ofOccurrence: occurrence - (leads[message] ?? 0))
            if scheduled.milliseconds != offset.milliseconds { isRescheduled.insert(message) }
        }
        for delivery in claims?.deliveries ?? [] {
            guard let message = index.message(delivery.messageID) else { continue }
            used[message] = max(used[message] ?? 0, delivery.occurrence)
        }
        for message in isRescheduled {
            let schedule = timeline.messages[message].schedule
            let first = schedule.firstOccurrence(from: past + Interval(nanoseconds: 1))
            leads[message] = Numbering.lead(of: schedule, beyond: used[message] ?? 0, fromOccurrence: first)
        }
        guard !isRescheduled.isEmpty else { return }
        leads = leads.filter { $0.value != 0 }
        formerLedger = FormerLedger()
        ledger = Ledger(timeline, leads: leads)
        takeEnded()
    }

    /// Whether anything of the run can still be sent at `now`: it is held, its last due time and lateness bound lie ahead, or
    /// something is left that is never too late.
    package func canBePlayed(from start: Instant, at now: Instant) -> Bool {
        guard end == nil, !isCancelled else { return false }
        if hold != nil || timeline.messages.contains(where: { isHold($0) || isAwaiting($0) }) { return true }
        guard let last = timeline.end else { return true }
        return now <= start + last + shift || hasTimelessLeft(from: start)
    }

    /// Whether something with `late: send` has not ended.
    func hasTimelessLeft(from start: Instant) -> Bool {
        var expander = MessageExpander(timeline, start: start)
        expander.give(inputs.mapValues(\.value))
        return timeline.messages.enumerated().contains { number, message in
            guard message.policy.late == .send, !skips.contains(CueSelector(message.id)),
                let count = message.schedule.count
            else {
                return false
            }
            let lead = leads[number] ?? 0
            return timeline.rooms(of: message).enumerated().contains { position, room in
                ledger.ended(message: number, position: position).gaps(in: lead + 1...lead + count).joined()
                    .contains { occurrence in
                        (try? expander.isWanted(message, occurrence: occurrence - lead, room: room)) ?? true
                    }
            }
        }
    }

    /// Whether the show comes to a point at which it waits for an input.
    private func isAwaiting(_ message: Message) -> Bool {
        guard
            message.inputs.contains(where: {
                timeline.inputs[$0].usual == nil && inputs[timeline.inputs[$0].name] == nil
            }),
            let number = index.message(message.id)
        else { return false }
        let numbers = numbers(ofMessage: number)
        return timeline.rooms(of: message).indices.contains { position in
            ledger.ended(message: number, position: position).firstGap(from: numbers.lowerBound) <= numbers.upperBound
        }
    }

    /// Whether the show comes to a point at which it waits for an operator.
    func isHold(_ message: Message) -> Bool {
        guard message.holds, !holdsPassed.contains(message.id), let number = index.message(message.id) else {
            return false
        }
        let first = numbers(ofMessage: number).lowerBound
        return timeline.rooms(of: message).indices.contains { position in
            !ledger.contains(message: number, position: position, occurrence: first)
        }
    }
}
