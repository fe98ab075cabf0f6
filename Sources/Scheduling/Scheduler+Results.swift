import Pacing
package import ShowTime
import Timelines

extension Scheduler {
    /// An attempt has ended.
    package mutating func attemptEnded(
        _ id: Attempt.ID, _ end: AttemptEnd, at now: Moment, _ actions: inout [Action]
    ) {
        guard let flight = inFlight.end(id) else { return }
        noteAccount(gate.ended(id, end.kind, sentAt: flight.sentAt, at: now.uptime), end, at: now, &actions)
        switch end.kind {
        case .throttledApp: pacer.slowDown(afterCallAt: flight.sentAt, now: now.uptime)
        case .throttledRoom: roomPacers[Int(flight.roomSlot)].slowDown(afterCallAt: flight.sentAt, now: now.uptime)
        default: break
        }
        guard let delivery = flight.delivery else {
            actions.append(.told(id, end))
            return
        }
        runs[Int(delivery.key.run)].inFlight -= 1
        switch end.kind {
        case .accepted: finish(delivery, .sent, end, bytes: flight.bytes, at: now, &actions)
        case .refused: finish(delivery, .rejected, end, bytes: flight.bytes, at: now, &actions)
        case .throttledApp, .throttledRoom: again(delivery, .throttled, end, flight, at: now, &actions)
        case .account: again(delivery, .held, end, flight, at: now, &actions)
        case .clock where gate.isHeld: again(delivery, .held, end, flight, at: now, &actions)
        case .clock, .transient, .notSent: retry(delivery, .failed, end, flight, at: now, &actions)
        case .unanswered, .foreignAnswer:
            let timeline = runs[Int(delivery.key.run)].timeline(of: delivery.key)
            if timeline.messages[Int(delivery.key.message)].policy.onUnknown == .resend {
                retry(delivery, .unknown, end, flight, at: now, &actions)
            } else {
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
        for index in active { control(action, of: index, at: now, &actions) }
    }

    /// Tries again after a pause, unless attempts or time are used up; then the delivery ends as `last`.
    private mutating func retry(
        _ delivery: Delivery, _ last: Outcome, _ end: AttemptEnd, _ flight: InFlight, at now: Moment,
        _ actions: inout [Action]
    ) {
        let attempts = delivery.attempts + 1
        let timeline = runs[Int(delivery.key.run)].timeline(of: delivery.key)
        let policy = timeline.messages[Int(delivery.key.message)].policy
        // A stale signature is signed anew at once.
        let pause = end.kind == .clock ? .zero : RetryPolicy.pause(afterAttempts: attempts, using: &generator)
        let isTooLate = policy.late == .skip && now.wall + pause > delivery.latest
        if attempts >= RetryPolicy.mostAttempts || isTooLate {
            finish(delivery, last, end, bytes: flight.bytes, at: now, &actions)
            return
        }
        record(delivery, .retrying, end, bytes: flight.bytes, at: now, &actions)
        var delivery = delivery
        delivery.trouble = Trouble(
            attempts: attempts, mayHaveBeenShown: delivery.mayHaveBeenShown || last == .unknown, outcome: .retrying,
            code: end.code, reason: end.reason)
        requeue(delivery, retryAt: now.uptime + pause, at: now, &actions)
    }

    /// Tries again when the quota or the account allows; not counted as an attempt.
    ///
    /// What was throttled also waits by itself, longer each time: the rest of the queue must not wait behind one room
    /// that the server throttles whatever the pace.
    private mutating func again(
        _ delivery: Delivery, _ outcome: Outcome, _ end: AttemptEnd, _ flight: InFlight, at now: Moment,
        _ actions: inout [Action]
    ) {
        record(delivery, outcome, end, bytes: flight.bytes, at: now, &actions)
        let throttles = outcome == .throttled ? (delivery.trouble?.throttles ?? 0) + 1 : 0
        var delivery = delivery
        delivery.trouble = Trouble(
            attempts: delivery.attempts, throttles: throttles, mayHaveBeenShown: delivery.mayHaveBeenShown,
            outcome: outcome, code: end.code, reason: end.reason)
        var retryAt: Uptime?
        if throttles > 0 { retryAt = now.uptime + RetryPolicy.pause(afterThrottles: throttles, using: &generator) }
        requeue(delivery, retryAt: retryAt, at: now, &actions)
    }

    /// Back into the queue, or wherever the run has gone meanwhile.
    mutating func requeue(_ delivery: Delivery, retryAt: Uptime?, at now: Moment, _ actions: inout [Action]) {
        let index = Int(delivery.key.run)
        func cancel(_ delivery: Delivery, _ reason: String) {
            endRest(of: delivery, .cancelled, AttemptEnd(.notSent, reason: reason), at: now, &actions)
        }
        if runs[index].isCancelled { return cancel(delivery, "cancel") }
        guard let delivery = runs[index].current(delivery) else { return cancel(delivery, "reload") }
        let timeline = runs[index].timeline
        if !runs[index].skipped.isEmpty, runs[index].skipped.contains(timeline.messages[Int(delivery.key.message)].id) {
            cancel(delivery, "skip")
        } else if runs[index].state != .playing {
            // It stays undecided in the log, for the start that goes on.
            runs[index].open -= 1
        } else if runs[index].isHeldByOperator {
            runs[index].takeBack(delivery)
        } else if let retryAt {
            queue.insert(delivery, retryAt: retryAt)
        } else {
            queue.insert(delivery)
        }
    }

    // MARK: The account book

    /// Ends an attempt at a delivery for good; the next part of its text goes on.
    ///
    /// - Parameter bytes: of the attempt, nil where an earlier process made it.
    mutating func finish(
        _ delivery: Delivery, _ outcome: Outcome, _ end: AttemptEnd, bytes: Int?, at now: Moment,
        _ actions: inout [Action]
    ) {
        let next = runs[Int(delivery.key.run)].end(delivery, outcome, end, bytes: bytes, at: now.wall, &actions)
        if let next { requeue(next, retryAt: nil, at: now, &actions) }
    }

    /// Ends all that is left of a delivery, without an attempt.
    mutating func endRest(
        of delivery: Delivery, _ outcome: Outcome, _ end: AttemptEnd, at now: Moment, _ actions: inout [Action]
    ) {
        runs[Int(delivery.key.run)].endRest(of: delivery, outcome, end, at: now.wall, &actions)
    }

    /// Records what became of an attempt that did not end its delivery.
    func record(
        _ delivery: Delivery, _ outcome: Outcome, _ end: AttemptEnd, bytes: Int?, at now: Moment,
        _ actions: inout [Action]
    ) {
        runs[Int(delivery.key.run)].record(delivery, outcome, end, bytes: bytes, at: now.wall, &actions)
    }
}
