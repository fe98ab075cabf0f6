import ShowTime
import TestSupport
import Timelines

@testable import Scheduling

/// What reloads mean for deliveries that waited at the time.
extension NightBook {
    mutating func note(_ reload: ReloadRecord, at time: Instant) {
        // The instant at which the show's clock stopped, where it stands.
        let stands = heldBefore.map { $0.due - max(.zero, heldShift) } ?? (isHeld ? operatorHeldAt : nil)
        let time = lastTime ?? time
        var past = min(time, stands ?? time) - id.start - shift
        // The message that the script holds the show before is still to come.
        if heldBefore != nil { past = past - Interval(nanoseconds: 1) }
        let waiting = lastTime == nil ? waiting(until: past) : []
        reloads.append(
            Reload(past: past, waiting: Set(waiting.map { $0.renamed(reload.renamed) }), leads: reload.leads))
        rename(reload.renamed, isLive: true)
        if lastTime == nil { play(edited, isReloaded: true) }
        heldBefore = nil
    }

    /// The deliveries that were due by an offset and have not ended.
    func waiting(until past: Interval) -> [Key] {
        var waiting: [Key] = []
        var expander = expander
        for message in timeline.messages {
            let last = min(
                message.schedule.firstOccurrence(from: past + Interval(nanoseconds: 1)) - 1,
                message.schedule.lastOccurrence)
            guard last >= 1 else { continue }
            for room in timeline.rooms(of: message) {
                for occurrence in 1...last {
                    let key = Key(
                        message: message.id, occurrence: occurrence + leads[message.id, default: 0],
                        room: timeline.rooms[room].id)
                    if ended.contains(key) || isLeftBehind(key, message, occurrence) { continue }
                    guard (try? expander.isWanted(message, occurrence: occurrence, room: room)) ?? true else {
                        continue
                    }
                    waiting.append(key)
                }
            }
        }
        return waiting
    }

    /// Whether a delivery was due before the last reload and did not wait then.
    func isLeftBehind(_ key: Key, _ message: Message, _ occurrence: Int) -> Bool {
        guard firstDue[key] == nil, let reload = reloads.last else { return false }
        return message.schedule.offset(ofOccurrence: occurrence) <= reload.past && !reload.waiting.contains(key)
    }

    mutating func rename(_ renamed: [String: String], isLive: Bool) {
        guard !renamed.isEmpty else { return }
        for cue in skips {
            if let now = renamed[cue.message] {
                skips.insert(CueSelector(now, occurrence: cue.occurrence, room: cue.room))
            }
        }
        for (message, now) in renamed {
            if holdsPassed.contains(message) { holdsPassed.insert(now) }
        }
        for (key, due) in firstDue where renamed[key.message] != nil {
            let other = key.renamed(renamed)
            firstDue[other] = due
            heldSince[other] = heldSince[key]
            if fired.contains(key) { fired.insert(other) }
            endedParts[other] = endedParts[key]
            if refused.contains(key) { refused.insert(other) }
            if isLive { aliases[key] = other }
            if !ended.contains(key) { begunAs[other, default: []] += [key] + begunAs[key, default: []] }
        }
        for key in ended where renamed[key.message] != nil { ended.insert(key.renamed(renamed)) }
    }
}
