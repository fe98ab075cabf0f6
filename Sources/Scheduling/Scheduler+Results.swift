import Pacing
package import ShowTime
import Timelines

extension Scheduler {
    /// An attempt has ended.
    package mutating func attemptEnded(
        _ id: Attempt.ID, _ end: AttemptEnd, at now: Moment, _ actions: inout [Action]
    ) {
        guard let flight = inFlight.removeValue(forKey: id) else { return }
        noteAccount(gate.ended(id, end.kind, at: now.uptime), end, at: now, &actions)
        if end.kind == .throttledApp { pacer.slowDown(afterCallAt: flight.sentAt, now: now.uptime) }
        guard var delivery = flight.delivery else {
            actions.append(.told(id, end))
            return
        }
        let index = Int(delivery.key.run)
        runs[index].inFlight -= 1
        if let current = runs[index].current(delivery.key) { runs[index].busy.remove(current) }
        switch end.kind {
        case .accepted:
            delivery.attempts += 1
            finish(delivery, .sent, end, bytes: flight.bytes, at: now, &actions)
        case .refused:
            delivery.attempts += 1
            finish(delivery, .rejected, end, bytes: flight.bytes, at: now, &actions)
        case .throttledApp:
            again(delivery, .throttled, end, flight, at: now, &actions)
        case .throttledRoom:
            roomPacers[Int(delivery.roomSlot)].slowDown(afterCallAt: flight.sentAt, now: now.uptime)
            again(delivery, .throttled, end, flight, at: now, &actions)
        case .account:
            again(delivery, .held, end, flight, at: now, &actions)
        case .clock where gate.isHeld:
            again(delivery, .held, end, flight, at: now, &actions)
        case .clock, .transient, .notSent:
            retry(delivery, .failed, end, flight, at: now, &actions)
        case .unanswered, .foreignAnswer:
            if runs[index].message(of: delivery.key).policy.onUnknown == .resend {
                retry(delivery, .unknown, end, flight, at: now, &actions)
            } else {
                delivery.attempts += 1
                finish(delivery, .unknown, end, bytes: flight.bytes, at: now, &actions)
            }
        }
    }

    /// Tells every run that the account is held, or no longer.
    private mutating func noteAccount(
        _ change: AccountGate.Change, _ end: AttemptEnd, at now: Moment, _ actions: inout [Action]
    ) {
        let action: ControlRecord.Action
        switch change {
        case .none: return
        case .hold: action = .accountHold(code: end.code, reason: end.reason ?? "")
        case .open: action = .accountOK
        }
        for index in runs.indices where runs[index].state == .playing || runs[index].state == .stopping {
            control(action, of: index, at: now, &actions)
        }
    }

    /// Tries again after a pause, unless attempts or time are used up; then the delivery ends as `last`.
    private mutating func retry(
        _ delivery: Delivery, _ last: Outcome, _ end: AttemptEnd, _ flight: InFlight, at now: Moment,
        _ actions: inout [Action]
    ) {
        var delivery = delivery
        delivery.attempts += 1
        let policy = runs[Int(delivery.key.run)].message(of: delivery.key).policy
        // A stale signature is signed anew at once.
        let pause =
            end.kind == .clock
            ? .zero : RetryPolicy.pause(afterAttempts: Int(delivery.attempts), using: &generator)
        let isTooLate = policy.late == .skip && now.wall + pause - delivery.due > policy.maxLate
        if delivery.attempts >= RetryPolicy.mostAttempts || isTooLate {
            finish(delivery, last, end, bytes: flight.bytes, at: now, &actions)
            return
        }
        delivery.lastOutcome = .retrying
        delivery.lastCode = end.code
        delivery.lastReason = end.reason
        record(delivery, .retrying, end, bytes: flight.bytes, at: now, &actions)
        requeue(delivery, retryAt: now.uptime + pause, at: now, &actions)
    }

