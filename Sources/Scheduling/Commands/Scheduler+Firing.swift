import HeapModule
import ShowTime
import Timelines

/// Cues that operators send at once: ahead of their time, or once more.
extension Scheduler {
    /// Sends a cue now: its deliveries that wait, and those that are still to come.
    mutating func fire(
        _ cue: CueSelector, in index: Int, _ origin: CommandOrigin, at now: Moment
    ) throws(CommandError) -> CommandResult {
        let place = try runs[index].place(of: cue)
        let occurrence = try runs[index].occurrence(of: cue, at: place)
        try runs[index].checkInputs(of: cue, at: place)
        let keys = place.positions.map { runs[index].key(place, position: $0, occurrence: occurrence) }
        let waiting = takeUntried(keys, of: index)
        // Deliveries that were tried, or that an operator sent before, go on as they are.
        let isOnItsWay = Set(unfinished(of: index).map(\.key))
        let upcoming = keys.filter { key in
            !isOnItsWay.contains(key) && !runs[index].begun.contains(key) && !waiting.contains(key)
                && !runs[index].hasEnded(key) && runs[index].isWanted(key)
        }
        let fired = keys.filter { waiting.contains($0) || upcoming.contains($0) }
        guard !fired.isEmpty else { throw .nothingToFire(runs[index].words(for: cue)) }
        runs[index].open += upcoming.count
        beginTime(of: index, at: now)
        let due = runs[index].time(at: now).wholeMilliseconds
        control(.fire(runs[index].firing(fired, at: place, occurrence)), of: index, origin, at: now)
        runs[index].claims.forget(fired)
        for key in fired { send(runs[index].delivery(key, due: due), in: index) }
        return .done(deliveries: fired.count)
    }

    /// Sends again those deliveries of a cue that have ended and were certainly not shown; with `notShown`, also the unknown ones.
    mutating func repeatUnsent(
        _ cue: CueSelector, notShown: Bool, in index: Int, _ origin: CommandOrigin, at now: Moment
    ) throws(CommandError) -> CommandResult {
        let place = try runs[index].place(of: cue)
        let occurrence = try runs[index].occurrence(of: cue, at: place)
        try runs[index].checkInputs(of: cue, at: place)
        let endings = place.positions.compactMap { position -> (key: DeliveryKey, ending: UnsentEndings.Ending)? in
            let key = runs[index].key(place, position: position, occurrence: occurrence)
            return runs[index].ending(of: key).map { (key, $0) }
        }
        func isMeant(_ outcome: Outcome) -> Bool { outcome != .sent && (notShown || outcome != .unknown) }
        let meant = endings.compactMap { key, ending in
            ending.firstUnsent(where: isMeant).map { (key: key, ending: ending, part: $0) }
        }
        guard !meant.isEmpty else {
            if endings.contains(where: \.ending.isBroken) { throw .brokenText(runs[index].words(for: cue)) }
            let unknown = endings.count { $0.ending.outcomes.contains(.unknown) }
            throw .nothingToRepeat(runs[index].words(for: cue), unknown: unknown)
        }
        beginTime(of: index, at: now)
        let due = runs[index].time(at: now).wholeMilliseconds
        control(.again(runs[index].firing(meant.map(\.key), at: place, occurrence)), of: index, origin, at: now)
        runs[index].claims.forget(meant.map(\.key))
        for (key, ending, part) in meant {
            runs[index].reopen(key, ending, fromPart: part)
            runs[index].open += 1
            var delivery = runs[index].delivery(key, due: due)
            delivery.resume(atPart: Int16(part), of: Int16(ending.outcomes.count))
            send(delivery, in: index)
        }
        return .done(deliveries: meant.count)
    }

    private mutating func send(_ delivery: Delivery, in index: Int) {
        var delivery = delivery
        delivery.history = .fired
        runs[index].markBegun(delivery.key)
        queue.insert(delivery)
    }

    /// The deliveries of a run that wait or are in flight, by the timeline that is played now.
    func unfinished(of index: Int) -> [Delivery] {
        inFlight.deliveries(ofRun: runs[index].number).compactMap { runs[index].current($0) }
            + runs[index].suspended.unordered.map(\.delivery) + queue.deliveries(ofRun: runs[index].number)
    }

    /// Takes out those of some deliveries that wait and were neither tried nor fired. Returns their keys.
    private mutating func takeUntried(_ keys: [DeliveryKey], of index: Int) -> Set<DeliveryKey> {
        let keys = Set(keys)
        func isMeant(_ delivery: Delivery) -> Bool { !delivery.isBegun && keys.contains(delivery.key) }
        return Set((queue.removeAll(where: isMeant) + runs[index].removeSuspended(where: isMeant)).map(\.key))
    }
}

extension Run {
    fileprivate func checkInputs(of cue: CueSelector, at place: Place) throws(CommandError) {
        let missing = missingInputs(ofMessage: place.message)
        guard missing.isEmpty else { throw .waitsForInput(words(for: cue), inputs: missing) }
    }

    func hasEnded(_ key: DeliveryKey) -> Bool {
        ledger.contains(message: Int(key.message), position: Int(key.position), occurrence: key.occurrence)
    }

    /// Nil where a delivery was sent or has not ended.
    func ending(of key: DeliveryKey) -> UnsentEndings.Ending? {
        guard hasEnded(key) else { return nil }
        let name = name(of: key)
        return unsent.ending(of: key.occurrence, message: name.message, room: name.room)
    }

    func firing(_ keys: [DeliveryKey], at place: Place, _ occurrence: Int) -> Firing {
        let message = timeline.messages[place.message]
        return Firing(
            message: message.id, occurrence: occurrence, category: message.category,
            rooms: keys.map { timeline.rooms[timeline.roomIndex(of: $0)].id })
    }
}
