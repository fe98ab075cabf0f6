import ShowTime
import Timelines

/// How deliveries end. Every final result is written here and nowhere else, so that the totals of a run add up.
extension Scheduler {
    /// The reason for ending the rest of a text whose first part ZEGO refused: it would begin in the middle.
    static let partRefused = "part refused"

    /// The reason for ending parts that a text no longer has, since a reload changed it or it is due at another time.
    static let fewerParts = "fewer parts"

    /// Ends an attempt at a delivery for good; the next part of its text goes on, unless the first was refused.
    ///
    /// - Parameter bytes: of the attempt, nil where an earlier process made it.
    mutating func finish(_ delivery: Delivery, as outcome: Outcome, _ end: AttemptEnd, bytes: Int?, at now: Moment) {
        finishPart(delivery, as: outcome, end, bytes: bytes, at: now)
        let run = Int(delivery.key.run)
        let maxLate = runs[run].policy(of: delivery.key).maxLate
        if let next = delivery.nextPart(endedAt: runs[run].time(at: now), maxLate: maxLate) {
            if outcome == .rejected, delivery.part == 1 {
                self.end(next, as: .cancelled, reason: Self.partRefused, at: now)
            } else {
                requeue(next, at: now)
            }
        } else {
            runs[run].close(delivery)
        }
    }

    /// Ends all that is left of a delivery, without an attempt.
    mutating func end(
        _ delivery: Delivery, as outcome: Outcome, code: Int? = nil, reason: String, at now: Moment
    ) {
        let end = AttemptEnd(.notSent, code: code, reason: reason)
        let index = Int(delivery.key.run)
        var next: Delivery? = runs[index].withKnownParts(delivery)
        while let part = next {
            finishPart(part, as: outcome, end, bytes: nil, at: now)
            next = part.nextPart(endedAt: runs[index].time(at: now), maxLate: .zero)
        }
        runs[index].close(delivery)
    }

    private mutating func finishPart(
        _ delivery: Delivery, as outcome: Outcome, _ end: AttemptEnd, bytes: Int?, at now: Moment
    ) {
        // An attempt without an answer may have been shown.
        let outcome = outcome.saysNotShown && delivery.mayHaveBeenShown ? .unknown : outcome
        runs[Int(delivery.key.run)].note(outcome, of: delivery)
        record(delivery, as: outcome, end, bytes: bytes, at: now)
    }

    /// Records how an attempt ended, or a delivery that was not attempted.
    mutating func record(_ delivery: Delivery, as outcome: Outcome, _ end: AttemptEnd, bytes: Int?, at now: Moment) {
        let run = Int(delivery.key.run)
        let record = runs[run].resultRecord(
            of: delivery, occurrences: delivery.key.occurrence...delivery.key.occurrence, outcome: outcome, end,
            bytes: bytes, at: runs[run].time(at: now))
        emit(.record(.result(record)))
    }

    // MARK: Many at once

    /// Ends everything of a run, or of one message of it, that is not on its way.
    ///
    /// - Parameter sparesFired: whether fired deliveries are left alone.
    mutating func endRemainder(
        of index: Int, message only: Int? = nil, as outcome: Outcome, reason: String, sparesFired: Bool = false,
        at now: Moment
    ) {
        let number = runs[index].number
        func isMeant(_ delivery: Delivery) -> Bool {
            delivery.key.run == number && (only.map { Int32($0) == delivery.key.message } ?? true)
                && !(sparesFired && delivery.isFired)
        }
        endWaiting(of: index, where: isMeant, as: outcome, reason: reason, at: now)
        for remainder in runs[index].dropRemainder(ofMessage: only) {
            end(remainder, of: index, as: outcome, reason: reason, at: now)
        }
    }

    /// Ends the waiting deliveries of a run that `isMeant` picks.
    mutating func endWaiting(
        of index: Int, where isMeant: (Delivery) -> Bool, as outcome: Outcome, reason: String, at now: Moment
    ) {
        for delivery in queue.removeAll(where: isMeant) + runs[index].removeSuspended(where: isMeant) {
            // What was tried was not missed.
            let outcome = outcome == .missed && delivery.attempts > 0 ? .failed : outcome
            end(delivery, as: outcome, code: delivery.history?.code, reason: reason, at: now)
        }
    }

    /// Ends the next portion of what is left of a cancelled run's plan.
    mutating func endCancelled(in index: Int, at now: Moment) {
        for remainder in runs[index].dropRemainder(most: Self.mostAtOnce) {
            end(remainder, of: index, as: .cancelled, reason: Self.cancelled, at: now)
        }
        if runs[index].cursor.next != nil { hasMoreToRelease = true }
    }

    static let cancelled = "cancel"

    /// More occurrences than this end with one record.
    private static let mostSingleRecords = 1000

    mutating func end(
        _ remainder: Run.Remainder, of index: Int, as outcome: Outcome, reason: String, at now: Moment
    ) {
        let message = runs[index].timeline.messages[remainder.message]
        var key = DeliveryKey(
            run: runs[index].number, message: Int32(remainder.message), position: Int32(remainder.position),
            generation: runs[index].generation, occurrence: 0)
        func delivery(_ occurrence: Int) -> Delivery {
            key.occurrence = occurrence
            return runs[index].delivery(key, due: runs[index].due(runs[index].offset(of: key)))
        }
        let occurrences = remainder.occurrences
        guard message.isPlain, occurrences.count > Self.mostSingleRecords else {
            for occurrence in occurrences {
                let delivery = delivery(occurrence)
                guard message.isPlain || runs[index].isWanted(delivery.key) else {
                    endUndecided(delivery, message, of: index, as: outcome, reason: reason, at: now)
                    continue
                }
                runs[index].open += 1
                end(delivery, as: outcome, reason: reason, at: now)
            }
            return
        }
        let first = delivery(occurrences.lowerBound)
        runs[index].tally[outcome] += occurrences.count
        if outcome != .sent { runs[index].noteUnsent(first.key, through: occurrences.upperBound, as: outcome) }
        runs[index].markEnded(first.key, through: occurrences.upperBound)
        let record = runs[index].resultRecord(
            of: first, occurrences: occurrences, outcome: outcome, AttemptEnd(.notSent, reason: reason), bytes: nil,
            at: runs[index].time(at: now))
        emit(.record(.result(record)))
    }

    /// Ends a delivery whose time is over while an input without a value decides whether it is wanted: a later value may want it.
    private mutating func endUndecided(
        _ delivery: Delivery, _ message: Message, of index: Int, as outcome: Outcome, reason: String, at now: Moment
    ) {
        guard message.isWantedByInput, !runs[index].missingInputs(of: message).isEmpty else { return }
        endUncounted(delivery, as: outcome, reason: reason, at: now)
    }

    /// Ends a delivery that the plan does not count as things stand now, and adds it to what is planned.
    mutating func endUncounted(_ delivery: Delivery, as outcome: Outcome, reason: String, at now: Moment) {
        let index = Int(delivery.key.run)
        let (planned, ended) = (runs[index].planned, runs[index].tally.total)
        runs[index].open += 1
        end(delivery, as: outcome, reason: reason, at: now)
        runs[index].planned = planned.map { $0 + runs[index].tally.total - ended }
    }
}