    /// Tries again as soon as the quota or the account allows; not counted as an attempt.
    private mutating func again(
        _ delivery: Delivery, _ outcome: Outcome, _ end: AttemptEnd, _ flight: InFlight, at now: Moment,
        _ actions: inout [Action]
    ) {
        var delivery = delivery
        delivery.lastOutcome = outcome
        delivery.lastCode = end.code
        delivery.lastReason = end.reason
        record(delivery, outcome, end, bytes: flight.bytes, at: now, &actions)
        requeue(delivery, retryAt: nil, at: now, &actions)
    }

    /// Back into the queue, or wherever the run has gone meanwhile.
    mutating func requeue(_ delivery: Delivery, retryAt: Uptime?, at now: Moment, _ actions: inout [Action]) {
        let index = Int(delivery.key.run)
        guard let delivery = currentVersion(of: delivery, in: index) else {
            finish(delivery, .cancelled, AttemptEnd(.notSent, reason: "reload"), bytes: nil, at: now, &actions)
            return
        }
        let run = runs[index]
        if run.isCancelled || run.skipped.contains(run.message(of: delivery.key).id) {
            let reason = run.isCancelled ? "cancel" : "skip"
            finish(delivery, .cancelled, AttemptEnd(.notSent, reason: reason), bytes: nil, at: now, &actions)
        } else if run.state != .playing {
            // It stays undecided in the log, for the start that goes on.
            runs[index].open -= 1
        } else if run.isHeld {
            runs[index].takeBack(delivery)
        } else if let retryAt {
            queue.insert(delivery, retryAt: retryAt)
        } else {
            queue.insert(delivery)
        }
    }

    /// A delivery by the indices of the timeline that is played now, nil where it is no longer in the script.
    func currentVersion(of delivery: Delivery, in index: Int) -> Delivery? {
        guard let key = runs[index].current(delivery.key) else { return nil }
        guard key != delivery.key else { return delivery }
        var current = self.delivery(key, in: index, due: delivery.due)
        current.attempts = delivery.attempts
        current.isAttempted = delivery.isAttempted
        current.lastOutcome = delivery.lastOutcome
        current.lastCode = delivery.lastCode
        current.lastReason = delivery.lastReason
        return current
    }

    // MARK: The account book

    /// Ends a delivery that is open.
    mutating func finish(
        _ delivery: Delivery, _ outcome: Outcome, _ end: AttemptEnd, bytes: Int?, at now: Moment,
        _ actions: inout [Action]
    ) {
        let index = Int(delivery.key.run)
        record(delivery, outcome, end, bytes: bytes, at: now, &actions)
        runs[index].open -= 1
        runs[index].tally[outcome] += 1
        if let key = runs[index].current(delivery.key) {
            let occurrence = key.occurrence
            runs[index].ledger.insert(
                runs[index].timeline, message: Int(key.message), position: Int(key.position),
                occurrences: occurrence...occurrence)
        }
    }

    func record(
        _ delivery: Delivery, _ outcome: Outcome, _ end: AttemptEnd, bytes: Int?, at now: Moment,
        _ actions: inout [Action]
    ) {
        let run = runs[Int(delivery.key.run)]
        let message = run.message(of: delivery.key)
        let room = run.room(of: delivery.key)
        let wasAttempted = bytes != nil
        // A throttled or held attempt has its number without being counted.
        let number = Int(delivery.attempts) + (outcome == .throttled || outcome == .held ? 1 : 0)
        actions.append(
            .record(
                .result(
                    ResultRecord(
                        time: now.wall, run: run.id, messageID: message.id, occurrence: delivery.key.occurrence,
                        roomID: room.id, roomName: room.name, category: message.category, due: delivery.due,
                        attempt: number, outcome: outcome, code: end.code, reason: end.reason,
                        apiMessageID: end.messageID, requestID: end.requestID,
                        late: (end.handedOver ?? now.wall) - delivery.due, took: wasAttempted ? end.took : nil,
                        bytes: bytes))))
    }
}
