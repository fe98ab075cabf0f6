import Pacing
import ShowTime
import Timelines

extension Scheduler {
    /// How many deliveries one input moves at most, so that catching up on a year neither stalls the others nor fills the
    /// memory.
    private static let mostAtOnce = 4096

    /// Brings what is due into the queue.
    mutating func release(at now: Moment, _ actions: inout [Action]) {
        queue.release(at: now.uptime)
        hasMoreToRelease = false
        for index in active where runs[index].state == .playing && !runs[index].isHeld {
            while let delivery = runs[index].popReturned(at: now.wall) {
                enqueue(delivery, in: index, at: now, &actions)
            }
            var moved = 0
            while moved < Self.mostAtOnce, let next = runs[index].popOccurrence(at: now.wall) {
                moved += release(next, of: index, at: now, &actions)
            }
            if moved >= Self.mostAtOnce { hasMoreToRelease = true }
        }
    }

    /// Brings one occurrence into the queue, for every room that has not had it. Returns how many rooms it has.
    private mutating func release(
        _ occurrence: PlanCursor.Occurrence, of index: Int, at now: Moment, _ actions: inout [Action]
    ) -> Int {
        let timeline = runs[index].timeline
        let roomList = timeline.messages[occurrence.message].roomList
        let isRepeated = timeline.messages[occurrence.message].schedule.isRepeated
        let category = timeline.messages[occurrence.message].category
        let due = runs[index].due(occurrence.offset)
        var key = DeliveryKey(
            run: runs[index].number, message: Int32(occurrence.message), position: 0,
            generation: runs[index].generation, occurrence: occurrence.occurrence)
        for (position, room) in timeline.roomLists[roomList].enumerated() {
            key.position = Int32(position)
            if runs[index].passesOver(key, isRepeated: isRepeated) { continue }
            let delivery = Delivery(key, due: due, roomSlot: runs[index].roomSlots[room], category: category)
            runs[index].open += 1
            if runs[index].skipsBeforeStart, occurrence.offset < .zero {
                finish(
                    delivery, .missed, AttemptEnd(.notSent, reason: "before the start"), bytes: nil, at: now, &actions)
            } else {
                enqueue(delivery, in: index, at: now, &actions)
            }
        }
        return timeline.roomLists[roomList].count
    }

    /// Into the queue, unless it is too late already.
    private mutating func enqueue(_ delivery: Delivery, in index: Int, at now: Moment, _ actions: inout [Action]) {
        if !endIfLate(delivery, at: now, &actions) { queue.insert(delivery) }
    }

    /// Sends from the queue what the quota lets go.
    mutating func dispatch(at now: Moment, _ actions: inout [Action]) {
        guard !isStopping else { return }
        var moved = 0
        while inFlight.count < configuration.mostInFlight {
            guard let next = gate.nextAttempt(from: now.uptime), next <= now.uptime,
                pacer.earliest(from: now.uptime) <= now.uptime
            else { return }
            if let telling = tellings.popFirst(roomPacers, at: now.uptime) {
                send(telling, at: now, &actions)
                continue
            }
            guard moved < Self.mostAtOnce else {
                if queue.hasReady { hasMoreToRelease = true }
                return
            }
            guard let delivery = queue.popFirst() else { return }
            moved += 1
            dispatch(delivery, at: now, &actions)
            let roomFree = roomPacers[Int(delivery.roomSlot)].earliest(from: now.uptime)
            queue.looked(atRoom: delivery.roomSlot, isFreeAt: roomFree)
        }
    }

