package import ShowTime
import Timelines

extension Scheduler {
    /// Carries out an operator's command.
    ///
    /// - Parameter origin: who gave it. A command with the id of one that was carried out is not carried out again.
    @discardableResult
    package mutating func perform(
        _ command: Command, on id: RunID, from origin: CommandOrigin = CommandOrigin(), at now: Moment
    ) throws(CommandError) -> CommandResult {
        guard let index = index(of: id) else { throw .noSuchRun(id.description) }
        if let done = origin.id.flatMap({ runs[index].commands[$0] }) { return done }
        guard runs[index].state == .playing else { throw .hasEnded(id) }
        // Only the last calls of a cancelled run are still in flight.
        if runs[index].isCancelled, command != .stop { throw .hasEnded(id) }
        let missed = runs[index].tally[.missed]
        var result = CommandResult.done()
        switch command {
        case .hold: try hold(index, origin, at: now)
        case .go: result = try go(index, from: nil, origin, at: now)
        case .goFrom(let hold): result = try go(index, from: hold, origin, at: now)
        case .shift(let interval): try shift(index, by: interval, origin, at: now)
        case .skip(let cue): result = try skip(cue, in: index, origin, at: now)
        case .unskip(let cue): result = try unskip(cue, in: index, origin, at: now)
        case .cancel: cancel(index, origin, at: now)
        case .stop: stopRun(index, origin, at: now)
        case .fire(let cue): result = try fire(cue, in: index, origin, at: now)
        case .again(let cue, let notShown):
            result = try repeatUnsent(cue, notShown: notShown, in: index, origin, at: now)
        case .set(let name, let value): result = try set(name, to: value, in: index, origin, at: now)
        }
        if case .done = result {
            runs[index].remember(origin, at: runs[index].time(at: now).wholeMilliseconds)
        }
        tick(at: now)
        if case .shift = command {
            let number = runs[index].tally[.missed] - missed
            return .done(deliveries: number > 0 ? number : nil)
        }
        return result
    }

    /// Holds every run of the account.
    ///
    /// - Returns: those that were not held before.
    @discardableResult
    package mutating func panic(from origin: CommandOrigin = CommandOrigin(), at now: Moment) -> [RunID] {
        var held: [RunID] = []
        for index in active where runs[index].state == .playing && !runs[index].isCancelled {
            let id = runs[index].id
            guard (try? perform(.hold, on: id, from: origin, at: now)) == .done() else { continue }
            held.append(id)
        }
        return held
    }

    // MARK: The show's clock

    private mutating func hold(_ index: Int, _ origin: CommandOrigin, at now: Moment) throws(CommandError) {
        guard !runs[index].isHeldByOperator else { throw .alreadyHeld(runs[index].id) }
        beginTime(of: index, at: now)
        // What is due by now comes into the queue first: it is part of what the hold stops.
        release(at: now)
        control(.hold, of: index, origin, at: now)
        if runs[index].isHeld {
            runs[index].hold?.isOperators = true
            runs[index].hold?.by = origin.by
        } else {
            runs[index].hold = .byOperator(since: runs[index].time(at: now).wholeMilliseconds, by: origin.by)
        }
        suspendQueue(of: index) { !$0.isFired }
    }

    private mutating func go(
        _ index: Int, from name: String?, _ origin: CommandOrigin, at now: Moment
    ) throws(CommandError) -> CommandResult {
        if let name, name != runs[index].hold?.name {
            if let last = runs[index].lastGo, last.name == name { return .hadBeenDone(by: last.by, at: last.time) }
            guard let hold = runs[index].hold else { throw .notHeld(runs[index].id) }
            throw .anotherHold(runs[index].id, stands: hold.name)
        }
        guard let hold = runs[index].hold else { throw .notHeld(runs[index].id) }
        // Where an operator holds the show as well, the show goes on as far as the message that needs the inputs.
        let inputs = hold.isOperators ? [] : runs[index].inputsOfHold()
        guard inputs.isEmpty else { throw .waitsForInput(hold.name, inputs: inputs) }
        try goOn(index, origin, at: now)
        return .done()
    }

    /// Ends the hold that a run is in.
    mutating func goOn(_ index: Int, _ origin: CommandOrigin, at now: Moment) throws(CommandError) {
        guard let hold = runs[index].hold else { return }
        // Rounded up, so that what the timeline held before is not late already.
        let held = max(.zero, runs[index].time(at: now).nextWholeMillisecond - hold.begin)
        let total = try moved(runs[index].shift, by: held)
        if runs[index].isHeldByOperator { inFlight.extend(run: runs[index].number, by: held) }
        runs[index].pastShifts.note(runs[index].shift, until: runs[index].offset(at: hold.since))
        runs[index].endHold(after: held)
        runs[index].shift = total
        let time = runs[index].time(at: now).wholeMilliseconds
        runs[index].lastGo = LastGo(name: hold.name, time: time, by: origin.by)
        control(.go(held: held, total: total), of: index, origin, at: now)
        // What waited in the queue while the timeline held the show moves with the shift.
        suspendQueue(of: index) { !$0.isBegun }
    }

    private mutating func shift(
        _ index: Int, by interval: Interval, _ origin: CommandOrigin, at now: Moment
    ) throws(CommandError) {
        let total = try moved(runs[index].shift, by: interval)
        runs[index].pastShifts.note(runs[index].shift, until: runs[index].showOffset(at: runs[index].time(at: now)))
        runs[index].shift = total
        runs[index].hold?.shift += interval
        control(.shift(by: interval, total: total), of: index, origin, at: now)
        suspendQueue(of: index) { !$0.isBegun }
    }

    private func moved(_ shift: Interval, by interval: Interval) throws(CommandError) -> Interval {
        // A shift can go from one end of the allowed range to the other: twice the longest interval at most.
        guard interval <= .longest * 2, interval >= .longest * -2 else { throw .tooFar }
        let total = shift + interval
        guard total <= .longest, total >= -.longest else { throw .tooFar }
        return total
    }

    mutating func suspendQueue(of index: Int, where condition: (Delivery) -> Bool) {
        let number = runs[index].number
        // What is to come has changed.
        runs[index].claims.isUrgent = true
        for delivery in queue.removeAll(where: { $0.key.run == number && condition($0) }) {
            runs[index].suspend(delivery)
        }
    }

    /// What waits ends at once, the rest of the plan in portions: other runs must not wait until a million have ended.
    private mutating func cancel(_ index: Int, _ origin: CommandOrigin, at now: Moment) {
        control(.cancel, of: index, origin, at: now)
        runs[index].isCancelled = true
        let number = runs[index].number
        endWaiting(of: index, where: { $0.key.run == number }, as: .cancelled, reason: Self.cancelled, at: now)
    }
}

extension Run {
    /// Takes note of a command that was carried out.
    mutating func remember(_ origin: CommandOrigin, at time: Instant) {
        if let id = origin.id { commands[id] = .hadBeenDone(by: origin.by, at: time) }
    }
}
