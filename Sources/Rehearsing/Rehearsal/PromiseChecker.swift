import Scheduling
import ShowTime
import Timelines

/// Checks a rehearsal against the promises. It knows what the audience saw, which no sender is told on the night.
struct PromiseChecker: Sendable {
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

    /// The state of one delivery, in a byte: a rehearsal may have tens of millions of them.
    private struct DeliveryState {
        private var bits: UInt8 = 0

        /// Counted no further than 100.
        var timesShown: Int { Int(bits & 0x7F) }
        var hasEnded: Bool { bits & 0x80 != 0 }

        mutating func show() { if timesShown < 100 { bits += 1 } }
        mutating func end() { bits |= 0x80 }
        mutating func reopen() { bits &= 0x7F }
    }

    /// The states by occurrence, which are counted from 1. The first is not in the array, because most messages are due once.
    private struct DeliveryStates {
        private var first = DeliveryState()
        private var others: [DeliveryState] = []

        subscript(occurrence: Int) -> DeliveryState {
            get { occurrence == 1 ? first : others.count < occurrence - 1 ? DeliveryState() : others[occurrence - 2] }
            set {
                guard occurrence > 1 else { return first = newValue }
                let missing = occurrence - 1 - others.count
                if missing > 0 { others.append(contentsOf: repeatElement(DeliveryState(), count: missing)) }
                others[occurrence - 2] = newValue
            }
        }
    }

    private var runs: [RunID: Int] = [:]
    private var planned: [Int] = []
    /// Messages of each run that are sent again when an answer is missing: `on_unknown: resend`.
    private var resent: [Set<String>] = []
    private var tallies: [Tally] = []
    private var states: [Series: DeliveryStates] = [:]

    /// The outcomes of the occurrences that were not sent: an operator may send them again.
    private var unsent: [Series: [Int: Outcome]] = [:]
    /// The occurrences that an operator sent again without knowing whether they were shown.
    private var sentBlindly: [Series: Set<Int>] = [:]

    /// The findings without the figures that the API counts.
    private(set) var findings = RehearsalFindings()

    private static let mostKept = 20

    init(_ runs: [RehearsedRun]) {
        for run in runs {
            self.runs[run.id] = planned.count
            planned.append(run.planned)
            resent.append(Set(run.timeline.messages.filter { $0.policy.onUnknown == .resend }.map(\.id)))
            tallies.append(Tally())
        }
        let series = runs.lazy.map { run in run.timeline.messages.reduce(0) { $0 + run.timeline.rooms(of: $1).count } }
        states.reserveCapacity(min(series.reduce(0, +), Self.mostExpected))
    }

    /// The maximum number of series for which memory is reserved at once. For more of them it grows as they come.
    private static let mostExpected = 1 << 20

    /// Takes note that the audience saw an attempt.
    mutating func takeShown(_ attempt: Attempt) {
        guard let attempt = attempt.record, let number = runs[attempt.run] else { return }
        let series = Series(run: number, message: attempt.messageID, part: attempt.part, room: attempt.roomID)
        let state = change(series, occurrence: attempt.occurrence) { $0.show() }
        if state.timesShown == 1 {
            findings.shown += 1
        } else if resent[number].contains(attempt.messageID)
            || sentBlindly[series]?.contains(attempt.occurrence) == true
        {
            findings.shownAgain += state.timesShown == 2 ? 1 : 0
        } else {
            note("\(series.name(attempt.occurrence)) was shown \(state.timesShown) times")
        }
    }

    mutating func take(_ result: ResultRecord) {
        guard result.outcome.isFinal, let number = runs[result.run] else { return }
        tallies[number][result.outcome] += result.occurrences.count
        let series = Series(run: number, message: result.messageID, part: result.part, room: result.roomID)
        for occurrence in result.occurrences { take(result.outcome, of: occurrence, in: series) }
    }

    private mutating func take(_ outcome: Outcome, of occurrence: Int, in series: Series) {
        var hadEnded = false
        let state = change(series, occurrence: occurrence) { state in
            hadEnded = state.hasEnded
            state.end()
        }
        let isShown = state.timesShown > 0
        var name: String { series.name(occurrence) }
        if outcome != .sent { unsent[series, default: [:]][occurrence] = outcome }
        if hadEnded { note("\(name) ended twice, the second time as \(outcome.rawValue)") }
        switch outcome {
        case .sent: if !isShown { note("\(name) is in the log as sent, and was never shown") }
        case .unknown: findings.shownUnanswered += isShown ? 1 : 0
        // Where the timeline wants a call without an answer made again, a refusal says nothing about the earlier call.
        case .rejected where resent[series.run].contains(series.message):
            findings.shownUnanswered += isShown ? 1 : 0
        case _ where sentBlindly[series]?.contains(occurrence) == true: break
        default: if isShown { note("\(name) was shown, and is in the log as \(outcome.rawValue)") }
        }
    }

    /// Takes note that what an operator takes back has not ended.
    mutating func take(_ control: ControlRecord) {
        guard let number = runs[control.run], let reopening = Reopening(control.action) else { return }
        for (series, outcomes) in unsent where series.run == number {
            for (occurrence, outcome) in outcomes
            where reopening.takesBack(outcome)
                && reopening.contains(message: series.message, occurrence: occurrence, room: series.room)
            {
                unsent[series]?[occurrence] = nil
                tallies[number][outcome] -= 1
                if outcome == .unknown { sentBlindly[series, default: []].insert(occurrence) }
                _ = change(series, occurrence: occurrence) { $0.reopen() }
            }
        }
    }

    private mutating func change(
        _ series: Series, occurrence: Int, _ change: (inout DeliveryState) -> Void
    ) -> DeliveryState {
        func body(_ states: inout DeliveryStates) -> DeliveryState {
            change(&states[occurrence])
            return states[occurrence]
        }
        return body(&states[series, default: DeliveryStates()])
    }

    mutating func take(_ end: EndRecord) {
        guard let number = runs[end.run] else { return }
        if end.tally != tallies[number] { note("\(end.run): the log's results and its end do not agree") }
        if planned[number] != end.tally.total {
            note("\(end.run): \(planned[number]) deliveries were planned, and \(end.tally.total) have ended")
        }
    }

    mutating func checkPace(_ most: Int, quota: Int) {
        if most > quota { note("\(most) calls arrived within a second, and the quota is \(quota)") }
    }

    private mutating func note(_ broken: String) {
        findings.brokenPromiseCount += 1
        if findings.brokenPromises.count < Self.mostKept { findings.brokenPromises.append(broken) }
    }
}
