package import ShowTime
package import Timelines

/// Going on with another version of a timeline.
extension Scheduler {
    /// The basis on which a reload of a run is prepared while the show goes on; nil where the run is not playing.
    package func reloadBasis(of id: RunID) -> ReloadBasis? {
        guard let index = index(of: id), runs[index].state == .playing else { return nil }
        return ReloadBasis(
            run: runs[index].number, generation: runs[index].generation, timeline: runs[index].timeline,
            layout: runs[index].ledger.layout, roomSlots: runs[index].roomSlots, start: id.start,
            inputs: runs[index].inputValues, index: runs[index].index)
    }

    /// Goes on with another version of a run's timeline at once.
    package mutating func reload(_ id: RunID, _ timeline: Timeline, sha256: String = "", at now: Moment) {
        guard let basis = reloadBasis(of: id) else { return }
        reload(id, PreparedReload(basis, timeline, sha256: sha256), at: now)
    }

    /// Goes on with another version of a run's timeline.
    ///
    /// What waits goes on as the new version has it. Nothing else that was due by now goes out: what is new and past is missed.
    /// The time that this takes grows with what waits and what has changed, and a little with each repeat, not with the length of
    /// the timeline; only messages that may be split or have a condition are all counted anew.
    ///
    /// - Returns: false where the run was reloaded, or given an input, since the preparation was begun: it is to be prepared
    ///   again.
    @discardableResult
    package mutating func reload(
        _ id: RunID, _ prepared: PreparedReload, from origin: CommandOrigin = CommandOrigin(), at now: Moment
    ) -> Bool {
        guard let index = index(of: id), runs[index].state == .playing else { return true }
        let number = runs[index].number
        guard prepared.run == number, prepared.generation == runs[index].generation,
            prepared.inputs == runs[index].inputValues
        else { return false }
        // What is due by now comes into the queue first: it counts as waiting.
        release(at: now)
        let waiting = takeWaiting(of: index, at: now)
        let left = leaveTimelineHold(of: index, at: now)
        let past = pastOffset(of: index, at: now) - (left == nil ? .zero : Interval(nanoseconds: 1))
        let flights = inFlight.deliveries(ofRun: number)
        let roomSlots = prepared.roomSlots.contains(-1) ? slots(of: prepared) : prepared.roomSlots
        runs[index].replaceTimeline(
            with: prepared, roomSlots: roomSlots, after: past, begun: waiting + flights,
            flights: flights.reduce(into: [:]) { $0[$1.key.generation, default: 0] += 1 })
        for delivery in flights {
            if let current = runs[index].current(delivery.key) { runs[index].markBegun(current) }
        }
        var gone: [Delivery] = []
        let held = waiting.compactMap { goOn(with: $0, in: index, after: past, orInto: &gone) }
        if let first = held.lazy.map({ [run = runs[index]] in run.offset(of: $0) }).min() {
            runs[index].goThroughPlan(from: first)
        }
        // What waited, and has a hold before it now, is still to come; what cannot go on ends behind the record.
        let spared = held + gone.compactMap { [run = runs[index]] in run.current($0)?.key }
        for key in spared { runs[index].markBegun(key) }
        for remainder in runs[index].remainder(ofMessages: prepared.changes.map(\.message), until: past) {
            end(remainder, of: index, as: .missed, reason: Self.reloaded, at: now)
        }
        runs[index].begun.subtract(spared)
        let reload = ReloadRecord(
            sha256: prepared.sha256, renamed: prepared.renamed, leads: runs[index].leadsByID)
        // After the results of what it ended: where the log breaks off before this record, the next start finds another script
        // and reloads.
        control(.reload(reload), of: index, origin, at: now)
        // Ended after the record, under the ids that it gives them.
        for delivery in gone { end(delivery, as: .cancelled, reason: Self.reloaded, at: now) }
        takeBackInputs(prepared.misfits, of: index, at: now)
        runs[index].noteDecisions(until: past)
        if let left { keep(left, prepared.renamed, of: index, at: now) }
        runs[index].dropEarlierVersions()
        // Fired deliveries wait in the queue; what else waits was suspended.
        runs[index].recount(begun: inFlight.deliveries(ofRun: number) + queue.deliveries(ofRun: number))
        endWhatWasCommanded(in: index, at: now)
        tick(at: now)
        return true
    }

    /// Goes on with another timeline than an earlier process played: what was due by an offset and has no record is missed,
    /// whether it waited or is new.
    mutating func reload(_ index: Int, after past: Interval, sha256: String, at now: Moment) {
        let left = leaveTimelineHold(of: index, at: now)
        for remainder in runs[index].remainder(dueUntil: runs[index].due(past)) {
            end(remainder, of: index, as: .missed, reason: Self.reloaded, at: now)
        }
        runs[index].goThroughPlanAgain()
        control(.reload(ReloadRecord(sha256: sha256, leads: runs[index].leadsByID)), of: index, at: now)
        if let left { keep(left, [:], of: index, at: now) }
    }

