import ShowTime
import Timelines

/// Deliveries that had ended and are sent after all.
extension RunBook {
    /// Takes note that what an operator sends once more has not ended, except for the parts of it that were sent.
    mutating func reopen(_ firing: Firing) {
        for room in firing.rooms {
            guard let entry = index(message: firing.message, room: room) else { continue }
            reopen(Key(entry: entry, occurrence: firing.occurrence))
        }
    }

    private mutating func reopen(_ key: Key) {
        if let results = parts.removeValue(forKey: key) {
            let sent = Array(results.prefix { $0.outcome == .sent })
            for result in results[sent.count...] { tally[result.outcome] -= 1 }
            if !sent.isEmpty { open[key] = Open(part: sent.count + 1, parts: results.count, endedParts: sent) }
            entries[key.entry].cut(key.occurrence...key.occurrence) { _ in true }
        } else {
            for cut in entries[key.entry].cut(key.occurrence...key.occurrence, where: { $0.outcome != .sent }) {
                tally[cut.outcome] -= 1
            }
        }
    }

    /// Takes note that what was skipped and is brought back does not count as cancelled any more.
    mutating func reopenCancelled(_ cue: CueSelector, from first: Int) {
        let split = parts.filter { key, results in
            cue.isOf(entries[key.entry].name) && key.occurrence >= first
                && cue.occurrence ?? key.occurrence == key.occurrence
                && results.allSatisfy { $0.outcome == .cancelled }
        }
        for key in split.keys { reopen(key) }
        for index in entries.indices where cue.isOf(entries[index].name) {
            let last = entries[index].ended.last?.occurrences.upperBound ?? 0
            guard last >= first else { continue }
            let occurrences = cue.occurrence.map { $0...$0 } ?? first...last
            let cuts = entries[index].cut(occurrences) { $0.outcome == .cancelled && !$0.isInParts }
            tally[.cancelled] -= cuts.reduce(0) { $0 + $1.occurrences.count }
        }
    }

    // MARK: What may be brought back

    /// What has ended and was not sent.
    var unsent: UnsentEndings {
        var unsent = UnsentEndings()
        for (index, entry) in entries.enumerated() {
            let (message, room) = (entry.name.message, entry.name.room)
            for range in entry.ended where !range.isInParts && range.outcome != .sent {
                unsent.insert(range.outcome, range.occurrences, message: message, room: room)
            }
            for range in entry.ended where range.isInParts {
                let occurrence = range.occurrences.lowerBound
                let results = parts[Key(entry: index, occurrence: occurrence)] ?? []
                for (number, result) in results.enumerated() {
                    unsent.insert(
                        result.outcome, of: Part(number + 1, of: results.count), occurrence: occurrence,
                        message: message, room: room)
                }
            }
        }
        for (key, delivery) in open {
            for (number, result) in delivery.endedParts.enumerated() {
                let name = entries[key.entry].name
                unsent.insert(
                    result.outcome, of: Part(number + 1, of: delivery.parts), occurrence: key.occurrence,
                    message: name.message, room: name.room)
            }
        }
        return unsent
    }

    /// The delivery that an operator sends in one room.
    mutating func key(of firing: Firing, room: String, time: Instant) -> Key {
        let name = Name(message: firing.message, room: room)
        let entry = index(of: name, roomName: room, category: firing.category, due: time, time: time)
        return Key(entry: entry, occurrence: firing.occurrence)
    }

    /// How many parts of a text were sent, and how many it has; nil where none was sent.
    func partsSent(of key: Key) -> (sent: Int, parts: Int)? {
        guard let delivery = open[key], !delivery.endedParts.isEmpty else { return nil }
        return (delivery.endedParts.count, delivery.parts)
    }
}

extension CueSelector {
    fileprivate func isOf(_ name: RunBook.Name) -> Bool { message == name.message && room ?? name.room == name.room }
}

extension RunBook.Entry {
    /// Takes occurrences out of what has ended.
    ///
    /// - Parameter isMeant: the ranges of which they are taken out.
    /// - Returns: what was taken out of each.
    @discardableResult
    fileprivate mutating func cut(
        _ occurrences: ClosedRange<Int>, where isMeant: (RunBook.Ending) -> Bool
    ) -> [RunBook.Ending] {
        var kept: [RunBook.Ending] = []
        var cuts: [RunBook.Ending] = []
        for range in ended {
            guard range.occurrences.overlaps(occurrences), isMeant(range) else {
                kept.append(range)
                continue
            }
            var piece = range
            let cut = range.occurrences.clamped(to: occurrences)
            if range.occurrences.lowerBound < cut.lowerBound {
                piece.occurrences = range.occurrences.lowerBound...cut.lowerBound - 1
                kept.append(piece)
            }
            piece.occurrences = cut
            cuts.append(piece)
            if cut.upperBound < range.occurrences.upperBound {
                piece.occurrences = cut.upperBound + 1...range.occurrences.upperBound
                kept.append(piece)
            }
        }
        ended = RunBook.Endings(kept)
        return cuts
    }
}
