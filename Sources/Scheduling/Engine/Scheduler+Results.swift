import Pacing
package import ShowTime
import Timelines

/// What follows from the answers to attempts.
extension Scheduler {
    /// An attempt has ended.
    package mutating func attemptEnded(_ id: Attempt.ID, _ end: AttemptEnd, at now: Moment) {
        guard let flight = inFlight.end(id) else { return }
        noteHolds(end, of: flight, at: now)
        notePace(end.kind, flight, at: now)
        settle(flight, of: id, end, at: now)
    }

    /// Decides what becomes of a delivery, or of a direct send, after an attempt at it has ended.
    mutating func settle(_ flight: InFlight, of id: Attempt.ID, _ end: AttemptEnd, at now: Moment) {
        guard let delivery = flight.delivery else {
            emit(.directSendEnded(id, end))
            return
        }
        runs[Int(delivery.key.run)].inFlight -= 1
        defer { runs[Int(delivery.key.run)].attemptEnded(ofGeneration: delivery.key.generation) }
        switch end.kind {
        case .accepted: finish(delivery, as: .sent, end, bytes: flight.bytes, at: now)
        case .refused: finish(delivery, as: .rejected, end, bytes: flight.bytes, at: now)
        case .throttledApp, .throttledRoom: goBack(delivery, as: .throttled, after: end, of: flight, at: now)
        case .account: goBack(delivery, as: .held, after: end, of: flight, at: now)
        case .clock where accountGate.isHeld: goBack(delivery, as: .held, after: end, of: flight, at: now)
        case .notSent: goBack(delivery, as: .held, after: end, of: flight, at: now)
        case .clock, .transient: retry(delivery, orEndAs: .failed, after: end, of: flight, at: now)
        case .unanswered, .foreignAnswer:
            if runs[Int(delivery.key.run)].policy(of: delivery.key).onUnknown == .resend {
                retry(delivery, orEndAs: .unknown, after: end, of: flight, at: now)
            } else {
                finish(delivery, as: .unknown, end, bytes: flight.bytes, at: now)
            }
        }
    }

    /// Tells the pacers what the server thought of their pace.
    private mutating func notePace(_ kind: AttemptEnd.Kind, _ flight: InFlight, at now: Moment) {
        let room = Int(flight.roomSlot)
        switch kind {
        case .throttledApp: pacer.slowDown(afterCallAt: flight.sentAt, now: now.uptime)
        case .throttledRoom:
            pacer.passed(callAt: flight.sentAt)
            roomPacers[room].slowDown(afterCallAt: flight.sentAt, now: now.uptime)
        case .accepted, .refused:
            pacer.passed(callAt: flight.sentAt)
            roomPacers[room].passed(callAt: flight.sentAt)
        case .transient, .clock, .account, .notSent, .unanswered, .foreignAnswer: break
        }
    }

    /// Tries again after a pause, unless attempts or time are used up; then the delivery ends as `last`.
    private mutating func retry(
        _ delivery: Delivery, orEndAs last: Outcome, after end: AttemptEnd, of flight: InFlight, at now: Moment
    ) {
        let attempts = delivery.attempts + 1
        // A stale signature is signed anew at once.
        let pause = end.kind == .clock ? .zero : RetryPolicy.pause(afterAttempts: attempts, using: &generator)
        let reserve = end.kind == .clock ? .zero : RetryPolicy.reserve
        let isTooLate = delivery.expires && runs[Int(delivery.key.run)].time(at: now) + reserve > delivery.latest
        if attempts >= RetryPolicy.mostAttempts || isTooLate {
            finish(delivery, as: last, end, bytes: flight.bytes, at: now)
            return
        }
        record(delivery, as: .retrying, end, bytes: flight.bytes, at: now)
        var delivery = delivery
        delivery.history = AttemptHistory(
            attempts: attempts, mayHaveBeenShown: delivery.mayHaveBeenShown || last == .unknown, outcome: .retrying,
            code: end.code, reason: end.reason, isFired: delivery.isFired)
        requeue(delivery, after: pause, at: now)
    }

    /// Puts a delivery back until the quota, the account or the network allows; this does not count as an attempt.
    ///
    /// It also waits by itself, longer each time: the rest of the queue must not wait behind one room that the server throttles
    /// whatever the pace, or whose calls do not leave. While the whole account is held, all wait in their order. The first time
    /// that the server throttles the account, the wait of the account's pacer is enough.
    private mutating func goBack(
        _ delivery: Delivery, as outcome: Outcome, after end: AttemptEnd, of flight: InFlight, at now: Moment
    ) {
        var end = end
        if end.kind == .notSent, networkGate.isHeld { end.reason = Self.network }
        record(delivery, as: outcome, end, bytes: flight.bytes, at: now)
        let isSetBack = isOpen && (outcome == .throttled || end.kind == .notSent)
        let setbacks = isSetBack ? (delivery.history?.setbacks ?? 0) + 1 : 0
        var delivery = delivery
        delivery.history = AttemptHistory(
            attempts: delivery.attempts, setbacks: setbacks, mayHaveBeenShown: delivery.mayHaveBeenShown,
            outcome: outcome, code: end.code, reason: end.reason, isFired: delivery.isFired)
        let waits = end.kind == .throttledApp && !pacer.isUnlimited ? setbacks - 1 : setbacks
        let pause = waits > 0 ? RetryPolicy.pause(afterSetbacks: waits, using: &generator) : nil
        requeue(delivery, after: pause, at: now)
    }

    /// Puts a delivery back into the queue, unless a command or a reload has decided otherwise meanwhile: then it ends, is
    /// suspended, or stays undecided in the log.
    ///
    /// - Parameter pause: before it is tried again; shortened where it would be too late then.
    mutating func requeue(_ delivery: Delivery, after pause: Interval? = nil, at now: Moment) {
        let index = Int(delivery.key.run)
        if runs[index].isCancelled { return end(delivery, as: .cancelled, reason: Self.cancelled, at: now) }
        guard let delivery = runs[index].current(delivery) else {
            return end(delivery, as: .cancelled, reason: Self.reloaded, at: now)
        }
        if runs[index].isToBeLeft(delivery) {
            end(delivery, as: .unknown, code: delivery.history?.code, reason: Self.reloaded, at: now)
        } else if !delivery.isFired, runs[index].isSkipped(delivery.key) {
            end(delivery, as: .cancelled, reason: "skip", at: now)
        } else if runs[index].state != .playing {
            // It stays undecided in the log, for the start that goes on.
            runs[index].open -= 1
        } else if runs[index].isHeldByOperator, !delivery.isFired {
            runs[index].suspend(delivery)
        } else if let pause {
            runs[index].watchWhatFollows(delivery, at: runs[index].time(at: now))
            let pause = RetryPolicy.shortened(pause, of: delivery, at: runs[index].time(at: now))
            queue.insert(delivery, retryAt: now.uptime + pause)
        } else {
            runs[index].watchWhatFollows(delivery, at: runs[index].time(at: now))
            queue.insert(delivery)
        }
    }
}
