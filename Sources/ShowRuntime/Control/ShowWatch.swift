import ControlAPI
import Scheduling
import ShowTime
import Synchronization

/// Keeps what is shown of a show's past to those who look at it: the latest records, and the rooms in which something is wrong.
package final class ShowWatch: ShowObserver {
    /// What went wrong last in a room in which no message has been accepted since.
    struct Trouble: Sendable {
        var roomName: String
        var words: String
        var time: Instant
    }

    /// How many rooms with trouble are kept for one run.
    fileprivate static let mostTroubles = 200
    fileprivate static let mostRuns = 32

    fileprivate struct State {
        var records = RecordRing()
        /// By RoomId.
        var troubles: [RunID: [String: Trouble]] = [:]
    }

    private let state = Mutex(State())
    private let next: any ShowObserver

    /// - Parameter next: is told everything as well.
    package init(_ next: any ShowObserver) { self.next = next }

    package func observe(_ event: ShowEvent) {
        switch event {
        case .result(let result): state.withLock { $0.take(result) }
        case .control(let control): state.withLock { $0.records.append(.control(control)) }
        case .ended(let run, _), .stopped(let run): state.withLock { $0.troubles[run] = nil }
        default: break
        }
        next.observe(event)
    }

    /// The latest records of a run, oldest first.
    func latest(_ most: Int, of run: RunID) -> [Record] { state.withLock { $0.records.latest(most, of: run) } }

    /// The latest records of all runs after the first `number`, oldest first, and how many records there have been by now.
    func latest(_ most: Int, after number: Int) -> (records: [Record], count: Int) {
        state.withLock { ($0.records.latest(most, after: number), $0.records.count) }
    }

    /// By RoomId.
    func troubles(of run: RunID) -> [String: Trouble] { state.withLock { $0.troubles[run] ?? [:] } }
}

extension ShowWatch.State {
    fileprivate mutating func take(_ result: ResultRecord) {
        records.append(.result(result))
        switch result.outcome {
        case .sent:
            // The usual case costs nothing.
            if troubles[result.run] != nil { troubles[result.run]?[result.roomID] = nil }
        case .rejected, .failed, .unknown, .retrying:
            let isKnown = troubles[result.run]?[result.roomID] != nil
            guard isKnown || troubles[result.run, default: [:]].count < ShowWatch.mostTroubles,
                troubles[result.run] != nil || troubles.count < ShowWatch.mostRuns
            else { return }
            let code = result.code.map { "\($0) " } ?? ""
            let words = "\(result.outcome.rawValue): \(code)\(result.reason ?? "")"
            troubles[result.run, default: [:]][result.roomID] = ShowWatch.Trouble(
                roomName: result.roomName, words: words, time: result.time)
        case .missed, .cancelled, .invalid, .throttled, .held: break
        }
    }
}
