import ShowTime
import TestSupport

@testable import Scheduling

/// What operators do with single cues.
extension NightBook {
    func isSkipped(_ key: Key) -> Bool {
        !fired.contains(key)
            && skips.contains { skip in
                skip.message == key.message && skip.occurrence ?? key.occurrence == key.occurrence
                    && skip.room ?? key.room == key.room
            }
    }

    mutating func noteEnd(of key: Key, _ result: ResultRecord) {
        if result.outcome == .rejected, result.part?.number == 1 { refused.insert(key) }
        // In a log that was written again, what ended before an operator sent it once more stands behind that command.
        let isSentAgain = fired.contains(key) && firstDue[key].map { $0 != result.due } ?? false
        endedParts[key] = result.part.map { ($0.number, isSentAgain ? Instant(nanoseconds: .min / 2) : result.time) }
        endings[key] = (result.part.map { Array((endings[key] ?? []).prefix($0.number - 1)) } ?? []) + [result.outcome]
    }

    private func keys(of firing: Firing) -> [Key] {
        firing.rooms.map { Key(message: firing.message, occurrence: firing.occurrence, room: $0) }
    }

    /// Returns what is wrong with the command.
    mutating func fire(_ firing: Firing, at time: Instant) -> String? {
        var problem: String?
        for key in keys(of: firing) {
            if ended.contains(key) { problem = "fires \(key), which has ended" }
            if firstDue[key] != nil { problem = "fires \(key), which has been tried" }
            send(key, at: time)
        }
        return problem
    }

    /// Returns what is wrong with the command.
    mutating func sendAgain(_ firing: Firing, at time: Instant) -> String? {
        var problem: String?
        for key in keys(of: firing) {
            let outcomes = endings[key] ?? []
            let sent = outcomes.prefix { $0 == .sent }.count
            if !ended.contains(key) { problem = "sends \(key) again, which has not ended" }
            if outcomes.dropFirst(sent).contains(.sent) { problem = "sends a part of \(key) again that was shown" }
            for (part, outcome) in outcomes.enumerated() where outcome == .unknown {
                sentBlindly.insert(PartKey(key, part: outcomes.count == 1 ? 0 : part + 1))
            }
            ended.remove(key)
            sentAgain.insert(key)
            refused.remove(key)
            endings[key] = Array(outcomes.prefix(sent))
            endedParts[key] = sent > 0 ? (sent, Instant(nanoseconds: .min / 2)) : nil
            send(key, at: time)
        }
        return problem
    }

    private mutating func send(_ key: Key, at time: Instant) {
        firstDue[key] = time
        heldSince[key] = nil
        fired.insert(key)
    }

    mutating func bringBack(_ cue: CueSelector, from first: Int) {
        for skip in skips where cue.message == skip.message {
            if cue.occurrence ?? skip.occurrence == skip.occurrence, cue.room ?? skip.room == skip.room {
                skips.remove(skip)
            }
        }
        for key in ended where isMeant(key, cue, from: first) && endings[key]?.allSatisfy({ $0 == .cancelled }) ?? false
        {
            ended.remove(key)
            endings[key] = nil
            endedParts[key] = nil
            // A delivery that an operator had sent belongs to the plan again.
            fired.remove(key)
            firstDue[key] = nil
        }
    }

    private func isMeant(_ key: Key, _ cue: CueSelector, from first: Int) -> Bool {
        key.message == cue.message && key.occurrence >= first && cue.occurrence ?? key.occurrence == key.occurrence
            && cue.room ?? key.room == key.room
    }

    /// The keys that have no final result any more after an operator's command.
    func reopened(by action: ControlRecord.Action, _ finals: [PartKey: Outcome]) -> [PartKey] {
        switch action {
        case .again(let firing):
            let keys = Set(keys(of: firing))
            return finals.filter { keys.contains($0.key.delivery) && $0.value != .sent }.map(\.key)
        case .unskip(let cue, let first):
            let meant = finals.filter { isMeant($0.key.delivery, cue, from: first) }
            let others = Set(meant.filter { $0.value != .cancelled }.map(\.key.delivery))
            return meant.keys.filter { !others.contains($0.delivery) }
        default: return []
        }
    }
}
