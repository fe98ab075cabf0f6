import ShowTime
import Timelines

extension Run {
    package typealias Change = PreparedReload.Change

    /// Goes on with another version of the timeline. What has ended stays ended, also while the timeline does not have it.
    ///
    /// - Parameters:
    ///   - roomSlots: of all its rooms.
    ///   - offset: the offset that the show has come to: what is due by then is past.
    ///   - begun: what waits or is on its way, of any version.
    ///   - flights: how many deliveries are on their way, by their generations.
    mutating func replaceTimeline(
        with prepared: PreparedReload, roomSlots: [Int32], after offset: Interval, begun deliveries: [Delivery],
        flights: [Int32: Int]
    ) {
        let old = version
        earlier[generation] = old
        for generation in earlier.keys {
            earlier[generation]?.renamed.append(prepared.renamed)
            earlier[generation]?.attempts = flights[generation] ?? 0
        }
        rename(prepared.renamed)
        for message in prepared.removed { keepFormer(message, of: old, as: old.timeline.messages[message].id) }
        let ended = prepared.changes.map { takeOut($0, of: old, prepared) }
        ledger.replaceLayout(with: prepared.layout)
        generation += 1
        version = TimelineVersion(timeline: prepared.timeline)
        plan = prepared.plan
        index = prepared.index
        self.roomSlots = roomSlots
        for (message, lead) in old.leads {
            let id = old.timeline.messages[message].id
            if let current = prepared.index.message(prepared.renamed[id] ?? id) { version.leads[current] = lead }
        }
        for (change, sets) in zip(prepared.changes, ended) { putIn(sets, change) }
        number(prepared.changes, of: old, after: offset, begun: deliveries)
        for change in prepared.changes { ledger.count(endedCount(ofMessage: change.message, of: version)) }
        begun = []
        supersessions = Supersessions()
        cursor = PlanCursor(plan, from: min(offset + Interval(nanoseconds: 1), cursor.next?.offset ?? .longest * 2))
        inputs = inputs.filter { prepared.misfits[$0.key] == nil }
        expander = MessageExpander(timeline, start: id.start)
        applyInputs()
        firstOffset = min(timeline.firstOffset, .zero)
        holds = findHolds()
        claims = renamed(claims)
        claims.isUrgent = true
    }

    /// - Parameter claims: by the keys of the version before.
    private func renamed(_ claims: RunClaims) -> RunClaims {
        var claims = claims
        claims.rename { key in
            // A claim may contain what has ended since, of a version that nothing refers to any more. And a message whose id has
            // changed is not the one that was claimed.
            guard earlier[key.generation] != nil, let current = place(of: key),
                timeline.messages[Int(current.message)].id == timeline(of: key).messages[Int(key.message)].id
            else { return nil }
            return current
        }
        return claims
    }

    /// Drops the versions of the timeline that no attempt on its way was begun with.
    mutating func dropEarlierVersions() { earlier = earlier.filter { $0.value.attempts > 0 } }

    /// Takes note that an attempt has ended that was begun with some version of the timeline.
    mutating func attemptEnded(ofGeneration generation: Int32) {
        guard generation != self.generation, let attempts = earlier[generation]?.attempts else { return }
        earlier[generation]?.attempts = attempts - 1
        if attempts <= 1 { earlier[generation] = nil }
    }

    private mutating func rename(_ renamed: [String: String]) {
        skips.formUnion(skips.compactMap { $0.renamed(renamed) })
        unsent.remove(messages: renamed.keys)
        for (before, now) in renamed {
            if holdsPassed.contains(before) { holdsPassed.insert(now) }
        }
    }

    private func endedCount(ofMessage message: Int, of version: TimelineVersion) -> Int {
        ledger.count(
            ofMessage: message, rooms: version.timeline.rooms(of: version.timeline.messages[message]).count,
            planned: version.numbers(ofMessage: message))
    }

    // MARK: What has ended

    /// Keeps what has ended of a message that the timeline no longer has.
    private mutating func keepFormer(_ message: Int, of old: TimelineVersion, as id: String) {
        ledger.count(-endedCount(ofMessage: message, of: old))
        let entry = old.timeline.messages[message]
        if entry.schedule.isRepeated {
            formerNumbering[id] = Numbering(schedule: entry.schedule, lead: old.leads[message] ?? 0)
        }
        for (position, room) in old.timeline.rooms(of: entry).enumerated() {
            formerLedger.insert(
                message: id, room: old.timeline.rooms[room].id, ledger.ended(message: message, position: position))
        }
    }