    private mutating func dispatch(_ delivery: Delivery, at now: Moment, _ actions: inout [Action]) {
        if endIfLate(delivery, at: now, &actions) { return }
        let roomFree = roomPacers[Int(delivery.roomSlot)].earliest(from: now.uptime)
        guard roomFree <= now.uptime else {
            queue.park(delivery, until: roomFree)
            return
        }
        let index = Int(delivery.key.run)
        let timeline = runs[index].timeline(of: delivery.key)
        let number = Int(delivery.key.message)
        let room = timeline.roomIndex(of: delivery.key)
        let content: String
        do throws(ExpansionError) {
            content = try runs[index].expander.content(
                of: timeline.messages[number], occurrence: delivery.key.occurrence, room: room, due: delivery.due)
        } catch {
            finish(delivery, .invalid, AttemptEnd(.notSent, reason: error.message), bytes: nil, at: now, &actions)
            return
        }
        let attempt = Attempt(
            id: takeAttemptID(), run: runs[index].id, messageID: timeline.messages[number].id,
            occurrence: delivery.key.occurrence, roomID: timeline.rooms[room].id,
            sender: timeline.senders[timeline.messages[number].sender], category: delivery.category, content: content,
            due: delivery.due, number: delivery.attempts + 1, isProbe: gate.isHeld)
        runs[index].inFlight += 1
        send(attempt, delivery, roomSlot: delivery.roomSlot, at: now, &actions)
    }

    private mutating func send(_ telling: Telling, at now: Moment, _ actions: inout [Action]) {
        let attempt = Attempt(
            id: telling.id, run: nil, messageID: "", occurrence: 1, roomID: telling.roomID, sender: telling.sender,
            category: telling.category, content: telling.content, due: telling.due, number: 1, isProbe: gate.isHeld)
        send(attempt, nil, roomSlot: telling.roomSlot, at: now, &actions)
    }

    private mutating func send(
        _ attempt: Attempt, _ delivery: Delivery?, roomSlot: Int32, at now: Moment, _ actions: inout [Action]
    ) {
        pacer.take(at: now.uptime)
        roomPacers[Int(roomSlot)].take(at: now.uptime)
        gate.began(attempt.id)
        inFlight[attempt.id] = InFlight(
            delivery: delivery, roomSlot: roomSlot, sentAt: now.uptime, bytes: attempt.content.utf8.count)
        actions.append(.attempt(attempt))
    }

    // MARK: Lateness

    /// Ends a delivery that is too late. Returns whether it was.
    private mutating func endIfLate(_ delivery: Delivery, at now: Moment, _ actions: inout [Action]) -> Bool {
        let timeline = runs[Int(delivery.key.run)].timeline(of: delivery.key)
        let policy = timeline.messages[Int(delivery.key.message)].policy
        guard now.wall - delivery.due > policy.maxLate else { return false }
        let trouble = delivery.trouble
        switch policy.late {
        case .skip where delivery.attempts > 0:
            end(delivery, .failed, code: trouble?.code, reason: trouble?.reason ?? "late", at: now, &actions)
        case .skip:
            let reason =
                switch trouble?.outcome {
                case .throttled: "throttled"
                case .held: "account held"
                default: "late"
                }
            end(delivery, .missed, code: trouble?.code, reason: reason, at: now, &actions)
        case .send:
            let schedule = timeline.messages[Int(delivery.key.message)].schedule
            guard delivery.attempts == 0, isSuperseded(delivery, schedule, policy, at: now) else { return false }
            end(delivery, .missed, code: trouble?.code, reason: "superseded", at: now, &actions)
        }
        return true
    }

    /// Of the late occurrences of a repeat, only the newest is sent.
    private func isSuperseded(
        _ delivery: Delivery, _ schedule: Schedule, _ policy: DeliveryPolicy, at now: Moment
    ) -> Bool {
        let next = delivery.key.occurrence + 1
        guard schedule.isRepeated, schedule.contains(occurrence: next) else { return false }
        let nextDue = runs[Int(delivery.key.run)].due(schedule.offset(ofOccurrence: next))
        return now.wall - nextDue > policy.maxLate
    }

    private mutating func end(
        _ delivery: Delivery, _ outcome: Outcome, code: Int?, reason: String, at now: Moment, _ actions: inout [Action]
    ) {
        finish(delivery, outcome, AttemptEnd(.notSent, code: code, reason: reason), bytes: nil, at: now, &actions)
    }
}
