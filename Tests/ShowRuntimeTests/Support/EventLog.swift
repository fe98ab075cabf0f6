import Scheduling
import ShowRuntime
import Synchronization
import TestSupport

/// Keeps what those who watch are told.
final class EventLog: ShowObserver {
    private let all = Mutex<[ShowEvent]>([])
    private let begun = Mutex<[String]>([])
    /// Of all but attempts.
    let count = Counter()

    /// The messages of the attempts.
    var attempts: [String] { begun.withLock { $0 } }
    var events: [ShowEvent] { all.withLock { $0 } }

    func observe(_ event: ShowEvent) {
        // Its result says all of it.
        if case .attempt(let attempt) = event { return begun.withLock { $0.append(attempt.messageID) } }
        all.withLock { $0.append(event) }
        count.add()
    }

    /// In short: `sent a`, `hold`, `ended`, `stopped`, `blocked`, `restored`, `lost`, `uncontrolled`, `not alone`.
    var words: [String] {
        events.map { event in
            switch event {
            case .result(let result): "\(result.outcome.rawValue) \(result.messageID)"
            case .control(let control): "\(control.action)".prefix { $0 != "(" }.description
            case .ended: "ended"
            case .stopped: "stopped"
            case .logLost(_, let reason): "log lost: \(reason)"
            case .recordsBlocked: "blocked"
            case .recordsRestored: "restored"
            case .diskStalls: "disk stalls"
            case .diskAnswers: "disk answers"
            case .recordsLost: "lost"
            case .clockWrong: "clock wrong"
            case .clockRight: "clock right"
            case .uncontrolled: "uncontrolled"
            case .notAlone: "not alone"
            case .unwatched: "unwatched"
            case .tokensRead(let count): "\(count) tokens"
            case .tokensRefused: "tokens refused"
            case .alertFailed: "alert failed"
            case .attempt(let attempt): "attempt \(attempt.messageID)"
            }
        }
    }
}
