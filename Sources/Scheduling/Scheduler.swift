import Pacing
package import ShowTime
package import Timelines

/// The engine: decides what is sent when, and what becomes of what was sent.
///
/// A pure state machine. It has no clock, does no I/O, starts no tasks, and draws its random numbers from a seed. It is
/// told what happened and at which moment, and answers with actions, to be carried out in their order; ``nextWake`` is when
/// it wants to hear of the time again. One scheduler is one account: all runs share its quota and its queue.
package struct Scheduler: Sendable {
    package struct Configuration: Sendable {
        /// Calls a second of the whole account; nil is unlimited.
        package var rate: Double?
        /// Calls a second of one room; nil is unlimited.
        package var roomRate: Double?
        /// Attempts on their way at once, at most: what the transport has connections for.
        package var mostInFlight = 1024
        package var seed: UInt64 = 0

        package init(rate: Double?, roomRate: Double?) {
            self.rate = rate
            self.roomRate = roomRate
        }
    }

    package enum Action: Sendable {
        /// Write this into the log of its run.
        case record(Record)
        /// Write it into the log of its run, then send it. An attempt that cannot be written must not be sent.
        case attempt(Attempt)
        /// The run is over and its last record is before this.
        case ended(RunID, Tally)
        /// The run was stopped and nothing of it is on its way any more; a later start goes on with it.
        case stopped(RunID)
        /// A message outside of any run has ended.
        case told(Attempt.ID, AttemptEnd)
    }

    /// When the scheduler wants to be told the time again, by either clock, whichever comes first. May lie in the past.
    package struct Wake: Hashable, Sendable {
        package var wall: Instant?
        package var uptime: Uptime?
    }

    let configuration: Configuration
    var runs: [Run] = []
    /// Indices of the runs that are not over.
    var active: [Int] = []
    var queue = ReadyQueue()
    var tellings = TellingQueue()
    var inFlight = InFlightTable()
    var gate = AccountGate()
    var pacer: Pacer
    var roomPacers: [Pacer] = []
    var generator: SeededGenerator
    var isStopping = false
    /// Whether records cannot be written: then nothing is begun.
    var isBlocked = false
    private var roomSlots: [String: Int32] = [:]
    var hasMoreToRelease = false

    package init(_ configuration: Configuration) {
        self.configuration = configuration
        pacer = Pacer(rate: configuration.rate)
        generator = SeededGenerator(seed: configuration.seed)
    }

    // MARK: Inputs

    /// Time passed, or an input that was given did: to be called after each batch of them.
    package mutating func tick(at now: Moment, _ actions: inout [Action]) {
        if !isBlocked {
            release(at: now, &actions)
            dispatch(at: now, &actions)
        }
        finishRuns(at: now, &actions)
    }

    /// Nothing new leaves from now on; what is on its way may still end.
    package mutating func shutDown(at now: Moment, _ actions: inout [Action]) {
        isStopping = true
        for index in active where runs[index].state == .playing { stopRun(index, at: now, &actions) }
        for telling in tellings.removeAll() {
            _ = inFlight.end(telling.id)
            actions.append(.told(telling.id, Self.notSent))
        }
        finishRuns(at: now, &actions)
    }

    /// The time that attempts on their way had to end is over: of all runs and tellings, or of one run.
    package mutating func graceIsOver(for run: RunID? = nil, at now: Moment, _ actions: inout [Action]) {
        let end = AttemptEnd(.unanswered, reason: "shut down before an answer came")
        for (id, flight) in inFlight.flights {
            let isMeant: Bool
            if let delivery = flight.delivery {
                let owner = runs[Int(delivery.key.run)]
                isMeant = owner.state == .stopping && (run == nil || owner.id == run)
            } else {
                isMeant = run == nil
            }
            if isMeant { attemptEnded(id, end, at: now, &actions) }
        }
        finishRuns(at: now, &actions)
    }

    /// Records cannot be written any more, or can be written again.
    package mutating func setBlocked(_ isBlocked: Bool, at now: Moment, _ actions: inout [Action]) {
        self.isBlocked = isBlocked
        tick(at: now, &actions)
    }

    /// An attempt could not be recorded and was therefore not sent: its delivery goes back to the queue as if it had not
    /// been taken out.
    package mutating func withdraw(_ id: Attempt.ID, at now: Moment, _ actions: inout [Action]) {
        guard let flight = inFlight.end(id) else { return }
        gate.withdrew(id)
        guard let delivery = flight.delivery else {
            actions.append(.told(id, Self.notSent))
            return
        }
        runs[Int(delivery.key.run)].inFlight -= 1
        requeue(delivery, retryAt: nil, at: now, &actions)
    }

    /// Sends a message outside of any run, before all others. Ends with an action ``Action/told(_:_:)``, perhaps at once.
    package mutating func tell(
        roomID: String, sender: Sender, category: Category, content: String, at now: Moment, _ actions: inout [Action]
    ) -> Attempt.ID {
        let telling = Telling(
            id: inFlight.reserve(), roomID: roomID, roomSlot: roomSlot(roomID), sender: sender, category: category,
            content: content, due: now.wall)
        if isStopping {
            _ = inFlight.end(telling.id)
            actions.append(.told(telling.id, Self.notSent))
        } else {
            tellings.append(telling)
            tick(at: now, &actions)
        }
        return telling.id
    }

    private static let notSent = AttemptEnd(.notSent, reason: "shut down before it was sent")

    // MARK: State

    /// Whether every run has ended or was stopped, and nothing is on its way.
    package var isIdle: Bool { active.isEmpty && inFlight.isEmpty && tellings.isEmpty }

    package var attemptsInFlight: Int { inFlight.count }

    mutating func roomSlot(_ roomID: String) -> Int32 {
        if let slot = roomSlots[roomID] { return slot }
        let slot = Int32(roomPacers.count)
        roomPacers.append(Pacer(rate: configuration.roomRate))
        roomSlots[roomID] = slot
        return slot
    }

    /// The newest run of that name: one that was stopped may have been loaded again.
    func index(of run: RunID) -> Int? { runs.lastIndex { $0.id == run } }
}
