import Scheduling
import ShowTime
import Timelines

/// Watches a rehearsal and holds it to what is promised of every show: it sees what the audience saw, which on the night
/// nobody does.
package struct RehearsalWitness: Sendable {
    /// All occurrences of one message in one room, or of one part of it.
    private struct Series: Hashable {
        var run: Int
        var message: String
        var part: Part?
        var room: String

        func name(_ occurrence: Int) -> String {
            DeliveryName.text(message, occurrence: occurrence, part: part, roomID: room)
        }
    }

    /// What is known of one delivery, in a byte: a rehearsal may have tens of millions of them.
    private struct Fate {
        private var bits: UInt8 = 0

        /// Counted no further than 100.
        var timesShown: Int { Int(bits & 0x7F) }
        var hasEnded: Bool { bits & 0x80 != 0 }

        mutating func show() { if timesShown < 100 { bits += 1 } }
        mutating func end() { bits |= 0x80 }
    }

    private var runs: [RunID: Int] = [:]
    private var planned: [Int] = []
    /// Messages of each run that a script wants sent again when nobody can say.
    private var resent: [Set<String>] = []
    private var tallies: [Tally] = []
    /// By occurrence, which are counted from 1.
    private var fates: [Series: [Fate]] = [:]

    /// How many deliveries were shown.
    package private(set) var shown = 0
    /// Those that were shown more than once because the script wants it so: `on_unknown: resend`.
    package private(set) var shownAgain = 0
    /// Those that were shown and are in the log as unknown, because nobody told the sender.
    package private(set) var shownUnanswered = 0
    /// Whatever broke a promise, the first of them.
    package private(set) var brokenPromises: [String] = []
    package private(set) var brokenPromiseCount = 0

    static let mostKept = 20

    mutating func take(_ run: RehearsedRun) {
        runs[run.id] = planned.count
        planned.append(run.planned)
        resent.append(Set(run.timeline.messages.filter { $0.policy.onUnknown == .resend }.map(\.id)))
        tallies.append(Tally())
    }

    /// The audience saw what an attempt carried.
    mutating func sawShown(_ attempt: Attempt) {
        guard let run = attempt.run, let number = runs[run] else { return }
        let series = Series(run: number, message: attempt.messageID, part: attempt.part, room: attempt.roomID)
        let fate = change(series, attempt.occurrence) { $0.show() }
        if fate.timesShown == 1 {
            shown += 1
        } else if resent[number].contains(attempt.messageID) {
            shownAgain += fate.timesShown == 2 ? 1 : 0
        } else {
            note("\(series.name(attempt.occurrence)) was shown \(fate.timesShown) times")
        }
    }

    mutating func saw(_ result: ResultRecord) {
        guard result.outcome.isFinal, let number = runs[result.run] else { return }
        let last = result.lastOccurrence ?? result.occurrence
        tallies[number][result.outcome] += last - result.occurrence + 1
        let series = Series(run: number, message: result.messageID, part: result.part, room: result.roomID)
        for occurrence in result.occurrence...last { saw(result.outcome, of: occurrence, in: series) }
    }

    private mutating func saw(_ outcome: Outcome, of occurrence: Int, in series: Series) {
        var hadEnded = false
        let fate = change(series, occurrence) { fate in
            hadEnded = fate.hasEnded
            fate.end()
        }
        let isShown = fate.timesShown > 0
        let name = series.name(occurrence)
        if hadEnded { note("\(name) ended twice, the second time as \(outcome.rawValue)") }
        switch outcome {
        case .sent: if !isShown { note("\(name) is in the log as sent, and was never shown") }
        case .unknown: shownUnanswered += isShown ? 1 : 0
        // A refusal says nothing of an earlier call without an answer, where the script wants it made again.
        case .rejected where resent[series.run].contains(series.message): shownUnanswered += isShown ? 1 : 0
        default: if isShown { note("\(name) was shown, and is in the log as \(outcome.rawValue)") }
        }
    }

    private mutating func change(_ series: Series, _ occurrence: Int, _ change: (inout Fate) -> Void) -> Fate {
        func body(_ fates: inout [Fate]) -> Fate {
            if fates.count < occurrence {
                fates.append(contentsOf: repeatElement(Fate(), count: occurrence - fates.count))
            }
            change(&fates[occurrence - 1])
            return fates[occurrence - 1]
        }
        return body(&fates[series, default: []])
    }

    /// A run has ended, with that account book.
    mutating func sawEnd(of run: RunID, _ end: EndRecord) {
        guard let number = runs[run] else { return }
        if end.tally != tallies[number] { note("\(run): the log's results and its end do not agree") }
        if planned[number] != end.tally.total {
            note("\(run): \(planned[number]) deliveries were planned, and \(end.tally.total) have ended")
        }
    }

    mutating func sawPace(_ most: Int, quota: Int) {
        if most > quota { note("\(most) calls arrived within a second, and the quota is \(quota)") }
    }

    private mutating func note(_ broken: String) {
        brokenPromiseCount += 1
        if brokenPromises.count < Self.mostKept { brokenPromises.append(broken) }
    }
}
