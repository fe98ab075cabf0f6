package import Scheduling
package import ShowTime

/// One run in an answer.
package struct RunAnswer: Sendable, Hashable {
    package struct Hold: Sendable, Hashable {
        /// The name by which `go` means this hold.
        package var name: String
        /// The message that the show stands before, nil where an operator holds it.
        package var before: String?
        /// The input that it waits for.
        package var input: String?
        package var since: Instant?
        package var by: String?

        package init(name: String) { self.name = name }
    }

    /// A room that something is wrong with now.
    package struct Room: Sendable, Hashable {
        package var name: String
        package var id: String
        /// How many of its deliveries are late.
        package var waiting: Int
        package var trouble: String

        package init(name: String, id: String, waiting: Int, trouble: String) {
            self.name = name
            self.id = id
            self.waiting = waiting
            self.trouble = trouble
        }
    }

    package var run: RunID
    package var title: String
    /// `Asia/Shanghai`
    package var timezone: String
    package var mode: RunMode
    package var state: RunStatus.State
    /// By the run's own time.
    package var now: Instant
    /// By how much it has been moved, holds included.
    package var shift = Interval.zero
    /// What the show's clock shows: the time since the start by the script.
    package var offset = Interval.zero
    /// How far the wall clock is ahead of the run's own time.
    package var clockOff = Interval.zero
    package var hold: Hold?
    package var inputs: [InputStatus] = []
    /// Nil where it has no end.
    package var planned: Int?
    package var tally = Tally()
    /// The number of deliveries that are due and have not ended, those on their way included.
    package var open = 0
    package var inFlight = 0
    /// The number of deliveries that have been open for over a second.
    package var late = 0
    /// How far the oldest of what is open is behind its due time.
    package var behind = Interval.zero
    package var plannedEnd: Instant?
    package var ends: Instant?
    package var rooms: [Room] = []
    package var next: [CueAnswer] = []

    package init(
        run: RunID, title: String, timezone: String, mode: RunMode, state: RunStatus.State, now: Instant
    ) {
        self.run = run
        self.title = title
        self.timezone = timezone
        self.mode = mode
        self.state = state
        self.now = now
    }

    /// How long it is until a cue, by the show's clock: while that stands still, so does this.
    package func wait(for cue: CueAnswer) -> Interval { cue.due - run.start - shift - offset }

    /// Whether it has neither ended nor been stopped.
    package var isPlaying: Bool { state != .ended && state != .stopped }

    package init(_ snapshot: RunSnapshot, mode: RunMode, next: [CueAnswer]) {
        let status = snapshot.status
        self.init(
            run: status.run, title: status.title, timezone: snapshot.zone.name, mode: mode, state: status.state,
            now: snapshot.now)
        shift = status.shift
        offset = snapshot.showOffset
        clockOff = status.clockOff
        if let name = status.holdName {
            var hold = Hold(name: name)
            hold.before = status.heldBefore
            hold.input = status.holdInputs.first
            hold.since = status.heldSince
            hold.by = status.heldBy
            self.hold = hold
        }
        inputs = status.inputs
        planned = status.planned
        tally = status.tally
        open = status.open
        inFlight = status.inFlight
        late = snapshot.late
        behind = snapshot.behind
        plannedEnd = snapshot.plannedEnd
        ends = status.isPlaying ? snapshot.expectedEnd : nil
        self.next = next
    }
}
