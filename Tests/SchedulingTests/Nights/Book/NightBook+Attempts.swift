import ShowTime
import TestSupport
import Timelines

@testable import Scheduling

/// Checks whether an attempt may leave.
extension NightBook {
    /// What is wrong with an attempt that leaves.
    mutating func problem(of attempt: AttemptRecord, at now: Instant) -> String? {
        let key = Key(attempt)
        guard let message = messages[key.message] else { return "is not in the script" }
        let occurrence = key.occurrence - leads[message.id, default: 0]
        guard message.schedule.contains(occurrence: occurrence) else { return "is beyond its schedule" }
        if isLeftBehind(key, message, occurrence) { return "was due before a reload at which it did not wait" }
        let rooms = timeline.rooms(of: message)
        guard let room = rooms.first(where: { timeline.rooms[$0].id == key.room }) else { return "has another room" }
        if isEnded { return "leaves after the end of its run" }
        if isHeld, !fired.contains(key) { return "leaves while its run is held" }
        if firstDue[key] == nil, message.holds, occurrence == 1, !holdsPassed.contains(message.id) {
            return "leaves although the show was to hold before it"
        }
        if let heldBefore, firstDue[key] == nil, attempt.due > heldBefore.due { return "leaves behind a hold" }
        if firstDue[key] == nil, (try? expander.isWanted(message, occurrence: occurrence, room: room)) != true {
            return "leaves although nobody wants it"
        }
        if let problem = inputProblem(of: attempt, message) { return problem }
        if refused.contains(key) { return "leaves although its first part was refused" }
        let latest = deadline(key, due: firstDue[key] ?? attempt.due, part: attempt.part, message.policy)
        if let part = attempt.part {
            let ended = endedParts[key]
            if ended?.part ?? 0 != part.number - 1 { return "leaves when \(ended?.part ?? 0) parts have ended" }
        }
        if message.policy.onUnknown == .leave, doubtful.contains(PartKey(key, attempt.part)) {
            return "leaves although it may have been shown"
        }
        if isStopped { return "leaves although its run was stopped" }
        if isCancelled { return "leaves although its run was cancelled" }
        if isSkipped(key) { return "leaves although it was skipped" }
        let offset = message.schedule.offset(ofOccurrence: occurrence)
        // A delivery that waited, and that a reload moved there, goes out all the same.
        if skipsBeforeStart, offset < .zero, firstDue[key] == nil, !(reloads.last?.waiting.contains(key) ?? false) {
            return "leaves although it lies before a start that was now"
        }
        let due = firstDue[key] ?? id.start + offset + shift
        if attempt.due != due { return "is due at \(attempt.due), not at \(due)" }
        firstDue[key] = due
        // After the clock was set, the book's time may differ from the engine's by less than the engine follows.
        if message.policy.late == .skip, now > latest + claimWait + "2ms" { return "leaves too late" }
        if message.policy.late == .send, attempt.number == 1, attempt.part?.number ?? 1 == 1, !fired.contains(key) {
            var next = occurrence + 1
            while message.schedule.contains(occurrence: next) {
                let nextDue = id.start + message.schedule.offset(ofOccurrence: next) + shift
                // An occurrence behind a hold is not late.
                guard now - nextDue > message.policy.maxLate, heldBefore.map({ nextDue < $0.due }) ?? true else {
                    break
                }
                if (try? expander.isWanted(message, occurrence: next, room: room)) ?? true {
                    return "leaves although a newer one is late too"
                }
                next += 1
            }
        }
        if attempt.number > 5 { return "is attempt \(attempt.number)" }
        let (content, parts) =
            (try? expander.content(
                of: message, occurrence: occurrence, room: room, due: due, part: attempt.part?.number ?? 1))
            ?? (nil, 0)
        if attempt.part?.count ?? 1 != parts { return "is of \(attempt.part?.count ?? 1) parts, not of \(parts)" }
        if attempt.content != content { return "says \"\(attempt.content)\", not \"\(content ?? "nothing")\"" }
        if attempt.category != message.category { return "has another category" }
        return nil
    }
}
