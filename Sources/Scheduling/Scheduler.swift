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

    /// When the scheduler wants to be told the time again, by either clock, whichever comes first.
    package struct Wake: Hashable, Sendable {
        package var wall: Instant?
        package var uptime: Uptime?
    }

    struct InFlight: Sendable {
        /// Nil for a message outside of any run.
        var delivery: Delivery?
        var sentAt: Uptime
        var bytes: Int
    }

    let configuration: Configuration
    var runs: [Run] = []
    var queue = ReadyQueue()
    var tellings: [Attempt] = []
    var inFlight: [Attempt.ID: InFlight] = [:]
    var gate = AccountGate()
    var pacer: Pacer
    var roomPacers: [Pacer] = []
    var generator: SeededGenerator
    var isStopping = false
    /// Whether records cannot be written: then nothing is begun.
    var isBlocked = false
    private var roomSlots: [String: Int32] = [:]
    private var nextAttempt: UInt64 = 1
    var hasMoreToRelease = false

    package init(_ configuration: Configuration) {
        self.configuration = configuration
        pacer = Pacer(rate: configuration.rate)
        generator = SeededGenerator(seed: configuration.seed)
    }

    // MARK: Inputs

    /// Time passed, or an input that was given did: to be called after each batch of them.
    package mutating func tick(at now: Moment, _ actions: inout [Action]) {
        guard !isBlocked else { return }
        release(at: now, &actions)
        dispatch(at: now, &actions)
        finishRuns(at: now, &actions)
    }

    /// Nothing new leaves from now on; what is on its way may still end.
    package mutating func shutDown(at now: Moment, _ actions: inout [Action]) {
        isStopping = true
        for index in runs.indices where runs[index].state == .playing { stopRun(index, at: now, &actions) }
        finishRuns(at: now, &actions)
    }

    /// The time that attempts on their way had to end is over: of all runs, or of one.
    package mutating func graceIsOver(for run: RunID? = nil, at now: Moment, _ actions: inout [Action]) {
        let end = AttemptEnd(.unanswered, reason: "shut down before an answer came")
        for (id, flight) in inFlight.sorted(by: { $0.key.number < $1.key.number }) {
            guard let delivery = flight.delivery else {
                attemptEnded(id, end, at: now, &actions)
                continue
            }
            let owner = runs[Int(delivery.key.run)]
            if run.map({ owner.id == $0 }) ?? (owner.state == .stopping) { attemptEnded(id, end, at: now, &actions) }
        }
        finishRuns(at: now, &actions)
    }

    /// Records cannot be written any more, or can be written again.
    package mutating func setBlocked(_ isBlocked: Bool, at now: Moment, _ actions: inout [Action]) {
        self.isBlocked = isBlocked
        tick(at: now, &actions)
    }

    /// An attempt could not be recorded and was therefore not sent: its delivery goes back to the queue.
    package mutating func withdraw(_ id: Attempt.ID, at now: Moment, _ actions: inout [Action]) {
        guard let flight = inFlight.removeValue(forKey: id) else { return }
        gate.withdrew(id)
        guard let delivery = flight.delivery else { return }
        runs[Int(delivery.key.run)].inFlight -= 1
        requeue(delivery, retryAt: nil, at: now, &actions)
    }

    /// Sends a message outside of any run, before all others. Ends with an action ``Action/told(_:_:)``.
    package mutating func tell(
        roomID: String, sender: Sender, category: Category, content: String, at now: Moment, _ actions: inout [Action]
    ) -> Attempt.ID {
        let attempt = Attempt(
            id: takeAttemptID(), run: nil, messageID: "", occurrence: 1, roomID: roomID, sender: sender,
            category: category, content: content, due: now.wall, number: 1, isProbe: false)
        tellings.append(attempt)
        tick(at: now, &actions)
        return attempt.id
    }

    // MARK: Time

    package var nextWake: Wake {
        guard !isBlocked else { return Wake(wall: nil, uptime: nil) }
        if hasMoreToRelease { return Wake(wall: nil, uptime: Uptime(nanoseconds: .min)) }
        return Wake(wall: runs.lazy.compactMap(\.nextDue).min(), uptime: nextQueueTime)
    }

    /// When the queue can go on, by the uptime clock.
    private var nextQueueTime: Uptime? {
        var times: [Uptime] = []
        if let release = queue.nextRelease { times.append(release) }
        let isWaiting = queue.first != nil || !tellings.isEmpty
        if isWaiting, !isStopping, inFlight.count < configuration.mostInFlight,
            let next = gate.nextAttempt(from: Uptime(nanoseconds: .min / 4))
        {
            times.append(max(next, pacer.earliest(from: next)))
        }
        return times.min()
    }

    // MARK: State

    /// Whether every run has ended or was stopped.
    package var isIdle: Bool { runs.allSatisfy { $0.state == .ended || $0.state == .stopped } && inFlight.isEmpty }

    package var attemptsInFlight: Int { inFlight.count }

    mutating func takeAttemptID() -> Attempt.ID {
        defer { nextAttempt += 1 }
        return Attempt.ID(number: nextAttempt)
    }

    mutating func roomSlot(_ roomID: String) -> Int32 {
        if let slot = roomSlots[roomID] { return slot }
        let slot = Int32(roomPacers.count)
        roomPacers.append(Pacer(rate: configuration.roomRate))
        roomSlots[roomID] = slot
        return slot
    }

    func index(of run: RunID) -> Int? { runs.firstIndex { $0.id == run } }
}
