package import ShowTime
import Timelines

extension Scheduler {
    /// Carries out an operator's command.
    package mutating func perform(
        _ command: Command, on id: RunID, at now: Moment
    ) throws(CommandError) {
        guard let index = index(of: id) else { throw .noSuchRun(id.description) }
        guard runs[index].state == .playing else { throw .hasEnded(id) }
        // Of a run that was cancelled only the last calls are still on their way.
        if runs[index].isCancelled, command != .stop { throw .hasEnded(id) }
        switch command {
        case .hold: try hold(index, at: now)
        case .go: try go(index, at: now)
        case .shift(let interval): try shift(index, by: interval, at: now)
        case .skip(let message): try skip(message, in: index, at: now)
        case .cancel: cancel(index, at: now)
        case .stop: stopRun(index, at: now)
        }
        tick(at: now)
    }

    private mutating func hold(_ index: Int, at now: Moment) throws(CommandError) {
        guard !runs[index].isHeldByOperator else { throw .alreadyHeld(runs[index].id) }
        beginTime(of: index, at: now)
        // What is due by now is due: it is part of what the hold stops.
        release(at: now)
        control(.hold, of: index, at: now)
        if runs[index].isHeld {
            runs[index].hold?.isOperators = true
        } else {
            runs[index].hold = .byOperator(since: runs[index].time(at: now).wholeMilliseconds)
        }
        suspendQueue(of: index) { _ in true }
    }

    private mutating func go(_ index: Int, at now: Moment) throws(CommandError) {
        guard let since = runs[index].hold?.begin else { throw .notHeld(runs[index].id) }
        // Up, so that what the timeline held before is not late already.
        let held = max(.zero, runs[index].time(at: now).nextWholeMillisecond - since)
        let total = try moved(runs[index].shift, by: held)
        if runs[index].isHeldByOperator { inFlight.extend(run: runs[index].number, by: held) }
        runs[index].endHold(after: held)
        runs[index].shift = total
        control(.go(held: held, total: total), of: index, at: now)
        // What waited in the queue while the timeline held the show.
        suspendQueue(of: index) { !$0.isBegun }
    }

    private mutating func shift(
        _ index: Int, by interval: Interval, at now: Moment
    ) throws(CommandError) {
        let total = try moved(runs[index].shift, by: interval)
        runs[index].shift = total
        runs[index].hold?.shift += interval
        control(.shift(by: interval, total: total), of: index, at: now)
        suspendQueue(of: index) { !$0.isBegun }
    }

    private func moved(_ shift: Interval, by interval: Interval) throws(CommandError) -> Interval {
        // Twice the longest at most: from one end to the other.
        guard interval <= .longest * 2, interval >= .longest * -2 else { throw .tooFar }
        let total = shift + interval
        guard total <= .longest, total >= -.longest else { throw .tooFar }
        return total
    }

    private mutating func skip(
        _ id: String, in index: Int, at now: Moment
    ) throws(CommandError) {
        let messages = runs[index].timeline.messages
        guard let message = messages.firstIndex(where: { $0.id == id }) else {
            throw .noSuchMessage(id, suggestion: Suggestion.nearest(to: id, among: messages.lazy.map(\.id)))
        }
        guard !runs[index].skipped.contains(id), runs[index].hasAnythingLeft(ofMessage: message) else {
            throw .nothingLeft(id)
        }
        control(.skip(message: id), of: index, at: now)
        runs[index].skipped.insert(id)
        endMessage(id, in: index, at: now)
    }

    private mutating func cancel(_ index: Int, at now: Moment) {
        control(.cancel, of: index, at: now)
        runs[index].isCancelled = true
        endRemainder(of: index, as: .cancelled, reason: "cancel", at: now)
    }

    private mutating func suspendQueue(of index: Int, where condition: (Delivery) -> Bool) {
        let number = runs[index].number
        // What is to come is another now.
        runs[index].claims.isUrgent = true
        for delivery in queue.removeAll(where: { $0.key.run == number && condition($0) }) {
            runs[index].suspend(delivery)
        }
    }

    /// Cancels what is left of one message.
    mutating func endMessage(_ id: String, in index: Int, at now: Moment) {
        guard let message = runs[index].timeline.messages.firstIndex(where: { $0.id == id }) else { return }
        endRemainder(of: index, message: message, as: .cancelled, reason: "skip", at: now)
    }
}
