import ShowTime
import Timelines

/// What each record of the log says.
extension RunRecovery {
    mutating func take(_ header: RunHeader) {
        // A process that goes on with another timeline says so with a reload.
        if self.header == nil { sha256 = header.sha256 }
        self.header = self.header ?? header
        keptTime = KeptTime(header, after: keptTime)
    }

    mutating func take(_ attempt: AttemptRecord, _ entry: Int) {
        let key = RunBook.Key(entry: entry, occurrence: attempt.occurrence)
        // What is due once is never numbered anew.
        if openByName[key] == nil, let start = header?.run.start, let message = index.message(attempt.messageID),
            timeline.messages[message].schedule.isRepeated
        {
            lastOffsets[entry] = (attempt.occurrence, attempt.due - start - shift)
        }
        var delivery = openByName[key] ?? OpenDelivery(attempts: 0, isAnswered: false, due: attempt.due)
        delivery.attempts = attempt.number - 1
        delivery.isAnswered = false
        delivery.isUntried = false
        delivery.take(attempt.part)
        openByName[key] = delivery
    }

    mutating func take(_ result: ResultRecord, _ entry: Int) {
        let key = RunBook.Key(entry: entry, occurrence: result.occurrence)
        guard result.outcome.isFinal else {
            takeUnfinished(result, key)
            return
        }
        guard let part = result.part, part.number < part.count else {
            openByName[key] = nil
            return
        }
        var next = OpenDelivery(attempts: 0, isAnswered: true, due: result.due)
        next.isFired = openByName[key]?.isFired ?? false
        next.take(Part(part.number + 1, of: part.count))
        next.isUntried = true
        if let again = openByName[key], again.isFired, again.isUntried, again.due != result.due {
            // In a log that was written again, parts that had ended before the command come after it.
            next.due = again.due
        } else {
            next.partBegan = result.time
        }
        next.held = openByName[key]?.held ?? .zero
        next.isRefused =
            part.number == 1 && result.outcome == .rejected
            || result.reason == Scheduler.partRefused
        openByName[key] = next
    }

    /// Takes in a result that did not end its delivery.
    mutating func takeUnfinished(_ result: ResultRecord, _ key: RunBook.Key) {
        var delivery = openByName[key] ?? OpenDelivery(attempts: 0, isAnswered: true, due: result.due)
        delivery.attempts = result.outcome == .retrying ? result.attempt : max(result.attempt - 1, 0)
        delivery.isAnswered = true
        delivery.isUntried = false
        delivery.take(result.part)
        delivery.due = result.due
        delivery.outcome = result.outcome
        delivery.code = result.code
        delivery.reason = result.reason
        if result.mayHaveBeenShown { delivery.mayHaveBeenShown = true }
        openByName[key] = delivery
    }

    mutating func take(_ action: ControlRecord.Action, time: Instant, by: String?) {
        switch action {
        case .hold:
            leftHold = nil
            if hold == nil { hold = .byOperator(since: time) } else { hold?.isOperators = true }
            hold?.by = by
        case .holdBefore(let message, let due, _, let needsGo):
            leftHold = nil
            hold = .byTimeline(before: message, since: due, isForInput: !needsGo)
        case .go(let held, let total):
            // Only an operator's hold stops what has begun.
            if hold?.isOperators == true {
                openByName = openByName.mapValues { $0.isFired ? $0 : $0.extended(by: held) }
            }
            if let hold, let message = hold.message, !hold.isForInput { holdsPassed.insert(message) }
            if let hold { lastGo = LastGo(name: hold.name, time: time, by: by) }
            notePastShift(until: hold?.since ?? time)
            hold = nil
            leftHold = nil
            shift = total
        case .shift(let by, let total):
            // The shift that follows a reload counts from where the show stood, as in the process that was held.
            let left = leftHold?.moved == nil ? leftHold?.hold.since : nil
            notePastShift(until: min(hold?.since ?? left ?? time, time))
            shift = total
            hold?.shift += by
            leftHold?.moved = time
        case .skip(let cue):
            skips.insert(cue)
            for (key, delivery) in openByName where delivery.isFired && isMeant(key, cue) {
                openByName[key]?.isFired = false
            }
        case .unskip(let cue, _): skips = skips.filter { !cue.covers($0) }
        case .fire(let firing), .again(let firing): take(firing, time: time)
        case .set(let name, let value): inputs[name] = GivenInput(value: value, time: time, by: by)
        case .unset(let name, _): inputs[name] = nil
        case .cancel: isCancelled = true
        case .reload(let reload): take(reload)
        case .salvaged(_, let to): salvagedUntil = salvagedUntil.map { max($0, to) } ?? to
        case .clockStep(_, let off, let uptime):
            keptTime?.off = off
            keptTime?.uptimeAtStart = uptime
        // In a log that was written again, attempts come after all shifts, so that their offsets cannot be told.
        case .logRestored: lastOffsets = [:]
        case .shutdown, .reloadRefused, .accountHold, .accountOK, .networkHold, .networkOK: break
        }
    }