    /// Takes note of a reload that was refused: the version before plays on.
    package mutating func refuseReload(
        of id: RunID, because reason: String, from origin: CommandOrigin = CommandOrigin(), at now: Moment
    ) {
        guard let index = index(of: id), runs[index].state == .playing else { return }
        control(.reloadRefused(reason: reason), of: index, origin, at: now)
    }

    /// The reason of what a reload ended.
    static let reloaded = "reload"

    /// Takes out everything of a run that is due and not on its way.
    private mutating func takeWaiting(of index: Int, at now: Moment) -> [Delivery] {
        let number = runs[index].number
        var late: [Delivery] = []
        if runs[index].isHeldByOperator {
            // A shift during the hold may have made more due: that waits as well.
            _ = runs[index].release(
                at: runs[index].time(at: now), most: Self.mostAtOnce, into: &queue, late: &late)
        }
        return queue.removeAll { $0.key.run == number } + runs[index].removeSuspended { _ in true } + late
    }

    /// The offset that the show's clock has come to.
    private func pastOffset(of index: Int, at now: Moment) -> Interval {
        runs[index].showOffset(at: runs[index].time(at: now))
    }

    private mutating func slots(of prepared: PreparedReload) -> [Int32] {
        zip(prepared.roomSlots, prepared.timeline.rooms).map { $0 >= 0 ? $0 : roomSlot($1.id) }
    }

    /// Goes on with a delivery that waited, as the new version of the timeline has it.
    ///
    /// - Parameter gone: what was begun and cannot go on.
    /// - Returns: its key, where the show is to hold before it now.
    private mutating func goOn(
        with delivery: Delivery, in index: Int, after past: Interval, orInto gone: inout [Delivery]
    ) -> DeliveryKey? {
        let current = runs[index].current(delivery)
        if let current, !current.isBegun, runs[index].isHeldBefore(current.key) {
            runs[index].open -= 1
            return current.key
        }
        let waits =
            current.map { $0.isBegun ? !runs[index].isToBeLeft($0) : isStillWanted($0, in: index, after: past) }
            ?? false
        if let current, waits {
            runs[index].markBegun(current.key)
            if current.isFired { queue.insert(current) } else { runs[index].suspend(current) }
        } else if delivery.isBegun {
            gone.append(delivery)
        } else {
            // It is no longer planned, or the plan comes to it later.
            runs[index].open -= 1
        }
        return nil
    }

    /// Whether what waited and was not begun goes on as the new version has it: it is due there as well, and the new version
    /// has no condition that it does not meet.
    private mutating func isStillWanted(_ delivery: Delivery, in index: Int, after past: Interval) -> Bool {
        runs[index].offset(of: delivery.key) <= past && runs[index].isWanted(delivery.key)
    }

    /// Leaves a hold of the timeline, since a reload looks at the show as it stands: the plan moves by the time held, and comes
    /// to that point again.
    ///
    /// - Returns: the hold that was left.
    private mutating func leaveTimelineHold(of index: Int, at now: Moment) -> (hold: Hold, held: Interval)? {
        guard runs[index].hold?.message != nil else { return nil }
        return leaveHold(of: index, at: now)
    }

    private mutating func leaveHold(of index: Int, at now: Moment) -> (hold: Hold, held: Interval)? {
        guard let hold = runs[index].hold else { return nil }
        let held = max(.zero, runs[index].time(at: now).nextWholeMillisecond - hold.begin)
        runs[index].pastShifts.note(runs[index].shift, until: runs[index].offset(at: hold.since))
        runs[index].hold = nil
        runs[index].shift = runs[index].shift + held
        return (hold, held)
    }

    /// Holds a run again after a kill lost the record of its hold: the show has stood still since.
    mutating func holdAgain(_ index: Int, at now: Moment) {
        guard let left = leaveHold(of: index, at: now) else { return }
        keep(left, [:], of: index, at: now)
    }

    /// Records by how much a hold that was left moved the show. Where an operator held the show as well, or the plan does not come
    /// to a hold before the same message again, the hold is an operator's from now on, and only an operator ends it.
    private mutating func keep(
        _ left: (hold: Hold, held: Interval), _ renamed: [String: String], of index: Int, at now: Moment
    ) {
        control(.shift(by: left.held, total: runs[index].shift), of: index, at: now)
        // A hold for inputs alone needs no operator: where nothing waits for an input any more, the show goes on.
        if left.hold.isForInput, !left.hold.isOperators { return }
        let message = left.hold.message.map { renamed[$0] ?? $0 }
        let comesAgain = runs[index].holds.contains {
            runs[index].timeline.messages[$0].id == message && runs[index].hasAnythingToBegin($0)
        }
        guard left.hold.isOperators || !comesAgain else { return }
        control(.hold, of: index, at: now)
        runs[index].hold = .byOperator(since: runs[index].time(at: now).wholeMilliseconds)
        // The hold before the message let a text go on that had begun; an operator's stops it.
        suspendQueue(of: index) { !$0.isFired }
    }
}
