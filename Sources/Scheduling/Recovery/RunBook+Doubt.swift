package import ShowTime
import Timelines

/// What of a damaged log is in doubt.
extension RunBook {
    /// Whether everything that was begun has ended.
    package var isClosed: Bool { open.isEmpty }

    /// Whether the log has the attempt that a result belongs to, and no other result of that attempt.
    package func hasAttempt(for result: ResultRecord) -> Bool {
        guard let delivery = self.delivery(of: result), let attempt = delivery.attempt else { return false }
        if result.outcome.isFinal, result.took == nil { return true }
        return !delivery.isAnswered && attempt.number == result.attempt
    }

    /// Whether the delivery that a result is of has ended.
    package func hasEnded(_ result: ResultRecord) -> Bool {
        guard let index = index(message: result.messageID, room: result.roomID) else { return false }
        return hasEnded(Key(entry: index, occurrence: result.occurrence))
    }

    private func delivery(of result: ResultRecord) -> Open? {
        guard let index = index(message: result.messageID, room: result.roomID) else { return nil }
        return open[Key(entry: index, occurrence: result.occurrence)]
    }

    /// Returns what is left of a record without the deliveries whose records contradict each other; nil where all of it is left.
    package func withoutSuspects(_ record: Record) -> [Record]? {
        guard !suspects.isEmpty else { return nil }
        switch record {
        case .attempt(let attempt):
            let name = Name(message: attempt.messageID, room: attempt.roomID)
            return suspects[name]?.contains(attempt.occurrence) == true ? [] : nil
        case .result(let result):
            guard let suspects = suspects[Name(message: result.messageID, room: result.roomID)] else { return nil }
            let kept = suspects.gaps(in: result.occurrences)
            guard kept != [result.occurrences] else { return nil }
            return kept.map { occurrences in
                var part = result
                part.occurrences = occurrences
                return .result(part)
            }
        case .run, .control, .end: return nil
        }
    }

    /// Returns results, `unknown`, for all that may have been shown: deliveries that were attempted and have no final result, and
    /// those whose records contradict each other.
    package func doubtful(at now: Instant, run: RunID) -> [ResultRecord] {
        var results: [ResultRecord] = []
        for (index, entry) in entries.enumerated() {
            guard let suspects = suspects[entry.name] else { continue }
            for occurrences in suspects.ranges {
                results.append(unknown(index, occurrences, due: entry.due, attempt: 0, at: now, of: run))
            }
        }
        let left = open.sorted { ($0.key.entry, $0.key.occurrence) < ($1.key.entry, $1.key.occurrence) }
        for (key, delivery) in left {
            if suspects[entries[key.entry].name]?.contains(key.occurrence) == true { continue }
            let due = delivery.attempt?.due ?? delivery.endedParts.last?.due ?? entries[key.entry].due
            for number in delivery.part...max(delivery.part, delivery.parts) {
                let isNext = number == delivery.part
                var result = unknown(
                    key.entry, key.occurrence...key.occurrence, due: due,
                    attempt: isNext ? delivery.attempt?.number ?? 0 : 0, at: now, of: run)
                if delivery.parts > 1 { result.part = Part(number, of: delivery.parts) }
                results.append(result)
            }
        }
        return results
    }

    private func unknown(
        _ index: Int, _ occurrences: ClosedRange<Int>, due: Instant, attempt: Int, at now: Instant, of run: RunID
    ) -> ResultRecord {
        let entry = entries[index]
        return ResultRecord(
            time: now, run: run, messageID: entry.name.message, occurrences: occurrences, roomID: entry.name.room,
            roomName: entry.roomName, category: entry.category, due: due, attempt: attempt, outcome: .unknown,
            reason: "salvaged", late: now - due)
    }
}
