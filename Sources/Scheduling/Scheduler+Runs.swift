package import ShowTime
package import Timelines

extension Scheduler {
    /// Begins to play a run, or goes on with one.
    ///
    /// - Parameters:
    ///   - recovery: what an earlier process left of it.
    ///   - skipsBeforeStart: what lies before the start was missed, because the start was "now".
    ///   - isOver: nothing can be played any more: the account book is closed.
    package mutating func load(
        _ id: RunID, _ timeline: Timeline, recovery: RunRecovery? = nil, skipsBeforeStart: Bool = false,
        isOver: Bool = false, at now: Moment, _ actions: inout [Action]
    ) {
        let slots = timeline.rooms.map { roomSlot($0.id) }
        var run = Run(id: id, number: Int32(runs.count), timeline: timeline, roomSlots: slots)
        run.skipsBeforeStart = skipsBeforeStart
        if let recovery {
            run.ledger = recovery.ledger
            run.tally = recovery.tally
            run.shift = recovery.shift
            run.heldSince = recovery.heldSince
            run.skipped = recovery.skipped
            run.isCancelled = recovery.isCancelled
            if let planned = timeline.plannedDeliveries {
                run.planned = planned - recovery.ledger.count + recovery.tally.total + recovery.orphans.count
            }
        }
        runs.append(run)
        let index = runs.count - 1
        if let recovery { settle(recovery, in: index, at: now, &actions) }
        if isOver {
            endCarried(of: index, at: now, &actions)
            endRemainder(of: index, .missed, reason: "ended", at: now, &actions)
        }
        if runs[index].isCancelled { endRemainder(of: index, .cancelled, reason: "cancel", at: now, &actions) }
        for message in runs[index].skipped.sorted() {
            endMessage(message, in: index, at: now, &actions)
        }
        tick(at: now, &actions)
    }

    /// Decides what an earlier process left undecided.
    private mutating func settle(
        _ recovery: RunRecovery, in index: Int, at now: Moment, _ actions: inout [Action]
    ) {
        for orphan in recovery.orphans {
            let outcome = orphan.isAnswered ? Outcome.cancelled : .unknown
            runs[index].tally[outcome] += 1
            actions.append(
                .record(
                    .result(
                        ResultRecord(
                            time: now.wall, run: runs[index].id, messageID: orphan.messageID,
                            occurrence: orphan.occurrence,
                            roomID: orphan.roomID, roomName: orphan.roomID, category: orphan.category, due: orphan.due,
                            attempt: orphan.attempt, outcome: outcome,
                            reason: orphan.isAnswered ? "reload" : Self.interrupted,
                            late: now.wall - orphan.due, bytes: orphan.bytes))))
        }
        for (key, open) in recovery.open.sorted(by: { ($0.value.due, $0.key) < ($1.value.due, $1.key) }) {
            var key = key
            key.run = runs[index].number
            guard !open.isAnswered else {
                runs[index].carried[key] = open
                continue
            }
            var delivery = delivery(key, in: index, due: open.due)
            delivery.attempts = open.attempts
            delivery.isAttempted = true
            runs[index].open += 1
            let end = AttemptEnd(.unanswered, reason: Self.interrupted)
            let message = runs[index].message(of: key)
            // One that may be sent again is found again by the plan, with the attempts it has had.
            if message.policy.onUnknown == .resend, delivery.attempts + 1 < RetryPolicy.mostAttempts {
                delivery.attempts += 1
                record(delivery, .retrying, end, bytes: nil, at: now, &actions)
                runs[index].open -= 1
                runs[index].carried[key] = RunRecovery.OpenDelivery(
                    attempts: delivery.attempts, isAnswered: true, due: open.due, lastOutcome: .retrying,
                    lastReason: end.reason)
            } else {
                delivery.attempts += 1
                finish(delivery, .unknown, end, bytes: nil, at: now, &actions)
            }
        }
    }

    /// Ends what was tried before and can no longer be tried again.
    private mutating func endCarried(of index: Int, at now: Moment, _ actions: inout [Action]) {
        let carried = runs[index].carried
        runs[index].carried = [:]
        for (key, open) in carried.sorted(by: { ($0.value.due, $0.key) < ($1.value.due, $1.key) }) {
            var delivery = delivery(key, in: index, due: open.due)
            delivery.attempts = open.attempts
            runs[index].open += 1
            let end = AttemptEnd(.notSent, code: open.lastCode, reason: open.lastReason ?? "ended")
            finish(delivery, open.attempts > 0 ? .failed : .missed, end, bytes: nil, at: now, &actions)
        }
    }

