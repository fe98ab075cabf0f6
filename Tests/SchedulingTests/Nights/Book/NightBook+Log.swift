import RunLog
import ShowTime
import TestSupport
import Timelines

@testable import Scheduling

/// Checks whether the log of a run that has ended tells the truth, and all of it.
extension NightBook {
    /// What is wrong with the log of a run that has ended.
    func problems(of log: MemoryLog) -> [String] {
        var problems: [String] = []
        var finals: [PartKey: Outcome] = [:]
        var attempts: [PartKey: Int] = [:]
        var tally = Tally()
        var ends: [EndRecord] = []
        var commands: Set<String> = []
        for record in log.records {
            if !ends.isEmpty { problems.append("something follows the end") }
            switch record {
            case .control(let control):
                if let id = control.origin.id, !commands.insert(id).inserted {
                    problems.append("\(id) was carried out twice")
                }
                for key in reopened(by: control.action, finals) {
                    if let outcome = finals.removeValue(forKey: key) { tally[outcome] -= 1 }
                }
                guard case .reload(let reload) = control.action else { continue }
                for (key, number) in attempts where finals[key] == nil {
                    attempts[PartKey(key.delivery.renamed(reload.renamed), part: key.part)] = number
                }
            case .run: break
            case .attempt(let attempt):
                let key = PartKey(Key(attempt), attempt.part)
                if finals[key] != nil { problems.append("\(key) was attempted after it had ended") }
                attempts[key] = attempt.number
            case .result(let result):
                if result.outcome.isFinal { tally[result.outcome] += result.occurrences.count }
                for occurrence in result.occurrences {
                    let key = PartKey(
                        Key(message: result.messageID, occurrence: occurrence, room: result.roomID), result.part)
                    if finals[key] != nil { problems.append("\(key) has two final results") }
                    if result.outcome.isFinal { finals[key] = result.outcome }
                    let isAttempt = result.attempt > 0 && result.took != nil
                    if isAttempt, attempts[key] != result.attempt {
                        problems.append("\(key) has a result of attempt \(result.attempt) that is not in the log")
                    }
                }
            case .end(let end): ends.append(end)
            }
        }
        guard let end = ends.first else { return problems + ["the log has no end"] }
        if end.tally != tally { problems.append("the end says\(end.tally.line), the results say\(tally.line)") }
        if end.planned != tally.total {
            problems.append("\(end.planned) were planned, \(tally.total) have ended:\(tally.line)")
        }
        for key in attempts.keys where !hasEnded(key, finals) {
            problems.append("\(key) was attempted and never ended")
        }
        problems += log.recovery(for: timeline).book.contradictions
        problems += planProblems(finals)
        problems += shownProblems(finals)
        return problems
    }

    /// Checks that every delivery of the script that is wanted has a final result, in all its parts, and that nothing else has
    /// one, unless the script was changed.
    func planProblems(_ finals: [PartKey: Outcome]) -> [String] {
        var problems: [String] = []
        var planned = 0
        var expander = expander
        let parts = Dictionary(grouping: finals.keys.filter { $0.part > 0 }, by: \.delivery).mapValues(\.count)
        for message in timeline.messages {
            guard let count = message.schedule.count else { return problems }
            for room in timeline.rooms(of: message) {
                for occurrence in 1...count {
                    let key = Key(
                        message: message.id, occurrence: occurrence + leads[message.id, default: 0],
                        room: timeline.rooms[room].id)
                    guard (try? expander.isWanted(message, occurrence: occurrence, room: room)) ?? true else {
                        // A delivery that was skipped before anybody gave the input that decides about it has ended all the same.
                        if message.isWantedByInput { planned += finals.keys.count { $0.delivery == key } }
                        continue
                    }
                    if finals[PartKey(key, nil)] != nil {
                        planned += 1
                    } else if let parts = parts[key] {
                        planned += parts
                    } else if !ended.contains(key) {
                        // A delivery that ended under another id has no result under this one.
                        problems.append("\(key) never ended")
                    }
                }
            }
        }
        if !isReloaded {
            if finals.count != planned { problems.append("\(finals.count) have ended of \(planned)") }
            for (key, parts) in parts
            where (1...parts).contains(where: { finals[PartKey(key, Part($0, of: parts))] == nil }) {
                problems.append("\(key) has \(parts) parts that have ended, not from the first on")
            }
        }
        return problems
    }

    /// Whether a delivery has ended, perhaps in another form: a script that was changed may have made one whole text of parts, or
    /// the other way round.
    func hasEnded(_ key: PartKey, _ finals: [PartKey: Outcome]) -> Bool {
        if finals[key] != nil { return true }
        let other = key.part == 0 ? 1 : 0
        // So may another due time, where an operator sent the delivery once more.
        if isReloaded || sentAgain.contains(key.delivery), finals[PartKey(key.delivery, part: other)] != nil {
            return true
        }
        // So may a power loss that takes the value with which the text left: what was claimed is unknown then, in as many parts
        // as the text has without that value.
        if finals[PartKey(key.delivery, part: other)] == .unknown { return true }
        let renamed = current(key, finals)
        return renamed != key && hasEnded(renamed, finals)
    }

    /// The key under which a delivery has ended: another one where it was renamed on its way.
    func current(_ key: PartKey, _ finals: [PartKey: Outcome]) -> PartKey {
        var key = key
        for _ in reloads where finals[key] == nil {
            guard let other = aliases[key.delivery] else { break }
            key.delivery = other
        }
        return key
    }

    /// The same for a delivery that was shown: another message may have got the earlier key since, and ended under it.
    private func keyOfEnd(_ key: PartKey, _ finals: [PartKey: Outcome]) -> PartKey {
        guard finals[key] != .sent, let other = aliases[key.delivery] else { return current(key, finals) }
        let renamed = PartKey(other, part: key.part)
        return finals[renamed] == .sent && shown[renamed] == nil ? renamed : current(key, finals)
    }

    /// Checks that the log's results agree with what was shown, and that nothing was shown twice.
    func shownProblems(_ finals: [PartKey: Outcome]) -> [String] {
        var problems: [String] = []
        let shown = Dictionary(shown.map { (keyOfEnd($0.key, finals), $0.value) }, uniquingKeysWith: +)
        let unclaimed = Set(unclaimed.map { current(PartKey($0, nil), finals).delivery }).union(unclaimed)
        for (key, outcome) in finals where !unclaimed.contains(key.delivery) {
            let count = shown[key] ?? 0
            let isResent = everResent.contains(key.delivery.message)
            switch outcome {
            case .sent: if count == 0 { problems.append("\(key) was sent and not shown") }
            case .rejected: if count > 0, !isResent { problems.append("\(key) was rejected and shown") }
            case .unknown: break
            case _ where sentBlindly.contains(key): break
            default: if count > 0 { problems.append("\(key) was shown and ended as \(outcome)") }
            }
            if count > 1, !isResent, !sentBlindly.contains(key) { problems.append("\(key) was shown \(count) times") }
        }
        // What left without a claim may be forgotten by a power loss, and then be cancelled without ever being planned.
        for key in shown.keys where !hasEnded(key, finals) && !unclaimed.contains(key.delivery) {
            problems.append("\(key) was shown and never ended")
        }
        return problems
    }
}
