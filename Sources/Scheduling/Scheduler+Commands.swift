package import ShowTime
import Timelines

/// Why a command was not carried out.
package enum CommandError: Error, Equatable, Sendable {
    case noSuchRun(String)
    case hasEnded(RunID)
    case alreadyHeld(RunID)
    case notHeld(RunID)
    case noSuchMessage(String, suggestion: String?)
    case nothingLeft(String)
    case tooFar

    package var message: String {
        switch self {
        case .noSuchRun(let name): "no run \"\(name)\" is playing here"
        case .hasEnded(let run): "\(run) has ended"
        case .alreadyHeld(let run): "\(run) is held already: \"go\" lets it go on"
        case .notHeld(let run): "\(run) is not held"
        case .noSuchMessage(let id, let suggestion):
            "the script has no message \"\(id)\"" + (suggestion.map { ": did you mean \"\($0)\"?" } ?? "")
        case .nothingLeft(let id): "nothing is left of \"\(id)\" that could be skipped"
        case .tooFar: "that would move the show by more than ten years"
        }
    }
}

/// What an operator can tell a run.
package enum Command: Hashable, Sendable {
    case hold
    case go
    case shift(Interval)
    case skip(message: String)
    case cancel
    case stop
}

extension Scheduler {
    /// Carries out an operator's command.
    package mutating func perform(
        _ command: Command, on id: RunID, at now: Moment, _ actions: inout [Action]
    ) throws(CommandError) {
        guard let index = index(of: id) else { throw .noSuchRun(id.description) }
        guard runs[index].state == .playing else { throw .hasEnded(id) }
        // Of a run that was cancelled only the last calls are still on their way.
        if runs[index].isCancelled, command != .stop { throw .hasEnded(id) }
        switch command {
        case .hold: try hold(index, at: now, &actions)
        case .go: try go(index, at: now, &actions)
        case .shift(let interval): try shift(index, by: interval, at: now, &actions)
        case .skip(let message): try skip(message, in: index, at: now, &actions)
        case .cancel: cancel(index, at: now, &actions)
        case .stop: stopRun(index, at: now, &actions)
        }
        tick(at: now, &actions)
    }

    private mutating func hold(_ index: Int, at now: Moment, _ actions: inout [Action]) throws(CommandError) {
        guard !runs[index].isHeldByOperator else { throw .alreadyHeld(runs[index].id) }
        // What is due by now is due: it is part of what the hold stops.
        release(at: now, &actions)
        control(.hold, of: index, at: now, &actions)
        if runs[index].isHeld {
            runs[index].hold?.isOperators = true
        } else {
            runs[index].hold = .byOperator(since: now.wall.wholeMilliseconds)
        }
        takeBackQueue(of: index) { _ in true }
    }

    private mutating func go(_ index: Int, at now: Moment, _ actions: inout [Action]) throws(CommandError) {
        guard let since = runs[index].hold?.since else { throw .notHeld(runs[index].id) }
        // Up, so that what the script held before is not late already.
        let held = max(.zero, now.wall.nextWholeMillisecond - since)
        let total = try moved(runs[index].shift, by: held)
        runs[index].endHold(after: held)
        runs[index].shift = total
        control(.go(held: held, total: total), of: index, at: now, &actions)
        // What waited in the queue while the script held the show.
        takeBackQueue(of: index) { !$0.isBegun }
    }

    private mutating func shift(
        _ index: Int, by interval: Interval, at now: Moment, _ actions: inout [Action]
    ) throws(CommandError) {
        let total = try moved(runs[index].shift, by: interval)
        runs[index].shift = total
        control(.shift(by: interval, total: total), of: index, at: now, &actions)
        takeBackQueue(of: index) { !$0.isBegun }
    }

    private func moved(_ shift: Interval, by interval: Interval) throws(CommandError) -> Interval {
        // Twice the longest at most: from one end to the other.
        guard interval <= .longest * 2, interval >= .longest * -2 else { throw .tooFar }
        let total = shift + interval
        guard total <= .longest, total >= -.longest else { throw .tooFar }
        return total
    }

