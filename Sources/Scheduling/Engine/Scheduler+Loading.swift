package import ShowTime
package import Timelines

/// Beginning a run, or going on with one that an earlier process began.
extension Scheduler {
    /// Begins to play a run, or goes on with one.
    ///
    /// - Parameters:
    ///   - recovery: what an earlier process left of it.
    ///   - skipsBeforeStart: what lies before the start was missed, because the start was "now".
    ///   - isOver: nothing can be played any more: what is left is missed.
    ///   - clock: the time that an earlier process kept since the last boot, and what the log says of it.
    package mutating func load(
        _ id: RunID, _ timeline: Timeline, recovery: RunRecovery? = nil, skipsBeforeStart: Bool = false,
        isOver: Bool = false, clock: RunClock = RunClock(), at now: Moment
    ) {
        var run = Run(
            id: id, number: Int32(runs.count), timeline: timeline, roomSlots: timeline.rooms.map { roomSlot($0.id) },
            ledger: recovery?.ledger, leads: recovery?.leads ?? [:])
        run.skipsBeforeStart = skipsBeforeStart
        run.clock = clock
        if let recovery { run.restore(recovery) }
        let index = runs.count
        runs.append(run)
        active.append(index)
        followWallClock(at: now)
        note(runs[index].clock.follow(now), of: index, at: now)
        // A run that began before the last boot goes by the wall clock as it is now.
        if recovery?.hasBegun == true { beginTime(of: index, at: now) }
        takeBackInputs(
            timeline.misfits(among: runs[index].inputValues, start: id.start, asking: runs[index].plan.asking),
            of: index, at: now)
        if let recovery {
            settle(recovery, in: index, at: now)
            if recovery.isHoldUnrecorded { holdAgain(index, at: now) }
        }
        if let instant = recovery?.salvagedUntil { endSalvaged(in: index, until: instant, at: now) }
        if let change = recovery?.change { reload(index, after: change.past, sha256: change.sha256, at: now) }
        endWhatWasCommanded(in: index, at: now)
        if isOver { endRemainder(of: index, as: .missed, reason: "ended", at: now) }
        if isStopping { stopRun(index, at: now) }
        tick(at: now)
    }

    /// Decides what an earlier process left undecided.
    private mutating func settle(_ recovery: RunRecovery, in index: Int, at now: Moment) {
        for orphan in recovery.orphans { end(orphan, in: index, at: now) }
        for (begun, open) in recovery.open.sorted(by: { ($0.value.due, $0.key) < ($1.value.due, $1.key) }) {
            var key = begun
            key.run = runs[index].number
            let policy = runs[index].timeline.messages[Int(key.message)].policy
            let resends = policy.onUnknown == .resend
            var delivery = runs[index].delivery(key, due: open.due)
            runs[index].open += 1
            runs[index].markBegun(key)
            delivery.extend(by: open.held)
            let latest = open.partBegan.map { max(delivery.latest, $0 + Delivery.patience(withPart: policy.maxLate)) }
            // What an operator sent goes out even where the script's condition excludes it by now: then it was not counted.
            let isUncounted = open.parts == 0 && runs[index].counted(key) == 0
            delivery.resume(atPart: open.part, of: isUncounted ? 1 : open.parts, latest: latest)
            runs[index].countBegun(delivery)
            if open.isUntried, open.isRefused {
                end(delivery, as: .cancelled, reason: Self.partRefused, at: now)
                continue
            }
            if recovery.claimed.contains(begun) {
                delivery.history = AttemptHistory(
                    attempts: open.attempts + (open.isAnswered ? 0 : 1), mayHaveBeenShown: true, outcome: open.outcome,
                    code: open.code, reason: open.reason, isFired: open.isFired)
                end(delivery, as: .unknown, reason: Self.powerLoss, at: now)
                continue
            }
            if open.isUntried {
                if open.isFired { delivery.history = .fired }
                goOn(with: delivery, in: index)
                continue
            }
            if open.isAnswered {
                delivery.history = AttemptHistory(
                    attempts: open.attempts, mayHaveBeenShown: open.mayHaveBeenShown, outcome: open.outcome,
                    code: open.code, reason: open.reason, isFired: open.isFired)
                if runs[index].isToBeLeft(delivery) {
                    end(delivery, as: .unknown, code: open.code, reason: open.reason ?? Self.interrupted, at: now)
                } else {
                    goOn(with: delivery, in: index)
                }
                continue
            }
            let end = AttemptEnd(.unanswered, reason: Self.interrupted)
            delivery.history = AttemptHistory(
                attempts: open.attempts + 1, mayHaveBeenShown: true, outcome: .retrying, code: nil, reason: end.reason,
                isFired: open.isFired)
            if resends, delivery.attempts < RetryPolicy.mostAttempts {
                record(delivery, as: .retrying, end, bytes: nil, at: now)
                goOn(with: delivery, in: index)
            } else {
                finish(delivery, as: .unknown, end, bytes: nil, at: now)
            }
        }
        for key in recovery.claimed.sorted() where recovery.open[key] == nil { endClaimed(key, in: index, at: now) }
    }

