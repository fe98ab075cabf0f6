import HeapModule
import ShowTime
import Timelines

/// The state of one run.
struct Run: Sendable {
    enum State: Sendable, Hashable {
        case playing
        /// Nothing new leaves; a later start goes on.
        case stopping
        case stopped
        case ended
    }

    let id: RunID
    let number: Int32
    /// The version of the timeline that is played.
    var version: TimelineVersion
    var plan: TimelinePlan
    /// Counts the reloads.
    var generation: Int32 = 0
    /// Earlier versions that attempts on their way were begun with, by their generations.
    var earlier: [Int32: TimelineVersion] = [:]
    /// Index among the rooms of the account, of each room of the timeline.
    var roomSlots: [Int32]
    var cursor: PlanCursor
    var expander: MessageExpander
    var ledger: Ledger
    var formerLedger = FormerLedger()
    /// What was begun before the plan was gone through from its start again, by a reload or by an earlier process, and is
    /// not to be begun a second time when the plan comes to it.
    var begun: Set<DeliveryKey> = []
    /// The index of the timeline that is played; nil before the first reload.
    var index: TimelineIndex?
    /// How the repeats that the timeline no longer has were numbered: it may get them back.
    var formerNumbering: [String: Numbering] = [:]
    var suspended: Heap<SuspendedDelivery> = []
    var supersessions = Supersessions()

    var state = State.playing
    var clock = RunClock()
    var shift = Interval.zero
    /// The shifts before this one, for what was sent under them.
    var pastShifts = PastShifts()
    var hold: Hold?
    /// Messages that the timeline held before and an operator has let go on.
    var holdsPassed: Set<String> = []
    /// Indices of the messages that the show still has to hold before.
    var holds: Set<Int> = []
    /// Values that operators gave, by the names of inputs.
    var inputs: [String: GivenInput] = [:]
    /// Inputs that a text was sent with, or that have decided whether one is sent: operators cannot change them any more.
    var usedInputs: Set<String> = []
    /// Indices of the messages that need an input which has no value.
    var awaiting: Set<Int> = []
    /// Of the first message before the start, zero where there is none.
    var firstOffset: Interval
    /// What operators have skipped.
    var skips: Set<CueSelector> = []
    var unsent = UnsentEndings()
    /// Commands that were carried out and must not be a second time, by their ids.
    var commands: [String: CommandResult] = [:]
    /// Counts what has happened to the run as a whole.
    var changes = 0
    /// The hold that ended last, by an operator or because what it waited for was given.
    var lastGo: LastGo?
    var isCancelled = false
    /// Whether messages before the start count as missed: the start was "now".
    var skipsBeforeStart = false
    var tally = Tally()
    /// Nil where the timeline has no end.
    var planned: Int?
    /// Deliveries that are due, or were begun, and have not ended.
    var open = 0
    var inFlight = 0
    var claims = RunClaims()

    init(
        id: RunID, number: Int32, timeline: Timeline, roomSlots: [Int32], ledger: Ledger? = nil, leads: [Int: Int] = [:]
    ) {
        let ledger = ledger ?? Ledger(timeline)
        self.id = id
        self.number = number
        self.ledger = ledger
        self.roomSlots = roomSlots
        version = TimelineVersion(timeline: timeline, leads: leads)
        plan = TimelinePlan(timeline)
        cursor = PlanCursor(plan, after: ledger, leads: leads)
        expander = MessageExpander(timeline, start: id.start)
        firstOffset = min(timeline.firstOffset, .zero)
        applyInputs()
        planned = countOpen()
        holds = findHolds()
    }

    // What is called for each delivery is inlined: a call would copy the run, which is a kilobyte.

    var timeline: Timeline {
        @inline(__always) get { version.timeline }
    }
    var isHeld: Bool {
        @inline(__always) get { hold != nil }
    }
    var isHeldByOperator: Bool {
        @inline(__always) get { hold?.isOperators ?? false }
    }

    func version(of key: DeliveryKey) -> TimelineVersion {
        key.generation == generation ? version : earlier[key.generation] ?? version
    }

    @inline(__always)
    func timeline(of key: DeliveryKey) -> Timeline {
        key.generation == generation ? version.timeline : version(of: key).timeline
    }

    /// Which occurrence of its schedule a delivery is.
    @inline(__always)
    func scheduled(_ key: DeliveryKey) -> Int {
        // The usual case, without a copy of the version.
        if key.generation == generation, version.leads.isEmpty { return key.occurrence }
        return key.occurrence - (version(of: key).leads[Int(key.message)] ?? 0)
    }

