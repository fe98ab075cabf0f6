import Pacing
import ShowTime
import Timelines

extension Scheduler {
    /// How many deliveries one input moves at most, so that catching up on a year neither stalls the others nor fills the memory.
    private static let mostAtOnce = 4096

    /// Brings what is due into the queue.
    mutating func release(at now: Moment, _ actions: inout [Action]) {
        let pacers = roomPacers
        queue.release(at: now.uptime) { pacers[Int($0)].earliest(from: now.uptime) }
        hasMoreToRelease = false
        for index in runs.indices where runs[index].state == .playing && !runs[index].isHeld {
            while let delivery = runs[index].popReturned(at: now.wall) {
                guard let current = currentVersion(of: delivery, in: index) else { continue }
                enqueue(current, in: index, at: now, &actions)
            }
            var moved = 0
            while let next = runs[index].popOccurrence(at: now.wall) {
                moved += release(next, of: index, at: now, &actions)
                if moved >= Self.mostAtOnce {
                    hasMoreToRelease = true
                    break
                }
            }
        }
    }

    /// Brings one occurrence into the queue, for every room that has not had it. Returns how many rooms it has.
    private mutating func release(
        _ occurrence: PlanCursor.Occurrence, of index: Int, at now: Moment, _ actions: inout [Action]
    ) -> Int {
        let timeline = runs[index].timeline
        let rooms = timeline.rooms(of: timeline.messages[occurrence.message])
        let due = runs[index].due(occurrence.offset)
        for position in rooms.indices {
            let key = DeliveryKey(
                run: runs[index].number, message: Int32(occurrence.message), position: Int32(position),
                generation: runs[index].generation, occurrence: occurrence.occurrence)
            if runs[index].ledger.contains(
                timeline, message: occurrence.message, position: position, occurrence: occurrence.occurrence)
            {
                continue
            }
            if !runs[index].busy.isEmpty, runs[index].busy.contains(key) { continue }
            var delivery = delivery(key, in: index, due: due)
            if !runs[index].carried.isEmpty, let carried = runs[index].carried.removeValue(forKey: key) {
                delivery.due = carried.due
                delivery.attempts = carried.attempts
                delivery.isAttempted = true
                delivery.lastOutcome = carried.lastOutcome
                delivery.lastCode = carried.lastCode
                delivery.lastReason = carried.lastReason
            }
            runs[index].open += 1
            if runs[index].skipsBeforeStart, occurrence.offset < .zero {
                finish(
                    delivery, .missed, AttemptEnd(.notSent, reason: "before the start"), bytes: nil, at: now, &actions)
            } else {
                enqueue(delivery, in: index, at: now, &actions)
            }
        }
        return rooms.count
    }

    func delivery(_ key: DeliveryKey, in index: Int, due: Instant) -> Delivery {
        let run = runs[index]
        return Delivery(
            key: key, category: run.message(of: key).category, roomSlot: run.roomSlots[run.roomIndex(of: key)], due: due
        )
    }

    /// Into the queue, unless it is too late already.
    private mutating func enqueue(_ delivery: Delivery, in index: Int, at now: Moment, _ actions: inout [Action]) {
        if let end = lateEnd(of: delivery, in: index, at: now) {
            finish(
                delivery, end.outcome, AttemptEnd(.notSent, code: end.code, reason: end.reason), bytes: nil, at: now,
                &actions)
        } else {
            queue.insert(delivery)
        }
    }

    /// Sends from the queue what the quota lets go.
    mutating func dispatch(at now: Moment, _ actions: inout [Action]) {
        guard !isStopping else { return }
        var moved = 0
        while inFlight.count < configuration.mostInFlight {
            guard let next = gate.nextAttempt(from: now.uptime), next <= now.uptime,
                pacer.earliest(from: now.uptime) <= now.uptime
            else { return }
            if !tellings.isEmpty {
                send(tellings.removeFirst(), delivery: nil, at: now, &actions)
                continue
            }
            guard let delivery = queue.popFirst() else { return }
            moved += 1
            if moved > Self.mostAtOnce {
                queue.insert(delivery)
                hasMoreToRelease = true
                return
            }
            dispatch(delivery, at: now, &actions)
        }
    }

    private mutating func dispatch(_ delivery: Delivery, at now: Moment, _ actions: inout [Action]) {
        let index = Int(delivery.key.run)
        if let end = lateEnd(of: delivery, in: index, at: now) {
            let reason = AttemptEnd(.notSent, code: end.code, reason: end.reason)
            finish(delivery, end.outcome, reason, bytes: nil, at: now, &actions)
            return
        }
        let roomFree = roomPacers[Int(delivery.roomSlot)].earliest(from: now.uptime)
        guard roomFree <= now.uptime else {
            queue.park(delivery, until: roomFree)
            return
        }
        let message = runs[index].message(of: delivery.key)
        let room = runs[index].roomIndex(of: delivery.key)
        let content: String
        do throws(ExpansionError) {
            content = try runs[index].expander.content(
                of: message, occurrence: delivery.key.occurrence, room: room, due: delivery.due)
        } catch {
            finish(delivery, .invalid, AttemptEnd(.notSent, reason: error.message), bytes: nil, at: now, &actions)
            return
        }
        var delivery = delivery
        delivery.isAttempted = true
        let timeline = runs[index].timeline(of: delivery.key)
        let attempt = Attempt(
            id: takeAttemptID(), run: runs[index].id, messageID: message.id, occurrence: delivery.key.occurrence,
            roomID: timeline.rooms[room].id, sender: timeline.senders[message.sender], category: message.category,
            content: content, due: delivery.due, number: Int(delivery.attempts) + 1, isProbe: gate.isHeld)
        roomPacers[Int(delivery.roomSlot)].take(at: now.uptime)
        runs[index].inFlight += 1
        send(attempt, delivery: delivery, at: now, &actions)
    }

    private mutating func send(_ attempt: Attempt, delivery: Delivery?, at now: Moment, _ actions: inout [Action]) {
        pacer.take(at: now.uptime)
        gate.began(attempt.id)
        inFlight[attempt.id] = InFlight(
            delivery: delivery, sentAt: now.uptime, bytes: attempt.content.utf8.count)
        actions.append(.attempt(attempt))
    }

    /// How a delivery ends that is too late, nil while it is not.
    private func lateEnd(
        of delivery: Delivery, in index: Int, at now: Moment
    ) -> (outcome: Outcome, code: Int?, reason: String)? {
        let message = runs[index].message(of: delivery.key)
        guard now.wall - delivery.due > message.policy.maxLate else { return nil }
        if message.policy.late == .send {
            guard !delivery.isAttempted, isSuperseded(delivery, message, in: index, at: now) else { return nil }
            return (.missed, nil, "superseded")
        }
        if delivery.attempts > 0 { return (.failed, delivery.lastCode, delivery.lastReason ?? "late") }
        switch delivery.lastOutcome {
        case .throttled: return (.missed, delivery.lastCode, "throttled")
        case .held: return (.missed, delivery.lastCode, "account held")
        default: return (.missed, nil, "late")
        }
    }

    /// Of the late occurrences of a repeat, only the newest is sent.
    private func isSuperseded(_ delivery: Delivery, _ message: Message, in index: Int, at now: Moment) -> Bool {
        let next = delivery.key.occurrence + 1
        guard message.schedule.isRepeated, message.schedule.contains(occurrence: next) else { return false }
        let nextDue = runs[index].due(message.schedule.offset(ofOccurrence: next))
        return now.wall - nextDue > message.policy.maxLate
    }
}