    /// Ends a delivery that may have left before the power failed, although the log says nothing of it.
    private mutating func endClaimed(_ key: DeliveryKey, in index: Int, at now: Moment) {
        var key = key
        key.run = runs[index].number
        let delivery = runs[index].delivery(key, due: runs[index].due(runs[index].offset(of: key)))
        if runs[index].isWanted(key) {
            runs[index].open += 1
            end(delivery, as: .unknown, reason: Self.powerLoss, at: now)
        } else {
            // The script's condition has changed since.
            endUncounted(delivery, as: .unknown, reason: Self.powerLoss, at: now)
        }
    }

    /// Goes on with a delivery that an earlier process began. A fired one does not wait for holds.
    private mutating func goOn(with delivery: Delivery, in index: Int) {
        if delivery.isFired { queue.insert(delivery) } else { runs[index].suspend(delivery) }
    }

    /// Ends a delivery that was begun and is no longer in the timeline.
    private mutating func end(_ orphan: RunRecovery.Orphan, in index: Int, at now: Moment) {
        let delivery = orphan.delivery
        runs[index].markEnded(message: orphan.messageID, room: orphan.roomID, occurrence: orphan.occurrence)
        let time = runs[index].time(at: now)
        for number in delivery.partNumbers {
            let isAnswered = delivery.isAnswered || number > delivery.part
            // Whether the script wanted it sent again without an answer is no longer known.
            let mayHaveBeenShown = !isAnswered || number == delivery.part && delivery.mayHaveBeenShown
            let outcome = mayHaveBeenShown || orphan.isClaimed ? Outcome.unknown : .cancelled
            let reason = orphan.isClaimed ? Self.powerLoss : isAnswered ? Self.reloaded : Self.interrupted
            runs[index].tally[outcome] += 1
            emit(
                .record(
                    .result(
                        ResultRecord(
                            time: time, run: runs[index].id, messageID: orphan.messageID,
                            occurrences: orphan.occurrence...orphan.occurrence,
                            part: delivery.parts > 1 ? Part(Int(number), of: Int(delivery.parts)) : nil,
                            roomID: orphan.roomID, roomName: orphan.roomID, category: orphan.category,
                            due: delivery.due, attempt: isAnswered ? 0 : delivery.attempts + 1, outcome: outcome,
                            reason: reason, late: time - delivery.due))))
        }
    }

    /// Ends as unknown what was due by the end of a loss in the log: without a record, nobody knows that it was not shown.
    private mutating func endSalvaged(in index: Int, until instant: Instant, at now: Moment) {
        for remainder in runs[index].remainder(dueUntil: instant) {
            end(remainder, of: index, as: .unknown, reason: "salvaged", at: now)
        }
        runs[index].goThroughPlanAgain()
    }

    static let powerLoss = "power loss"
    private static let interrupted = "interrupted before an answer came"

    /// Cancels again what an operator has cancelled or skipped, when the plan is gone through anew.
    mutating func endWhatWasCommanded(in index: Int, at now: Moment) {
        if runs[index].isCancelled { endRemainder(of: index, as: .cancelled, reason: Self.cancelled, at: now) }
        endSkipped(in: index, at: now)
    }
}
