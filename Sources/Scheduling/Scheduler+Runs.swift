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
        var run = Run(
            id: id, number: Int32(runs.count), timeline: timeline, roomSlots: timeline.rooms.map { roomSlot($0.id) },
            ledger: recovery?.ledger)
        run.skipsBeforeStart = skipsBeforeStart
        if let recovery { run.takeOver(recovery) }
        let index = runs.count
        runs.append(run)
        active.append(index)
        if let recovery { settle(recovery, in: index, at: now, &actions) }
        endWhatWasCommanded(in: index, at: now, &actions)
        if isOver { endRemainder(of: index, .missed, reason: "ended", at: now, &actions) }
        if isStopping { stopRun(index, at: now, &actions) }
        tick(at: now, &actions)
    }

    /// Decides what an earlier process left undecided.
    private mutating func settle(
        _ recovery: RunRecovery, in index: Int, at now: Moment, _ actions: inout [Action]
    ) {
        for orphan in recovery.orphans { end(orphan, in: index, at: now, &actions) }
        for (key, open) in recovery.open.sorted(by: { ($0.value.due, $0.key) < ($1.value.due, $1.key) }) {
            var key = key
            key.run = runs[index].number
            let policy = runs[index].timeline.messages[Int(key.message)].policy
            let resends = policy.onUnknown == .resend
            var delivery = runs[index].delivery(key, due: open.due)
            runs[index].open += 1
            runs[index].markBegun(key)
            let latest = open.partBegan.map { max(delivery.latest, $0 + Delivery.patience(withPart: policy.maxLate)) }
            delivery.goOn(withPart: open.part, of: open.parts, latest: latest)
            runs[index].countBegun(delivery)
            if open.isUntried {
                runs[index].takeBack(delivery)
                continue
            }
            if open.isAnswered {
                delivery.trouble = Trouble(
                    attempts: open.attempts, mayHaveBeenShown: open.hadNoCode && resends, outcome: open.outcome,
                    code: open.code, reason: open.reason)
                runs[index].takeBack(delivery)
                continue
            }
            let end = AttemptEnd(.unanswered, reason: Self.interrupted)
            delivery.trouble = Trouble(
                attempts: open.attempts + 1, mayHaveBeenShown: true, outcome: .retrying, code: nil, reason: end.reason)
            if resends, delivery.attempts < RetryPolicy.mostAttempts {
                record(delivery, .retrying, end, bytes: nil, at: now, &actions)
                runs[index].takeBack(delivery)
            } else {
                finish(delivery, .unknown, end, bytes: nil, at: now, &actions)
            }
        }
    }

    /// Ends a delivery that was begun and is no longer in the script.
    private mutating func end(
        _ orphan: RunRecovery.Orphan, in index: Int, at now: Moment, _ actions: inout [Action]
    ) {
        // Whether it was to be sent again without an answer is no longer known.
        let outcome = orphan.isAnswered && !orphan.hadNoCode ? Outcome.cancelled : .unknown
        runs[index].tally[outcome] += 1
        runs[index].markEnded(message: orphan.messageID, room: orphan.roomID, occurrence: orphan.occurrence)
        actions.append(
            .record(
                .result(
                    ResultRecord(
                        time: now.wall, run: runs[index].id, messageID: orphan.messageID,
                        occurrence: orphan.occurrence, roomID: orphan.roomID, roomName: orphan.roomID,
                        category: orphan.category, due: orphan.due, attempt: orphan.attempt, outcome: outcome,
                        reason: orphan.isAnswered ? "reload" : Self.interrupted, late: now.wall - orphan.due))))
    }

    private static let interrupted = "interrupted before an answer came"

    /// Goes on with another version of a run's timeline. Nothing that was played is played again.
    package mutating func reload(_ id: RunID, _ timeline: Timeline, at now: Moment, _ actions: inout [Action]) {
        guard let index = index(of: id), runs[index].state == .playing else { return }
        control(.reload, of: index, at: now, &actions)
        let leftHold = leaveScriptedHold(of: index, at: now, &actions)
        let number = runs[index].number
        let waiting = queue.removeAll { $0.key.run == number } + runs[index].removeReturned { _ in true }
        runs[index].replaceTimeline(with: timeline, roomSlots: timeline.rooms.map { roomSlot($0.id) })
        for delivery in inFlight.deliveries(ofRun: number) {
            if let current = runs[index].current(delivery.key) { runs[index].markBegun(current) }
        }
        for delivery in waiting {
            if !delivery.isBegun {
                // The new plan comes to it again if it still has it.
                runs[index].open -= 1
            } else if let current = runs[index].current(delivery) {
                runs[index].markBegun(current.key)
                runs[index].takeBack(current)
            } else {
                endRest(of: delivery, .cancelled, AttemptEnd(.notSent, reason: "reload"), at: now, &actions)
            }
        }
        runs[index].recount(inFlight: inFlight.deliveries(ofRun: number))
        if let leftHold { keep(leftHold, of: index, at: now, &actions) }
        endWhatWasCommanded(in: index, at: now, &actions)
        tick(at: now, &actions)
    }

    /// A reload looks at the show as it stands: where the script held it, the plan moves by the time held, and comes to that
    /// point again.
    ///
    /// - Returns: the hold that was left.
    private mutating func leaveScriptedHold(
        of index: Int, at now: Moment, _ actions: inout [Action]
    ) -> Hold? {
        guard let hold = runs[index].hold, hold.message != nil else { return nil }
        let held = max(.zero, now.wall.nextWholeMillisecond - hold.since)
        runs[index].hold = nil
        runs[index].shift = runs[index].shift + held
        control(.shift(by: held, total: runs[index].shift), of: index, at: now, &actions)
        return hold
    }

    /// Without the message that the show was held before, the hold is an operator's, who alone ends it.
    private mutating func keep(_ hold: Hold, of index: Int, at now: Moment, _ actions: inout [Action]) {
        let comesAgain = runs[index].holds.contains { runs[index].timeline.messages[$0].id == hold.message }
        guard hold.isOperators || !comesAgain else { return }
        control(.hold, of: index, at: now, &actions)
        runs[index].hold = .byOperator(since: now.wall.wholeMilliseconds)
    }

    /// Cancels what an operator has cancelled or skipped, of a script that is gone through from its start again.
    private mutating func endWhatWasCommanded(in index: Int, at now: Moment, _ actions: inout [Action]) {
        if runs[index].isCancelled { endRemainder(of: index, .cancelled, reason: "cancel", at: now, &actions) }
        for message in runs[index].skipped.sorted() { endMessage(message, in: index, at: now, &actions) }
    }

    // MARK: Ending

    mutating func stopRun(_ index: Int, at now: Moment, _ actions: inout [Action]) {
        control(.shutdown, of: index, at: now, &actions)
        let number = runs[index].number
        _ = queue.removeAll { $0.key.run == number }
        runs[index].state = .stopping
        runs[index].open = runs[index].inFlight
    }

    /// Ends runs of which nothing is left, and lets go of those that were stopped.
    mutating func finishRuns(at now: Moment, _ actions: inout [Action]) {
        var hasEnded = false
        for index in active {
            switch runs[index].state {
            // While nothing can be written, the book stays open.
            case .playing where runs[index].open == 0 && runs[index].cursor.next == nil && !isBlocked:
                let id = runs[index].id
                let tally = runs[index].tally
                let planned = runs[index].planned ?? tally.total
                runs[index].retire(as: .ended)
                actions.append(.record(.end(EndRecord(time: now.wall, run: id, planned: planned, tally: tally))))
                actions.append(.ended(id, tally))
                hasEnded = true
            case .stopping where runs[index].inFlight == 0:
                runs[index].retire(as: .stopped)
                actions.append(.stopped(runs[index].id))
                hasEnded = true
            default: break
            }
        }
        if hasEnded { active.removeAll { runs[$0].state == .ended || runs[$0].state == .stopped } }
    }

    func control(_ action: ControlRecord.Action, of index: Int, at now: Moment, _ actions: inout [Action]) {
        actions.append(.record(.control(ControlRecord(time: now.wall, run: runs[index].id, action: action))))
    }
}