    static let interrupted = "interrupted before an answer came"

    /// Goes on with another version of a run's timeline. Nothing that was played is played again.
    package mutating func reload(_ id: RunID, _ timeline: Timeline, at now: Moment, _ actions: inout [Action]) {
        guard let index = index(of: id), runs[index].state == .playing else { return }
        control(.reload, of: index, at: now, &actions)
        let number = runs[index].number
        let waiting = queue.removeAll { $0.key.run == number } + runs[index].removeReturned { _ in true }
        runs[index].replaceTimeline(with: timeline, roomSlots: timeline.rooms.map { roomSlot($0.id) })
        let oldCarried = runs[index].carried
        runs[index].carried = [:]
        for (key, open) in oldCarried {
            if let current = runs[index].current(key) { runs[index].carried[current] = open }
        }
        var removed: [Delivery] = []
        for delivery in waiting {
            guard delivery.isAttempted else {
                // The new plan comes to it again if it still has it.
                runs[index].open -= 1
                continue
            }
            guard let current = runs[index].current(delivery.key) else {
                removed.append(delivery)
                continue
            }
            runs[index].open -= 1
            runs[index].carried[current] = RunRecovery.OpenDelivery(
                attempts: delivery.attempts, isAnswered: true, due: delivery.due, lastOutcome: delivery.lastOutcome,
                lastCode: delivery.lastCode, lastReason: delivery.lastReason)
        }
        runs[index].busy = []
        for flight in inFlight.values {
            guard let delivery = flight.delivery, delivery.key.run == number,
                let current = runs[index].current(delivery.key)
            else { continue }
            runs[index].busy.insert(current)
        }
        for delivery in removed {
            finish(delivery, .cancelled, AttemptEnd(.notSent, reason: "reload"), bytes: nil, at: now, &actions)
        }
        recount(index)
        for message in runs[index].skipped.sorted() { endMessage(message, in: index, at: now, &actions) }
        tick(at: now, &actions)
    }

    /// What a run has planned, after a reload: what has ended and what the new timeline still holds.
    private mutating func recount(_ index: Int) {
        let run = runs[index]
        guard let planned = run.timeline.plannedDeliveries else {
            runs[index].planned = nil
            return
        }
        let departing = inFlight.values.count { flight in
            flight.delivery.map { $0.key.run == run.number && run.current($0.key) == nil } ?? false
        }
        runs[index].planned = planned - run.ledger.count + run.tally.total + departing
    }

    // MARK: Ending

    mutating func stopRun(_ index: Int, at now: Moment, _ actions: inout [Action]) {
        control(.shutdown, of: index, at: now, &actions)
        runs[index].state = .stopping
        let number = runs[index].number
        let waiting = queue.removeAll { $0.key.run == number }
        runs[index].open -= waiting.count
    }

    /// Ends runs of which nothing is left, and lets go of those that were stopped.
    mutating func finishRuns(at now: Moment, _ actions: inout [Action]) {
        for index in runs.indices {
            let run = runs[index]
            switch run.state {
            case .playing where run.open == 0 && run.isExhausted:
                runs[index].state = .ended
                let end = EndRecord(
                    time: now.wall, run: run.id, planned: run.planned ?? run.tally.total, tally: run.tally)
                actions.append(.record(.end(end)))
                actions.append(.ended(run.id, run.tally))
            case .stopping where run.inFlight == 0:
                runs[index].state = .stopped
                actions.append(.stopped(run.id))
            default: break
            }
        }
    }

    func control(_ action: ControlRecord.Action, of index: Int, at now: Moment, _ actions: inout [Action]) {
        actions.append(.record(.control(ControlRecord(time: now.wall, run: runs[index].id, action: action))))
    }
}

extension DeliveryKey: Comparable {
    static func < (left: DeliveryKey, right: DeliveryKey) -> Bool {
        (left.message, left.occurrence, left.position) < (right.message, right.occurrence, right.position)
    }
}