    private mutating func skip(
        _ id: String, in index: Int, at now: Moment, _ actions: inout [Action]
    ) throws(CommandError) {
        let messages = runs[index].timeline.messages
        guard let message = messages.firstIndex(where: { $0.id == id }) else {
            throw .noSuchMessage(id, suggestion: Suggestion.nearest(to: id, among: messages.lazy.map(\.id)))
        }
        guard !runs[index].skipped.contains(id), runs[index].hasAnythingLeft(ofMessage: message) else {
            throw .nothingLeft(id)
        }
        control(.skip(message: id), of: index, at: now, &actions)
        runs[index].skipped.insert(id)
        endMessage(id, in: index, at: now, &actions)
    }

    private mutating func cancel(_ index: Int, at now: Moment, _ actions: inout [Action]) {
        control(.cancel, of: index, at: now, &actions)
        runs[index].isCancelled = true
        endRemainder(of: index, .cancelled, reason: "cancel", at: now, &actions)
    }

    private mutating func takeBackQueue(of index: Int, where condition: (Delivery) -> Bool) {
        let number = runs[index].number
        for delivery in queue.removeAll(where: { $0.key.run == number && condition($0) }) {
            runs[index].takeBack(delivery)
        }
    }

    // MARK: Ending many at once

    /// Cancels what is left of one message.
    mutating func endMessage(_ id: String, in index: Int, at now: Moment, _ actions: inout [Action]) {
        guard let message = runs[index].timeline.messages.firstIndex(where: { $0.id == id }) else { return }
        endRemainder(of: index, message: message, .cancelled, reason: "skip", at: now, &actions)
    }

    /// Ends everything of a run, or of one message of it, that is not on its way.
    mutating func endRemainder(
        of index: Int, message only: Int? = nil, _ outcome: Outcome, reason: String, at now: Moment,
        _ actions: inout [Action]
    ) {
        let number = runs[index].number
        func isMeant(_ delivery: Delivery) -> Bool {
            delivery.key.run == number && (only.map { Int32($0) == delivery.key.message } ?? true)
        }
        for delivery in queue.removeAll(where: isMeant) + runs[index].removeReturned(where: isMeant) {
            let end = AttemptEnd(.notSent, code: delivery.trouble?.code, reason: reason)
            // What was tried was not missed.
            let outcome = outcome == .missed && delivery.attempts > 0 ? .failed : outcome
            endRest(of: delivery, outcome, end, at: now, &actions)
        }
        for remainder in runs[index].dropRemainder(ofMessage: only) {
            end(remainder, of: index, outcome, AttemptEnd(.notSent, reason: reason), at: now, &actions)
        }
    }

    private static let mostSingleRecords = 1000

    private mutating func end(
        _ remainder: Run.Remainder, of index: Int, _ outcome: Outcome, _ end: AttemptEnd, at now: Moment,
        _ actions: inout [Action]
    ) {
        let isPlain = runs[index].timeline.messages[remainder.message].isPlain
        let schedule = runs[index].timeline.messages[remainder.message].schedule
        var key = DeliveryKey(
            run: runs[index].number, message: Int32(remainder.message), position: Int32(remainder.position),
            generation: runs[index].generation, occurrence: 0)
        func delivery(_ occurrence: Int) -> Delivery {
            key.occurrence = occurrence
            return runs[index].delivery(key, due: runs[index].due(schedule.offset(ofOccurrence: occurrence)))
        }
        let occurrences = remainder.occurrences
        guard isPlain, occurrences.count > Self.mostSingleRecords else {
            for occurrence in occurrences {
                let delivery = delivery(occurrence)
                guard isPlain || runs[index].isWanted(delivery.key) else { continue }
                runs[index].open += 1
                endRest(of: delivery, outcome, end, at: now, &actions)
            }
            return
        }
        runs[index].end(
            delivery(occurrences.lowerBound), through: occurrences.upperBound, outcome, end, at: now.wall, &actions)
    }
}
