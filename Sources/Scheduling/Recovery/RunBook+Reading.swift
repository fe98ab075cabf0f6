import Timelines

/// Attempts and their results.
extension RunBook {
    mutating func take(_ attempt: AttemptRecord) -> Int {
        if !attempt.inputs.isEmpty { usedInputs.formUnion(attempt.inputs) }
        let name = Name(message: attempt.messageID, room: attempt.roomID)
        let index = index(
            of: name, roomName: attempt.roomID, category: attempt.category, due: attempt.due, time: attempt.time)
        let key = Key(entry: index, occurrence: attempt.occurrence)
        if hasEnded(key) {
            contradict(key, "attempt \(attempt.number) at \(attempt.delivery), which had ended")
            return index
        }
        let part = attempt.part?.number ?? 1
        var delivery = open.removeValue(forKey: key) ?? Open()
        if let before = delivery.attempt, !delivery.isAnswered {
            contradict(
                key,
                "attempt \(attempt.number) at \(attempt.delivery), although attempt \(before.number) has no result")
        } else if part < delivery.part {
            contradict(key, "attempt \(attempt.number) at \(attempt.delivery), a part that had ended")
        } else if let before = delivery.attempt, part == delivery.part, attempt.number < before.number {
            contradict(key, "attempt \(attempt.number) at \(attempt.delivery) after attempt \(before.number)")
        }
        delivery.part = part
        delivery.parts = attempt.part?.count ?? 1
        delivery.attempt = attempt
        delivery.isAnswered = false
        open[key] = delivery
        return index
    }

    // MARK: Results

    mutating func take(_ result: ResultRecord) -> Int {
        if result.outcome.isFinal { tally[result.outcome] += result.occurrences.count }
        let name = Name(message: result.messageID, room: result.roomID)
        let isNext = nextResult < entries.count && entries[nextResult].name == name
        let index =
            isNext
            ? nextResult
            : index(
                of: name, roomName: result.roomName, category: result.category, due: result.due, time: result.time)
        nextResult = index + 1
        entries[index].time = result.time
        entries[index].roomName = result.roomName
        guard result.occurrences.count == 1 else {
            close(index, result.occurrences, as: result.outcome)
            return index
        }
        let key = Key(entry: index, occurrence: result.occurrence)
        // Where the delivery ends with the result, it is taken out instead of copied.
        let isLast = result.outcome.isFinal && result.part.map { $0.number >= $0.count } ?? true
        var delivery = isLast ? open.removeValue(forKey: key) : open[key]
        check(result, of: key, after: delivery)
        guard result.outcome.isFinal else {
            delivery?.isAnswered = true
            delivery?.note(result)
            open[key] = delivery
            return index
        }
        if let part = result.part, part.number < part.count {
            if hasEnded(key) { return index }
            let before = delivery?.endedParts ?? []
            open[key] = Open(
                part: part.number + 1, parts: part.count, endedParts: before + [result],
                formerEntries: delivery?.formerEntries ?? [])
            return index
        }
        let isInParts = delivery?.endedParts.isEmpty == false
        if isInParts { parts[key] = (delivery?.endedParts ?? []) + [result] }
        // The delivery was begun under these ids: it has ended for whatever message has one of them later.
        for former in delivery?.formerEntries ?? [] {
            entries[former].inherited.insert(key.occurrence...key.occurrence)
        }
        close(index, key.occurrence...key.occurrence, as: result.outcome, isInParts: isInParts)
        return index
    }

    /// Looks for what contradicts the result of one occurrence.
    private mutating func check(_ result: ResultRecord, of key: Key, after delivery: Open?) {
        var what: String { "\(result.outcome.rawValue) of \(result.delivery)" }
        let part = result.part?.number ?? 1
        // Two final results of the whole delivery are found by `close`.
        if hasEnded(key) {
            if !result.outcome.isFinal || part < result.part?.count ?? 1 {
                contradict(key, "\(what), which had ended")
            }
        } else if let delivery, part < delivery.part, result.part != nil {
            contradict(key, "\(what), a part that had ended")
        } else if result.outcome.isFinal, result.attempt == 0 || result.took == nil {
            // It ended without an answer, so that its last attempt need not have a result.
            if result.attempt > 0, delivery?.attempt == nil {
                contradict(key, "\(what) after attempt \(result.attempt), which is not in the log")
            }
        } else if let attempt = delivery?.attempt {
            if delivery?.isAnswered == true {
                contradict(key, "\(what): attempt \(attempt.number) has two results")
            } else if attempt.number != result.attempt {
                contradict(key, "\(what) by attempt \(result.attempt), where the last is attempt \(attempt.number)")
            }
        } else {
            contradict(key, "\(what) by attempt \(result.attempt), which is not in the log")
        }
    }

    func hasEnded(_ key: Key) -> Bool {
        let ended = entries[key.entry].ended
        let index = ended.firstIndex(endingFrom: key.occurrence)
        return index < ended.count && ended[index].occurrences.contains(key.occurrence)
    }

    mutating func close(
        _ index: Int, _ occurrences: ClosedRange<Int>, as outcome: Outcome, isInParts: Bool = false
    ) {
        let added = Ending(occurrences: occurrences, outcome: outcome, isInParts: isInParts)
        let place = entries[index].ended.firstIndex(endingFrom: occurrences.lowerBound)
        if place == entries[index].ended.count {
            // The usual case: the next one.
            entries[index].ended.appendOrExtend(added)
            return
        }
        var next = occurrences.lowerBound
        var pieces: [Ending] = []
        for range in entries[index].ended[place...] where range.occurrences.overlaps(occurrences) {
            let both = range.occurrences.clamped(to: occurrences)
            let first = Key(entry: index, occurrence: both.lowerBound)
            contradict(first, through: both.upperBound, "\(outcome.rawValue) of \(name(of: first)), which had ended")
            if next < both.lowerBound {
                pieces.append(Ending(occurrences: next...both.lowerBound - 1, outcome: outcome))
            }
            next = both.upperBound + 1
        }
        if next <= occurrences.upperBound {
            pieces.append(
                Ending(occurrences: next...occurrences.upperBound, outcome: outcome, isInParts: isInParts))
        }
        let ended = entries[index].ended + pieces
        entries[index].ended = Endings(
            ended.sorted { $0.occurrences.lowerBound < $1.occurrences.lowerBound })
    }
}

extension RunBook.Open {
    /// Takes note of a result that does not end it.
    fileprivate mutating func note(_ result: ResultRecord) {
        results = result.mayHaveBeenShown ? [result] : results.filter(\.mayHaveBeenShown) + [result]
    }
}