    /// The offset at which a delivery is due by its schedule.
    func offset(of key: DeliveryKey) -> Interval {
        timeline(of: key).messages[Int(key.message)].schedule.offset(ofOccurrence: scheduled(key))
    }

    /// By how much the numbers of a message's occurrences are ahead of the schedule's.
    func lead(of message: Int) -> Int { version.leads.isEmpty ? 0 : version.leads[message] ?? 0 }

    func policy(of key: DeliveryKey) -> DeliveryPolicy { timeline(of: key).messages[Int(key.message)].policy }

    /// Whether a delivery that may have been shown is not to be sent again, although its script said otherwise when it was tried.
    func isToBeLeft(_ delivery: Delivery) -> Bool {
        delivery.mayHaveBeenShown && policy(of: delivery.key).onUnknown == .leave
    }

    func sender(of key: DeliveryKey) -> Sender {
        let timeline = timeline(of: key)
        return timeline.senders[timeline.messages[Int(key.message)].sender]
    }

    /// - Parameter key: by the timeline that is played now.
    func isSkipped(_ key: DeliveryKey) -> Bool {
        guard !skips.isEmpty else { return false }
        let name = name(of: key)
        let cues = [CueSelector(name.message), CueSelector(name.message, occurrence: key.occurrence)]
        return cues.contains { cue in
            skips.contains(cue)
                || skips.contains(CueSelector(cue.message, occurrence: cue.occurrence, room: name.room))
        }
    }

    /// The ids of the message and the room of a delivery, by the timeline that is played now.
    func name(of key: DeliveryKey) -> (message: String, room: String) {
        let timeline = timeline(of: key)
        return (messageID(of: key), timeline.rooms[timeline.roomIndex(of: key)].id)
    }

    @inline(__always)
    func time(at now: Moment) -> Instant { clock.time(at: now) }

    /// When the run begins to keep its own time: at its start, or at what is due before that.
    var begin: Instant {
        @inline(__always) get { id.start + shift + firstOffset }
    }

    /// Where the show's clock stands at an instant of the run's own time.
    @inline(__always)
    func showTime(at now: Instant) -> Instant { hold.map { min($0.since, now) } ?? now }

    /// The offset that the show's clock has come to.
    func showOffset(at now: Instant) -> Interval { offset(at: showTime(at: now)) }

    /// When an occurrence that was not yet attempted is due.
    @inline(__always)
    func due(_ offset: Interval) -> Instant { id.start + offset + shift }

    /// The offset of what is due at an instant.
    @inline(__always)
    func offset(at instant: Instant) -> Interval { instant - id.start - shift }

    func delivery(_ key: DeliveryKey, due: Instant) -> Delivery {
        let timeline = timeline(of: key)
        let message = Int(key.message)
        return Delivery(
            key, due: due, policy: timeline.messages[message].policy,
            roomSlot: roomSlots[timeline.roomIndex(of: key)], category: timeline.messages[message].category)
    }

    /// Goes on from what an earlier process left, but for the deliveries that it left undecided.
    mutating func restore(_ recovery: RunRecovery) {
        tally = recovery.tally
        shift = recovery.shift
        pastShifts = recovery.pastShifts
        hold = recovery.hold
        lastGo = recovery.lastGo
        holdsPassed = recovery.holdsPassed
        holds = findHolds()
        let place = hold.flatMap { placeInPlan(of: $0) }
        hold?.place = place
        skips = recovery.skips
        unsent = recovery.unsent
        commands = recovery.commands
        isCancelled = recovery.isCancelled
        formerLedger = recovery.formerLedger
        inputs = recovery.inputs
        usedInputs = recovery.book.usedInputs
        applyInputs()
        planned = countOpen().map {
            $0 + tally.total + recovery.orphans.reduce(0) { $0 + $1.delivery.partNumbers.count }
        }
    }

    /// Lets go of what a run that is over no longer needs: a process may see thousands of them.
    mutating func retire(as state: State) {
        self.state = state
        cursor.dropAll()
        begun = []
        suspended = []
        supersessions = Supersessions()
        claims = RunClaims()
    }
}

extension Timeline {
    /// Index of the room of a delivery among the timeline's.
    func roomIndex(of key: DeliveryKey) -> Int {
        roomLists[messages[Int(key.message)].roomList][Int(key.position)]
    }
}
