package import ShowTime
import Timelines

/// A view of one run.
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

    /// The next occurrence of a message.
    package struct Next: Sendable, Hashable {
        package var messageID: String
        package var due: Instant

        package init(messageID: String, due: Instant) {
            self.messageID = messageID
            self.due = due
        }
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
    /// The message that the timeline holds the show before, nil where it does not.
    package var heldBefore: String?
    package var next: Next?
    /// What ``Command/goFrom(hold:)`` calls the hold that the show is in, nil where it is in none.
    package var holdName: String?
    package var heldSince: Instant?
    /// The operator who holds it, where that is known.
    package var heldBy: String?
    /// The inputs that the show stands still for.
    package var holdInputs: [String] = []
    package var inputs: [InputStatus] = []
    /// By the run's own time.
    package var now: Instant?
    /// How far the wall clock is ahead of the run's own time.
    package var clockOff = Interval.zero

    package init(
        run: RunID, state: State, title: String, planned: Int?, tally: Tally, open: Int, inFlight: Int, shift: Interval,
        heldBefore: String?, next: Next?
    ) {
        self.run = run
        self.state = state
        self.title = title
        self.planned = planned
        self.tally = tally
        self.open = open
        self.inFlight = inFlight
        self.shift = shift
        self.heldBefore = heldBefore
        self.next = next
    }

    /// Whether it has neither ended nor been stopped.
    package var isPlaying: Bool { state != .ended && state != .stopped }
}

extension Run {
    func status(at now: Moment) -> RunStatus {
        let state: RunStatus.State =
            switch state {
            case .ended: .ended
            case .stopped: .stopped
            case .stopping: .stopping
            case .playing where isHeld: .held
            case .playing where tally.total == 0 && open == 0: .waiting
            case .playing: .playing
            }
        var status = RunStatus(
            run: id, state: state, title: timeline.title, planned: planned, tally: tally, open: open,
            inFlight: inFlight, shift: shift, heldBefore: hold?.message, next: next)
        status.holdName = hold?.name
        status.heldSince = hold?.since
        status.heldBy = hold?.by
        if !timeline.inputs.isEmpty {
            var run = self
            status.holdInputs = run.inputsOfHold()
            status.inputs = inputStatuses
        }
        status.now = time(at: now)
        status.clockOff = clock.off
        return status
    }

    /// The next message by the timeline.
    private var next: RunStatus.Next? {
        cursor.next.map { RunStatus.Next(messageID: timeline.messages[$0.message].id, due: due($0.offset)) }
    }
}
