import HeapModule
import ShowTime
import Timelines

/// Messages before which the timeline itself holds the show: `hold: true`.
extension Run {
    func findHolds() -> Set<Int> {
        Set(plan.holding.filter { !holdsPassed.contains(timeline.messages[$0].id) })
    }

    /// Whether the show stands still before an occurrence that the plan has come to. Begins to hold where it must.
    mutating func standsStill(before next: PlanCursor.Occurrence) -> Bool {
        // Whatever becomes of the message that the show stands before, nothing behind it is released.
        if let place = hold?.place, (next.offset, next.message) >= (place.offset, place.message) { return true }
        let isHold = isHold(before: next)
        guard isHold || waitsForInput(before: next) else { return false }
        if hold != nil { return true }
        if skipsBeforeStart && next.offset < .zero { return false }
        hold = .byTimeline(
            before: timeline.messages[next.message].id, since: due(next.offset).wholeMilliseconds, isForInput: !isHold)
        hold?.place = Hold.Place(offset: next.offset, message: next.message)
        return true
    }

    /// The place of a hold that an earlier process began, which an operator may have fired or skipped since.
    func placeInPlan(of hold: Hold) -> Hold.Place? {
        guard let message = timeline.messages.firstIndex(where: { $0.id == hold.message }) else { return nil }
        let schedule = timeline.messages[message].schedule
        let occurrence = schedule.firstOccurrence(from: hold.since - id.start - (shift - hold.shift))
        return Hold.Place(offset: schedule.offset(ofOccurrence: max(1, occurrence)), message: message)
    }

    /// Whether the timeline says that the show holds before an occurrence.
    private mutating func isHold(before next: PlanCursor.Occurrence) -> Bool {
        guard !holds.isEmpty, next.occurrence == 1, holds.contains(next.message) else { return false }
        if hold != nil { return true }
        let isBeforeStart = skipsBeforeStart && next.offset < .zero
        if !isBeforeStart, hasAnythingToBegin(next.message) { return true }
        holds.remove(next.message)
        return false
    }

    /// Whether the show holds before a delivery.
    func isHeldBefore(_ key: DeliveryKey) -> Bool {
        awaiting.contains(Int(key.message))
            || !holds.isEmpty && holds.contains(Int(key.message)) && scheduled(key) == 1
    }

    /// Whether the first occurrence of a message has a delivery that was neither ended nor begun.
    func hasAnythingToBegin(_ message: Int) -> Bool {
        let first = lead(of: message) + 1
        return timeline.rooms(of: timeline.messages[message]).indices.contains { position in
            let key = DeliveryKey(
                run: number, message: Int32(message), position: Int32(position), generation: generation,
                occurrence: first)
            return !begun.contains(key)
                && !ledger.contains(message: message, position: position, occurrence: first)
        }
    }

    /// Lets the show go on after it stood still for a while.
    mutating func endHold(after held: Interval) {
        if isHeldByOperator {
            suspended = Heap(
                suspended.unordered.map { entry in
                    var entry = entry
                    if entry.delivery.isBegun { entry.delivery.extend(by: held) }
                    return entry
                })
        }
        if let message = hold?.message, hold?.isForInput == false {
            holdsPassed.insert(message)
            holds = findHolds()
        }
        hold = nil
    }
}
