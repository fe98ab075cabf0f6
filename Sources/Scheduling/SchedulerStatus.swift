import Pacing
package import ShowTime
import Timelines

/// A view of one run for those who watch.
package struct RunStatus: Sendable {
    package enum State: String, Sendable {
        /// Nothing of it was due yet.
        case waiting
        case playing
        case held
        case stopping
        case stopped
        case ended
    }

    package var run: RunID
    package var state: State
    package var title: String
    /// Nil where it has no end.
    package var planned: Int?
    package var tally: Tally
    /// Due and not ended, those on their way included.
    package var open: Int
    package var inFlight: Int
    package var shift: Interval
    /// The message that the script holds the show before, nil where it does not.
    package var heldBefore: String?
    package var next: (messageID: String, due: Instant)?
}

extension Scheduler {
    package func status(at now: Moment) -> [RunStatus] {
        runs.map { run in
            let state: RunStatus.State =
                switch run.state {
                case .ended: .ended
                case .stopped: .stopped
                case .stopping: .stopping
                case .playing where run.isHeld: .held
                case .playing where run.tally.total == 0 && run.open == 0: .waiting
                case .playing: .playing
                }
            return RunStatus(
                run: run.id, state: state, title: run.timeline.title, planned: run.planned, tally: run.tally,
                open: run.open, inFlight: run.inFlight, shift: run.shift,
                heldBefore: run.hold?.message, next: run.nextMessage.map { ($0.id, $0.due) })
        }
    }

    package var isAccountHeld: Bool { gate.isHeld }

    /// The share of the quota in use, 1 unless the server throttled.
    package func quotaShare(at now: Moment) -> Double { pacer.currentShare(at: now.uptime) }

    /// The tally of a run, nil where it is not here.
    package func tally(of run: RunID) -> Tally? { index(of: run).map { runs[$0].tally } }
}