    /// Takes what has ended of a changed message out of its places in the ledger, as far as the message gets other places.
    ///
    /// - Returns: what has ended, each with the position that its room has in the message's list now.
    private mutating func takeOut(
        _ change: Change, of old: TimelineVersion, _ prepared: PreparedReload
    ) -> [(position: Int, ended: OccurrenceSet)] {
        var ended: [(position: Int, ended: OccurrenceSet)] = []
        if let number = change.old {
            let entry = old.timeline.messages[number]
            // What has ended under a name stays ended under it, whatever has that name later.
            if prepared.renamed[entry.id] != nil {
                keepFormer(number, of: old, as: entry.id)
            } else {
                ledger.count(-endedCount(ofMessage: number, of: old))
            }
            if let oldPositions = change.oldPositions {
                let kept = Set(oldPositions)
                for (position, room) in old.timeline.rooms(of: entry).enumerated() where !kept.contains(Int32(position))
                {
                    formerLedger.insert(
                        message: prepared.timeline.messages[change.message].id, room: old.timeline.rooms[room].id,
                        ledger.ended(message: number, position: position))
                }
                for (position, oldPosition) in oldPositions.enumerated() where oldPosition >= 0 {
                    ended.append((position, ledger.ended(message: number, position: Int(oldPosition))))
                }
            }
        }
        let entry = prepared.timeline.messages[change.message]
        if let former = formerLedger.ended[entry.id] {
            for (position, room) in prepared.timeline.rooms(of: entry).enumerated() {
                if let set = former[prepared.timeline.rooms[room].id] { ended.append((position, set)) }
            }
        }
        return ended
    }

    private mutating func putIn(_ ended: [(position: Int, ended: OccurrenceSet)], _ change: Change) {
        let entry = timeline.messages[change.message]
        for (position, ended) in ended where !ledger.take(ended, message: change.message, position: position) {
            let room = timeline.rooms(of: entry)[position]
            formerLedger.insert(message: entry.id, room: timeline.rooms[room].id, ended)
        }
    }

    // MARK: Numbers

    /// Numbers the occurrences of repeats that are due at other times than before, so that none gets the number of another.
    private mutating func number(
        _ changes: [Change], of old: TimelineVersion, after offset: Interval, begun deliveries: [Delivery]
    ) {
        var used: [Int: Int] = [:]
        for delivery in deliveries {
            guard let message = place(of: delivery.key).map({ Int($0.message) }) else { continue }
            used[message] = max(used[message] ?? 0, delivery.key.occurrence)
        }
        for change in changes where ledger.layout.isSet(change.message) {
            let entry = timeline.messages[change.message]
            let schedule = entry.schedule
            if change.old == nil {
                guard formerLedger.ended[entry.id] != nil else { continue }
                if let former = formerNumbering[entry.id], former.schedule.isDue(as: schedule) {
                    version.leads[change.message] = former.lead
                    continue
                }
            } else if !change.isRescheduled {
                continue
            }
            var last = used[change.message] ?? 0
            for position in timeline.rooms(of: entry).indices {
                last = max(last, ledger.ended(message: change.message, position: position).last ?? 0)
            }
            for room in (formerLedger.ended[entry.id] ?? [:]).values { last = max(last, room.last ?? 0) }
            let first = schedule.firstOccurrence(from: offset + Interval(nanoseconds: 1))
            version.leads[change.message] = Numbering.lead(of: schedule, beyond: last, fromOccurrence: first)
        }
        version.leads = version.leads.filter { $0.value != 0 }
    }

    /// By how much the numbers of messages are ahead of their schedules', by the ids of the messages where they are.
    var leadsByID: [String: Int] {
        Dictionary(uniqueKeysWithValues: version.leads.map { (timeline.messages[$0.key].id, $0.value) })
    }

    // MARK: Keys

    /// The key that a delivery of an earlier version has in the present one, whether the schedule has it or not; nil where the
    /// message or the room is no longer there.
    func place(of key: DeliveryKey) -> DeliveryKey? {
        guard key.generation != generation else { return key }
        let old = version(of: key)
        guard let index, let message = index.message(old.currentID(ofMessage: Int(key.message))),
            let position = index.position(of: old.timeline.rooms[old.timeline.roomIndex(of: key)].id, in: message)
        else { return nil }
        var current = key
        current.message = Int32(message)
        current.position = Int32(position)
        current.generation = generation
        return current
    }

    /// The key that a delivery of an earlier version has in the present one, nil where it is no longer in the timeline, or
    /// where it has a number there that has ended.
    func current(_ key: DeliveryKey) -> DeliveryKey? {
        guard key.generation != generation else { return key }
        guard let current = place(of: key),
            timeline.messages[Int(current.message)].schedule.contains(occurrence: scheduled(current)),
            !ledger.contains(
                message: Int(current.message), position: Int(current.position), occurrence: current.occurrence)
        else { return nil }
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
        if !current.isBegun { current.resume(waitingLike: delivery) }
        return current
    }
}

extension Schedule {
    /// Whether it is due at the same times as another, however often.
    func isDue(as other: Schedule) -> Bool { first == other.first && every == other.every }
}
