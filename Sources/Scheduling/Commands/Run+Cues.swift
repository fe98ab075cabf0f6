import ShowTime
import Timelines

/// The cues of a run that commands are about.
extension Run {
    /// The place in the timeline of what a command is about.
    struct Place {
        /// Index of the message.
        var message: Int
        /// Positions of the rooms in the message's list of rooms.
        var positions: [Int]
    }

    /// Names a cue as operators do, with the room's name instead of its id.
    func words(for cue: CueSelector) -> String {
        var named = cue
        if let room = timeline.rooms.first(where: { $0.id == cue.room }) { named.room = room.name }
        return named.text
    }

    /// Finds what a command is about in the timeline that is played now.
    func place(of cue: CueSelector) throws(CommandError) -> Place {
        let messages = timeline.messages
        guard let message = messages.firstIndex(where: { $0.id == cue.message }) else {
            throw .noSuchMessage(
                cue.message, suggestion: Suggestion.nearest(to: cue.message, among: messages.lazy.map(\.id)))
        }
        let numbers = version.numbers(ofMessage: message)
        if let occurrence = cue.occurrence, !numbers.contains(occurrence) {
            let last = messages[message].schedule.count.map { _ in numbers.upperBound }
            throw .noSuchOccurrence(cue.message, first: numbers.lowerBound, last: last)
        }
        let rooms = timeline.rooms(of: messages[message])
        guard let room = cue.room else { return Place(message: message, positions: Array(rooms.indices)) }
        guard let position = rooms.firstIndex(where: { timeline.rooms[$0].id == room }) else { throw .noSuchRoom(room) }
        return Place(message: message, positions: [position])
    }

    /// The one occurrence that a command is about.
    func occurrence(of cue: CueSelector, at place: Place) throws(CommandError) -> Int {
        if let occurrence = cue.occurrence { return occurrence }
        guard !timeline.messages[place.message].schedule.isRepeated else { throw .occurrenceMissing(cue.message) }
        return version.numbers(ofMessage: place.message).lowerBound
    }

    func key(_ place: Place, position: Int, occurrence: Int) -> DeliveryKey {
        DeliveryKey(
            run: number, message: Int32(place.message), position: Int32(position), generation: generation,
            occurrence: occurrence)
    }

    /// Whether anything at a place has not ended.
    ///
    /// - Parameter occurrence: nil for all.
    func hasAnythingLeft(at place: Place, occurrence: Int?) -> Bool {
        guard occurrence != nil || timeline.messages[place.message].schedule.count != nil else { return true }
        let numbers = version.numbers(ofMessage: place.message)
        return place.positions.contains { position in
            let ended = ledger.ended(message: place.message, position: position)
            if let occurrence { return !ended.contains(occurrence) }
            return ended.firstGap(from: numbers.lowerBound) <= numbers.upperBound
        }
    }

    /// The deliveries at a place that have neither ended nor begun.
    func remainder(at place: Place, numbers: ClosedRange<Int>) -> [Remainder] {
        let begun = begun(ofMessage: place.message)
        return place.positions.flatMap { position in
            var taken = ledger.ended(message: place.message, position: position)
            for key in begun[position] ?? [] { taken.insert(key.occurrence...key.occurrence) }
            return taken.gaps(in: numbers).map {
                Remainder(message: place.message, position: position, occurrences: $0)
            }
        }
    }

    // MARK: What is brought back

    /// Undoes the cancellation of some deliveries of a message, also of those that the timeline no longer has: it may get them
    /// back.
    ///
    /// - Returns: how many API calls they would have been.
    mutating func reopenCancelled(at place: Place, room only: String?, _ occurrences: ClosedRange<Int>) -> Int {
        let message = timeline.messages[place.message]
        let rooms = timeline.rooms(of: message).map { timeline.rooms[$0].id }
        let positions = Dictionary(uniqueKeysWithValues: zip(rooms, rooms.indices))
        let sent = begun(ofMessage: place.message)
        let numbers = version.numbers(ofMessage: place.message)
        var calls = 0
        for room in only.map({ [$0] }) ?? unsent.rooms(ofMessage: message.id) {
            let reopened = unsent.removeCancelled(in: occurrences, message: message.id, room: room)
            for range in reopened.occurrences.ranges {
                formerLedger.remove(message: message.id, room: room, occurrences: range)
            }
            calls += reopened.calls
            planned? -= reopened.calls
            guard let position = positions[room] else { continue }
            // What an operator had sent before it was skipped belongs to the plan again.
            for key in sent[position] ?? [] where reopened.occurrences.contains(key.occurrence) { begun.remove(key) }
            for range in reopened.occurrences.ranges {
                ledger.remove(range, message: place.message, position: position, planned: numbers)
                guard let before = planned, range.overlaps(numbers) else { continue }
                // A text may have another number of parts than when it was skipped, or may no longer be wanted.
                planned = before + counted(range.clamped(to: numbers), at: place, position)
            }
        }
        tally[.cancelled] -= calls
        return calls
    }

    private mutating func counted(_ occurrences: ClosedRange<Int>, at place: Place, _ position: Int) -> Int {
        if timeline.messages[place.message].isPlain { return occurrences.count }
        return occurrences.reduce(0) { $0 + counted(key(place, position: position, occurrence: $1)) }
    }

    /// Undoes the end of a delivery, as far as it was not sent.
    ///
    /// - Parameter part: the first part that was not sent, from 1.
    mutating func reopen(_ key: DeliveryKey, _ ending: UnsentEndings.Ending, fromPart part: Int) {
        for outcome in ending.outcomes[(part - 1)...] { tally[outcome] -= 1 }
        let name = name(of: key)
        unsent.remove(key.occurrence, message: name.message, room: name.room)
        ledger.remove(
            key.occurrence...key.occurrence, message: Int(key.message), position: Int(key.position),
            planned: version.numbers(ofMessage: Int(key.message)))
    }

    /// Goes back in the plan to what follows an offset, if the cursor has come further.
    mutating func goThroughPlan(after offset: Interval) {
        cursor = PlanCursor(plan, from: min(offset + Interval(nanoseconds: 1), cursor.next?.offset ?? .longest * 2))
    }
}
