import Timelines

/// The deliveries of a run that have ended and were not sent, by the names in the log: an operator may bring them back.
struct UnsentEndings: Sendable {
    private struct Name: Hashable {
        var message: String
        var room: String
    }

    private struct Ended {
        var whole: [Outcome: OccurrenceSet] = [:]
        /// How the parts of a split text ended, by occurrence, from the first part on, including those that were sent.
        var parts: [Int: [Outcome]] = [:]

        var isEmpty: Bool { whole.isEmpty && parts.isEmpty }
    }

    /// How one delivery ended.
    struct Ending: Hashable {
        /// The outcome of its text, or those of its parts.
        var outcomes: [Outcome]

        /// The first part, counted from 1, that was not sent; nil where all were, or where it or a later one is not meant.
        /// `isMeant` must not pick `sent`.
        func firstUnsent(where isMeant: (Outcome) -> Bool) -> Int? {
            guard let first = outcomes.firstIndex(where: { $0 != .sent }), outcomes[first...].allSatisfy(isMeant) else {
                return nil
            }
            return first + 1
        }

        /// Whether a part of its text was sent after one that was not.
        var isBroken: Bool { outcomes.drop { $0 == .sent }.contains(.sent) }
    }

    private var ended: [Name: Ended] = [:]

    mutating func insert(_ outcome: Outcome, _ occurrences: ClosedRange<Int>, message: String, room: String) {
        ended[Name(message: message, room: room), default: Ended()].whole[outcome, default: OccurrenceSet()]
            .insert(occurrences)
    }

    /// Takes note of how a part of a split text ended. A text of which all was sent is not kept.
    mutating func insert(_ outcome: Outcome, of part: Part, occurrence: Int, message: String, room: String) {
        let name = Name(message: message, room: room)
        let before = ended[name]?.parts[occurrence]?.prefix(part.number - 1) ?? []
        // The parts before it that are not known here were sent by an earlier process.
        let sent = Array(repeating: Outcome.sent, count: part.number - 1 - before.count)
        let outcomes = Array(before) + sent + [outcome]
        if part.number >= part.count, outcomes.allSatisfy({ $0 == .sent }) {
            ended[name]?.parts[occurrence] = nil
            if ended[name]?.isEmpty == true { ended[name] = nil }
        } else {
            ended[name, default: Ended()].parts[occurrence] = outcomes
        }
    }

    var isEmpty: Bool { ended.isEmpty }

    /// Nil where the delivery was sent or has not ended.
    func ending(of occurrence: Int, message: String, room: String) -> Ending? {
        guard let ended = ended[Name(message: message, room: room)] else { return nil }
        if let parts = ended.parts[occurrence] { return Ending(outcomes: parts) }
        return ended.whole.first { $0.value.contains(occurrence) }.map { Ending(outcomes: [$0.key]) }
    }

    /// The rooms in which something of a message ended without being sent.
    func rooms(ofMessage message: String) -> [String] {
        ended.keys.lazy.filter { $0.message == message }.map(\.room).sorted()
    }

    /// Forgets how a delivery ended: it no longer counts as ended.
    mutating func remove(_ occurrence: Int, message: String, room: String) {
        let name = Name(message: message, room: room)
        ended[name]?.parts[occurrence] = nil
        for outcome in ended[name].map({ Array($0.whole.keys) }) ?? [] {
            ended[name]?.whole[outcome]?.remove(occurrence...occurrence)
        }
    }

    /// Takes out what was cancelled, of some occurrences.
    ///
    /// - Returns: the occurrences, and how many calls they would have been.
    mutating func removeCancelled(
        in occurrences: ClosedRange<Int>, message: String, room: String
    ) -> (occurrences: OccurrenceSet, calls: Int) {
        let name = Name(message: message, room: room)
        guard let ended = ended[name] else { return (OccurrenceSet(), 0) }
        var removed = OccurrenceSet()
        var calls = 0
        for range in ended.whole[.cancelled]?.ranges ?? [] where range.overlaps(occurrences) {
            let range = range.clamped(to: occurrences)
            removed.insert(range)
            calls += range.count
            self.ended[name]?.whole[.cancelled]?.remove(range)
        }
        for (occurrence, outcomes) in ended.parts
        where occurrences.contains(occurrence) && outcomes.allSatisfy({ $0 == .cancelled }) {
            removed.insert(occurrence...occurrence)
            calls += outcomes.count
            self.ended[name]?.parts[occurrence] = nil
        }
        return (removed, calls)
    }

    /// Forgets what ended under ids that messages no longer have: it stays as it ended.
    mutating func remove(messages: some Sequence<String>) {
        let messages = Set(messages)
        ended = ended.filter { !messages.contains($0.key.message) }
    }
}
