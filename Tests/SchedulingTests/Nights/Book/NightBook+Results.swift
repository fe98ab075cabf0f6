import ShowTime
import TestSupport
import Timelines

@testable import Scheduling

/// How deliveries end, and when they should.
extension NightBook {
    /// A system message that is due at `now`, was never attempted and has not ended, if there is one.
    ///
    /// - Parameter claimed: the deliveries that need not wait for their claims; nil where none has to.
    func waitingSystemMessage(at now: Instant, claimed: Set<ClaimedDelivery>? = nil) -> Key? {
        guard !isHeld, !isCancelled, !isStopped, !isEnded else { return nil }
        for message in timeline.messages where message.category == .system {
            let schedule = message.schedule
            let since = now - (id.start + schedule.first + shift)
            guard since >= .zero else { continue }
            var last = schedule.isRepeated ? Int(since.nanoseconds / schedule.every.nanoseconds) + 1 : 1
            last = min(last, schedule.count ?? last)
            // It is enough to look at the newest ones.
            for occurrence in max(1, last - 2)...last {
                let due = id.start + schedule.offset(ofOccurrence: occurrence) + shift
                guard now - due <= message.policy.maxLate, due < heldBefore?.due ?? Instant(nanoseconds: .max) else {
                    continue
                }
                for room in timeline.rooms(of: message) {
                    let key = Key(
                        message: message.id, occurrence: occurrence + leads[message.id, default: 0],
                        room: timeline.rooms[room].id)
                    if isSkipped(key) || !missingInputs(of: message.id).isEmpty { continue }
                    let delivery = ClaimedDelivery(
                        messageID: key.message, occurrence: key.occurrence, roomID: key.room)
                    if claimed?.contains(delivery) == false { continue }
                    var expander = expander
                    let isWanted = try? expander.isWanted(message, occurrence: occurrence, room: room)
                    if firstDue[key] == nil, !ended.contains(key), isWanted ?? true { return key }
                }
            }
        }
        return nil
    }

    /// Returns what is wrong with a result.
    mutating func note(_ result: ResultRecord) -> String? {
        let key = Key(message: result.messageID, occurrence: result.occurrences.lowerBound, room: result.roomID)
        let problem = lateness(of: result, key) ?? (result.outcome == .invalid ? problem(ofInvalid: result) : nil)
        guard result.outcome.isFinal else {
            returned[key] = result.time
            if result.outcome == .retrying, result.code == nil { doubtful.insert(PartKey(key, result.part)) }
            return problem
        }
        for occurrence in result.occurrences {
            let key = Key(message: result.messageID, occurrence: occurrence, room: result.roomID)
            markEnded(key)
            doubtful.remove(PartKey(key, result.part))
            noteEnd(of: key, result)
        }
        return problem
    }

    /// Marks a delivery as ended under its present key and under those with which it was begun: whatever has one of these later
    /// is not sent either.
    mutating func markEnded(_ key: Key) {
        ended.insert(key)
        ended.formUnion(begunAs[key] ?? [])
    }

    /// Checks that a miss is recorded when it becomes one. A busy host may wake five milliseconds late.
    func lateness(of result: ResultRecord, _ key: Key) -> String? {
        // With the first part that is missed, all remaining parts of the text are missed.
        guard [.missed, .failed].contains(result.outcome), result.took == nil, endedParts[key]?.time != result.time,
            !["before the start", "ended", "reload"].contains(result.reason),
            let policy = everSeen[key.message]?.policy
        else { return nil }
        var deadline = deadline(key, due: firstDue[key] ?? result.due, part: result.part, policy)
        var patience = claimWait
        if result.reason == "superseded" {
            guard heldBefore == nil, let newer = newerDue(key) else { return nil }
            deadline = newer + policy.maxLate
            patience = .zero
        }
        let expected = max(deadline, judgedFrom, returned[key] ?? deadline)
        // Records have whole milliseconds.
        if deadline - result.time > "1ms" { return "is missed before it is too late" }
        return result.time - expected > patience + "10ms"
            ? "is missed \((result.time - expected).inSeconds) s after it was" : nil
    }

    /// The due time of the next occurrence after `key` that its room is to have.
    func newerDue(_ key: Key) -> Instant? {
        guard let message = messages[key.message],
            let room = timeline.rooms(of: message).first(where: { timeline.rooms[$0].id == key.room })
        else { return nil }
        var expander = expander
        var next = key.occurrence - leads[message.id, default: 0] + 1
        while message.schedule.contains(occurrence: next) {
            if (try? expander.isWanted(message, occurrence: next, room: room)) ?? true {
                return id.start + message.schedule.offset(ofOccurrence: next) + shift
            }
            next += 1
        }
        return nil
    }

    func deadline(_ key: Key, due: Instant, part: Part?, _ policy: DeliveryPolicy) -> Instant {
        let deadline = due + policy.maxLate + heldSince[key, default: .zero]
        guard part != nil, let ended = endedParts[key] else { return deadline }
        return max(deadline, ended.time + max(policy.maxLate, "10s"))
    }

    /// The time after which an attempt is too late. Nil where it never is, and for a delivery that was begun before: only the
    /// engine knows to the millisecond how much time a hold gave it.
    func deadline(of attempt: AttemptRecord) -> Instant? {
        guard attempt.number == 1, attempt.part?.number ?? 1 == 1, let policy = messages[attempt.messageID]?.policy,
            policy.late == .skip, heldSince[Key(attempt)] == nil
        else { return nil }
        return attempt.due + policy.maxLate
    }
}
