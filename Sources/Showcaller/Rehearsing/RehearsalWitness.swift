import Scheduling
import ShowTime
import Timelines

/// Watches a rehearsal and holds it to what is promised of every show: it sees what the audience saw, which on the night
/// nobody does.
package struct RehearsalWitness: Sendable {
    private struct Name: Hashable {
        var run: Int
        var message: String
        var occurrence: Int
        var room: String
    }

    private struct Delivery {
        var shown = 0
        var outcome: Outcome?
    }

    private var runs: [RunID: Int] = [:]
    private var planned: [Int] = []
    /// Messages of each run that a script wants sent again when nobody can say.
    private var resent: [Set<String>] = []
    private var tallies: [Tally] = []
    private var deliveries: [Name: Delivery] = [:]

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
        planned.append(run.timeline.plannedDeliveries ?? 0)
        resent.append(Set(run.timeline.messages.filter { $0.policy.onUnknown == .resend }.map(\.id)))
        tallies.append(Tally())
    }

    /// The audience saw what an attempt carried.
    mutating func sawShown(_ attempt: Attempt) {
        guard let run = attempt.run, let number = runs[run] else { return }
        let name = Name(
            run: number, message: attempt.messageID, occurrence: attempt.occurrence, room: attempt.roomID)
        deliveries[name, default: Delivery()].shown += 1
        guard let delivery = deliveries[name] else { return }
        if delivery.shown == 1 {
            shown += 1
        } else if resent[number].contains(attempt.messageID) {
            shownAgain += delivery.shown == 2 ? 1 : 0
        } else {
            note("\(text(name)) was shown \(delivery.shown) times")
        }
    }

    mutating func saw(_ result: ResultRecord) {
        guard result.outcome.isFinal, let number = runs[result.run] else { return }
        let last = result.lastOccurrence ?? result.occurrence
        tallies[number][result.outcome] += last - result.occurrence + 1
        let name = Name(run: number, message: result.messageID, occurrence: result.occurrence, room: result.roomID)
        let known = deliveries[name, default: Delivery()]
        if let outcome = known.outcome {
            note("\(text(name)) ended twice, as \(outcome.rawValue) and as \(result.outcome.rawValue)")
        }
        deliveries[name, default: Delivery()].outcome = result.outcome
        switch result.outcome {
        case .sent where known.shown == 0: note("\(text(name)) is in the log as sent, and was never shown")
        case .unknown: shownUnanswered += known.shown > 0 ? 1 : 0
        case .sent: break
        case let outcome where known.shown > 0:
            note("\(text(name)) was shown, and is in the log as \(outcome.rawValue)")
        default: break
        }
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

    private func text(_ name: Name) -> String { "\(name.message)#\(name.occurrence)@\(name.room)" }

    private mutating func note(_ broken: String) {
        brokenPromiseCount += 1
        if brokenPromises.count < Self.mostKept { brokenPromises.append(broken) }
    }
}