    private mutating func notePastShift(until time: Instant) {
        guard let start = header?.run.start else { return }
        pastShifts.note(shift, until: time - start - shift)
    }

    private func isMeant(_ key: RunBook.Key, _ cue: CueSelector) -> Bool {
        let name = book.entries[key.entry].name
        return name.message == cue.message && cue.contains(occurrence: key.occurrence, room: name.room)
    }

    /// Takes note of what an operator sends: until a record tells of it, it is still to be sent.
    mutating func take(_ firing: Firing, time: Instant) {
        hasBegun = true
        for room in firing.rooms {
            let key = book.key(of: firing, room: room, time: time)
            let outcomes = book.partsSent(of: key)
            var delivery = OpenDelivery(attempts: 0, isAnswered: true, due: time)
            // Where no part of a text was sent, it is not known how many parts it has.
            if let outcomes { delivery.take(Part(outcomes.sent + 1, of: outcomes.parts)) } else { delivery.parts = 0 }
            delivery.isUntried = true
            delivery.isFired = true
            openByName[key] = delivery
        }
    }

    /// Takes in what was claimed when the power failed, before the log is read or after it.
    package mutating func take(_ claims: ClaimRecord) { self.claims = claims }

    mutating func take(_ reload: ReloadRecord) {
        if let hold, hold.message != nil {
            leftHold = LeftHold(hold: hold)
            self.hold = nil
        }
        if !reload.sha256.isEmpty { sha256 = reload.sha256 }
        renames = renames.mapValues { reload.renamed[$0] ?? $0 }.merging(reload.renamed) { $1 }
        leadsByID = reload.leads
        if let message = leftHold?.hold.message, let renamed = reload.renamed[message] {
            leftHold?.hold.message = renamed
        }
        skips.formUnion(skips.compactMap { $0.renamed(reload.renamed) })
        for (before, now) in reload.renamed {
            if holdsPassed.contains(before) { holdsPassed.insert(now) }
        }
        let moved = book.moved(by: reload.renamed)
        guard !moved.isEmpty else { return }
        openByName = Dictionary(
            openByName.map { key, delivery in
                (RunBook.Key(entry: moved[key.entry] ?? key.entry, occurrence: key.occurrence), delivery)
            }
        ) { _, last in last }
    }
}

extension ResultRecord {
    /// Whether the attempt may have been shown though its delivery goes on. What was held for the network never left.
    var mayHaveBeenShown: Bool { outcome == .retrying && code == nil }
}

extension RunRecovery.OpenDelivery {
    fileprivate func extended(by held: Interval) -> Self {
        var extended = self
        extended.partBegan = partBegan.map { $0 + held }
        extended.held += held
        return extended
    }

    fileprivate mutating func take(_ part: Part?) {
        self.part = Int16(clamping: part?.number ?? 1)
        parts = Int16(clamping: part?.count ?? 1)
    }
}
