package import ShowTime
import Timelines

extension RunBook {
    /// Returns fewer records that say the same as all that were read: a start that reads these goes on as one that read all.
    /// What has ended becomes one result for each range of occurrences that ended alike; what has not keeps its last attempt.
    ///
    /// - Parameter reason: why the log had to be written again.
    package func records(restoredAt now: Instant, run: RunID, because reason: String) -> [Record] {
        var records = events
        for (index, entry) in entries.enumerated() {
            for range in entry.ended {
                let first = Key(entry: index, occurrence: range.occurrences.lowerBound)
                if range.isInParts {
                    records += (parts[first] ?? []).map { .result($0.withoutAttempt(entry.name.message)) }
                } else {
                    records.append(
                        .result(
                            ResultRecord(
                                time: entry.time, run: run, messageID: entry.name.message,
                                occurrences: range.occurrences, roomID: entry.name.room, roomName: entry.roomName,
                                category: entry.category, due: entry.due, attempt: 0, outcome: range.outcome,
                                reason: Self.restored, late: .zero)))
                }
            }
        }
        for (key, delivery) in open.sorted(by: { ($0.key.entry, $0.key.occurrence) < ($1.key.entry, $1.key.occurrence) }
        ) {
            let id = entries[key.entry].name.message
            records += delivery.endedParts.map { .result($0.withoutAttempt(id)) }
            guard var last = delivery.attempt else { continue }
            last.messageID = id
            for var result in delivery.results {
                result.messageID = id
                var attempt = last
                attempt.number = result.attempt
                records += [.attempt(attempt), .result(result)]
            }
            if !delivery.isAnswered { records.append(.attempt(last)) }
        }
        if let end { records.append(.end(end)) }
        let note = Record.control(
            ControlRecord(time: now, run: run, action: .logRestored(reason: reason, inputs: usedInputs.sorted())))
        records.insert(note, at: end == nil ? records.count : records.count - 1)
        return records
    }

    static let restored = "restored"
}

extension ResultRecord {
    /// The same result for a log that no longer has the attempt.
    ///
    /// - Parameter id: the id that the message has now.
    fileprivate func withoutAttempt(_ id: String) -> ResultRecord {
        var result = self
        result.messageID = id
        result.attempt = 0
        result.took = nil
        return result
    }
}
