import Pacing
package import ShowTime
import Timelines

/// The engine: decides what is sent when, and how each delivery ends.
///
/// A pure state machine. It has no clock, does no I/O, starts no tasks, and draws its random numbers from a seed. A driver
/// tells it what happened and at which moment, then takes the actions it decided on (``takeActions()``) and carries them out
/// in their order; ``nextWake`` is when it wants to hear of the time again. One scheduler is one account: all runs share
/// its quota and its queue.
package struct Scheduler: Sendable {
    package struct Configuration: Sendable {
        /// Calls a second of the whole account; nil is unlimited.
        package var rate: Double?
        /// Calls a second of one room; nil is unlimited.
        package var roomRate: Double?
        /// Attempts on their way at once, at most: as many as the transport has connections.
        package var mostInFlight = 1024
        package var seed: UInt64 = 0
        package var durability = Durability.process
        /// When another process made the last call of the account, nil where none did since the host started. Whose room it was does
        /// not matter: it counts for each.
        package var lastCall: Uptime?

        package init(rate: Double?, roomRate: Double?) {
            self.rate = rate
            self.roomRate = roomRate
        }

        /// As many attempts as may be in flight within the longest call: sending does not wait for answers.
        package static func mostInFlight(forRate rate: Double?) -> Int { rate.map { max(1024, Int($0 * 11)) } ?? 256 }
    }

    package enum Action: Sendable {
        /// Write this into the log of its run.
        case record(Record)
        /// Write its record into the log of its run, then send it. An attempt that cannot be written must not be sent.
        case attempt(Attempt)
        /// The run is over and its last record is before this.
        case ended(RunID, Tally)
        /// The run was stopped and nothing of it is on its way any more; a later start goes on with it.
        case stopped(RunID)
        /// A direct send has ended.
        case directSendEnded(Attempt.ID, AttemptEnd)
        /// Find out whether a hold of the account or of the network may end.
        case probe(Probe)
        /// Note what may leave, so that it outlives a power loss.
        case claim(Claim)
        /// The store of a run takes longer with a claim than the one before it reached (true), or has caught up (false).
        case claimsOverdue(RunID, Bool)
    }

    /// When the scheduler wants to be told the time again, by either clock, whichever comes first. May lie in the past.
    package struct Wake: Hashable, Sendable {
        /// When the next run begins.
        package var wall: Instant?
        /// When something is due next in a run that keeps its own time.
        package var due: Uptime?
        /// For anything else.
        package var uptime: Uptime?

        /// Returns how long to wait from `now` on, never negative; nil where nothing is to come.
        package func wait(from now: Moment) -> Interval? {
            earlier(waitForDue(from: now), uptime.map { max($0 - now.uptime, .zero) })
        }

        /// Returns how long it is from `now` until something is due; nil where nothing is to come.
        package func waitForDue(from now: Moment) -> Interval? {
            earlier(wall.map { $0 - now.wall }, due.map { $0 - now.uptime }).map { max($0, .zero) }
        }
    }

    package let configuration: Configuration
    var runs: [Run] = []
    /// Indices of the runs that are not over.
    var active: [Int] = []
    var queue = ReadyQueue()
    var directSends = DirectSendQueue()
    var inFlight = InFlightTable()
    var accountGate = AccountGate()
    var networkGate = NetworkGate()
    /// The probe on its way.
    var probe: Probe.ID?
    var lastProbe: UInt64 = 0
    var pacer: Pacer
    var roomPacers: [Pacer] = []
    var generator: SeededGenerator
    var isStopping = false
    /// How far the wall clock was ahead of the uptime when it was last looked at.
    var wallLead = Interval.zero
    /// Whether records cannot be written: then nothing is begun.
    var isBlocked = false
    var hasMoreToRelease = false
    var lastClaim: UInt64 = 0
    /// When what is to come was last looked at, and when it is to be again.
    var lastClaimRound = Uptime.distantPast
    var nextClaim: Uptime?
    private var roomSlots: [String: Int32] = [:]
    /// RoomIds by slot.
    private(set) var roomIDs: [String] = []
    private var actions: [Action] = []

    package init(_ configuration: Configuration) {
        self.configuration = configuration
        pacer = Pacer(rate: configuration.rate, lastCall: configuration.lastCall)
        generator = SeededGenerator(seed: configuration.seed)
    }

    // MARK: Actions

    /// Takes what was decided since the last call, to be carried out in this order.
    package mutating func takeActions() -> [Action] {
        var taken: [Action] = []
        takeActions(into: &taken)
        return taken
    }

    /// Takes what was decided since the last call, to be carried out in this order.
    ///
    /// - Parameter taken: receives the actions; its storage, from an earlier call, is used again for what is decided next.
    package mutating func takeActions(into taken: inout [Action]) {
        taken.removeAll(keepingCapacity: true)
        swap(&taken, &actions)
    }

    mutating func emit(_ action: consuming Action) { actions.append(action) }

    /// Records something that happened to a run as a whole.
    ///
    /// - Parameter origin: who did it, where it was an operator.
    mutating func control(
        _ action: ControlRecord.Action, of index: Int, _ origin: CommandOrigin = CommandOrigin(), at now: Moment
    ) {
        runs[index].changes += 1
        emit(
            .record(
                .control(
                    ControlRecord(
                        time: runs[index].time(at: now), run: runs[index].id, action: action, origin: origin))))
    }

    // MARK: Inputs

    /// Brings everything up to date. To be called when time has passed, and after each batch of inputs.
    package mutating func tick(at now: Moment) {
        followWallClock(at: now)
        checkSilence(at: now)
        release(at: now)
        endExpired(at: now)
        checkUnclaimed(at: now)
        dispatch(at: now)
        claimUpcoming(at: now)
        probeIfDue(at: now)
        finishRuns(at: now)
    }

    /// Lets nothing new leave from now on; what is on its way may still end.
    package mutating func shutDown(at now: Moment) {
        isStopping = true
        for index in active where runs[index].state == .playing { stopRun(index, at: now) }
        cancelDirectSends()
        finishRuns(at: now)
    }

    /// Ends the grace period: attempts still in flight end as unanswered, those of all stopping runs and direct sends, or of one
    /// run.
    package mutating func graceIsOver(for run: RunID? = nil, at now: Moment) {
        let end = AttemptEnd(.unanswered, reason: "shut down before an answer came")
        for (id, flight) in inFlight.flights {
            let isMeant: Bool
            if let delivery = flight.delivery {
                let owner = runs[Int(delivery.key.run)]
                isMeant = owner.state == .stopping && (run == nil || owner.id == run)
            } else {
                isMeant = run == nil
            }
            guard isMeant, let flight = inFlight.end(id) else { continue }
            // Nobody waits for its answer any more: that none came says nothing of the network.
            networkGate.attemptWithdrawn(sentAt: flight.sentAt)
            settle(flight, of: id, end, at: now)
        }
        finishRuns(at: now)
    }

    /// Records cannot be written any more, or can be written again.
    package mutating func setBlocked(_ isBlocked: Bool, at now: Moment) {
        self.isBlocked = isBlocked
        if !isBlocked { waitAnewForClaims(at: now) }
        tick(at: now)
    }

    /// An attempt could not be recorded and was therefore not sent: its delivery goes back to the queue. The slots of the
    /// quota that it took stay taken.
    package mutating func withdraw(_ id: Attempt.ID, at now: Moment) {
        guard let flight = inFlight.end(id) else { return }
        networkGate.attemptWithdrawn(sentAt: flight.sentAt)
        guard let delivery = flight.delivery else {
            emit(.directSendEnded(id, Self.notSent))
            return
        }
        runs[Int(delivery.key.run)].inFlight -= 1
        requeue(delivery, at: now)
        runs[Int(delivery.key.run)].attemptEnded(ofGeneration: delivery.key.generation)
    }

    // MARK: State

    /// Whether every run has ended or was stopped, and nothing is on its way.
    package var isIdle: Bool { active.isEmpty && inFlight.isEmpty && directSends.isEmpty }

    package var attemptsInFlight: Int { inFlight.count }

    mutating func roomSlot(_ roomID: String) -> Int32 {
        if let slot = roomSlots[roomID] { return slot }
        let slot = Int32(roomPacers.count)
        roomPacers.append(Pacer(rate: configuration.roomRate, lastCall: configuration.lastCall))
        roomSlots[roomID] = slot
        roomIDs.append(roomID)
        return slot
    }

    /// Finds the newest run of that name: one that was stopped may have been loaded again.
    func index(of run: RunID) -> Int? { runs.lastIndex { $0.id == run } }
}
