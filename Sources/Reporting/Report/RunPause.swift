import Scheduling
package import ShowTime

/// A time in which a run could not send, or nobody played it.
package struct RunPause: Sendable, Hashable {
    package enum Cause: Sendable {
        /// By an operator or the timeline.
        case hold
        case account
        case network
        /// Between the last record of a process and the first of the next.
        case noProcess

        package var words: String {
            switch self {
            case .hold: "held"
            case .account: "the account was held"
            case .network: "ZEGO could not be reached"
            case .noProcess: "no process played it"
            }
        }
    }

    package var cause: Cause
    package var from: Instant
    package var to: Instant
}

/// Finds the pauses of a run among its records.
struct RunPauses: Sendable {
    private(set) var pauses: [RunPause] = []
    private var open: [RunPause.Cause: Instant] = [:]

    mutating func take(_ control: ControlRecord) {
        switch control.action {
        case .hold, .holdBefore: begin(.hold, control.time)
        case .go: end(.hold, control.time)
        case .accountHold: begin(.account, control.time)
        case .accountOK: end(.account, control.time)
        case .networkHold: begin(.network, control.time)
        case .networkOK: end(.network, control.time)
        default: break
        }
    }

    /// - Parameter last: the time of the last record of the process before.
    mutating func takeRestart(at time: Instant, after last: Instant) {
        if time > last { pauses.append(RunPause(cause: .noProcess, from: last, to: time)) }
    }

    /// All pauses; those without an end last until `last`, the time of the run's last record.
    func all(until last: Instant) -> [RunPause] {
        let unfinished = open.map { RunPause(cause: $0.key, from: $0.value, to: max(last, $0.value)) }
        return (pauses + unfinished).sorted { ($0.from, $0.to) < ($1.from, $1.to) }
    }

    private mutating func begin(_ cause: RunPause.Cause, _ time: Instant) { open[cause] = open[cause] ?? time }

    private mutating func end(_ cause: RunPause.Cause, _ time: Instant) {
        guard let from = open.removeValue(forKey: cause), from < time else { return }
        pauses.append(RunPause(cause: cause, from: from, to: time))
    }
}
