import ShowTime
import Timelines

/// Cues that operators leave out, and bring back.
extension Scheduler {
    private static let skipped = "skip"

    mutating func skip(
        _ cue: CueSelector, in index: Int, _ origin: CommandOrigin, at now: Moment
    ) throws(CommandError) -> CommandResult {
        let place = try runs[index].place(of: cue)
        guard !runs[index].skips.contains(where: { $0.covers(cue) }),
            runs[index].hasAnythingLeft(at: place, occurrence: cue.occurrence)
        else { throw .nothingLeft(runs[index].words(for: cue)) }
        control(.skip(cue), of: index, origin, at: now)
        inFlight.unfire(run: runs[index].number) { key in
            Int(key.message) == place.message && place.positions.contains(Int(key.position))
                && (cue.occurrence ?? key.occurrence) == key.occurrence
        }
        runs[index].skips.insert(cue)
        let before = runs[index].tally[.cancelled]
        end(cue, at: place, in: index, sparesFired: false, at: now)
        return .done(deliveries: runs[index].tally[.cancelled] - before)
    }

    /// Cancels again what an operator skipped, when the plan is gone through anew.
    mutating func endSkipped(in index: Int, at now: Moment) {
        for cue in runs[index].skips.sorted(by: { $0.text < $1.text }) {
            guard let place = try? runs[index].place(of: cue) else { continue }
            end(cue, at: place, in: index, sparesFired: true, at: now)
        }
    }

    private mutating func end(
        _ cue: CueSelector, at place: Run.Place, in index: Int, sparesFired: Bool, at now: Moment
    ) {
        guard cue.occurrence != nil || cue.room != nil else {
            endRemainder(
                of: index, message: place.message, as: .cancelled, reason: Self.skipped, sparesFired: sparesFired,
                at: now)
            return
        }
        let number = runs[index].number
        let positions = Set(place.positions.map { Int32($0) })
        func isMeant(_ delivery: Delivery) -> Bool {
            let key = delivery.key
            return key.run == number && Int(key.message) == place.message && positions.contains(key.position)
                && (cue.occurrence ?? key.occurrence) == key.occurrence && !(sparesFired && delivery.isFired)
        }
        for delivery in queue.removeAll(where: isMeant) + runs[index].removeSuspended(where: isMeant) {
            end(delivery, as: .cancelled, code: delivery.history?.code, reason: Self.skipped, at: now)
        }
        endPlanned(cue, at: place, in: index, at: now)
    }

    /// Cancels skipped deliveries that nobody wanted when they were skipped, and that a value given now makes wanted.
    mutating func endSkippedThatIsWanted(in index: Int, at now: Moment) {
        for cue in runs[index].skips.sorted(by: { $0.text < $1.text }) {
            guard let place = try? runs[index].place(of: cue),
                runs[index].timeline.messages[place.message].isWantedByInput
            else { continue }
            endPlanned(cue, at: place, in: index, at: now)
        }
    }

    /// Cancels the skipped deliveries of the plan that neither wait nor are in flight.
    private mutating func endPlanned(_ cue: CueSelector, at place: Run.Place, in index: Int, at now: Moment) {
        for delivery in unfinished(of: index) { runs[index].markBegun(delivery.key) }
        guard cue.occurrence != nil || runs[index].timeline.messages[place.message].schedule.count != nil else {
            // Nothing is planned of a message without end.
            return
        }
        let planned = runs[index].version.numbers(ofMessage: place.message)
        for remainder in runs[index].remainder(at: place, numbers: cue.occurrence.map { $0...$0 } ?? planned) {
            end(remainder, of: index, as: .cancelled, reason: Self.skipped, at: now)
        }
    }

    mutating func unskip(
        _ cue: CueSelector, in index: Int, _ origin: CommandOrigin, at now: Moment
    ) throws(CommandError) -> CommandResult {
        let place = try runs[index].place(of: cue)
        let skips = runs[index].skips.filter { cue.covers($0) }
        guard !skips.isEmpty else { throw .notSkipped(runs[index].words(for: cue)) }
        let time = runs[index].time(at: now)
        // What is due at the very moment before which the show holds is still to come.
        let standsBefore = runs[index].hold?.place.map { $0.offset - Interval(nanoseconds: 1) }
        let past = standsBefore ?? runs[index].showOffset(at: time)
        let schedule = runs[index].timeline.messages[place.message].schedule
        let first = schedule.firstOccurrence(from: past + Interval(nanoseconds: 1))
        let numbers = runs[index].version.numbers(ofMessage: place.message)
        let left = schedule.contains(occurrence: first) ? first + runs[index].lead(of: place.message) : nil
        guard let left, left <= cue.occurrence ?? left else { throw .notSkipped(runs[index].words(for: cue)) }
        // What waits or is in flight must not be begun again by the plan, which is gone through anew.
        for delivery in unfinished(of: index) { runs[index].markBegun(delivery.key) }
        if cue.occurrence == nil, schedule.count == nil, left > numbers.lowerBound {
            // Nothing was recorded of a message without end while it was skipped.
            for remainder in runs[index].remainder(at: place, numbers: numbers.lowerBound...left - 1) {
                end(remainder, of: index, as: .cancelled, reason: Self.skipped, at: now)
            }
        }
        control(.unskip(cue, from: left), of: index, origin, at: now)
        runs[index].skips.subtract(skips)
        let calls = runs[index].reopenCancelled(
            at: place, room: cue.room, (cue.occurrence ?? left)...(cue.occurrence ?? .max))
        runs[index].claims.forget(runs[index].claims.durable.filter { Int($0.message) == place.message })
        runs[index].goThroughPlan(after: past)
        endWhatWasCommanded(in: index, at: now)
        return .done(deliveries: calls)
    }
}
