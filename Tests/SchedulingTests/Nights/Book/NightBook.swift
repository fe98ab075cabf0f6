import RunLog
import ShowTime
import TestSupport
import Timelines

@testable import Scheduling

/// What an observer of a night writes down about one run, from the commands and the scripts alone, and what that means for
/// each attempt that leaves.
struct NightBook {
    struct Key: Hashable {
        var message: String
        var occurrence: Int
        var room: String

        init(message: String, occurrence: Int, room: String) {
            self.message = message
            self.occurrence = occurrence
            self.room = room
        }

        func renamed(_ renamed: [String: String]) -> Key {
            Key(message: renamed[message] ?? message, occurrence: occurrence, room: room)
        }

        init(_ attempt: AttemptRecord) {
            self.init(message: attempt.messageID, occurrence: attempt.occurrence, room: attempt.roomID)
        }
    }

    /// A delivery, or a part of one that was split.
    struct PartKey: Hashable {
        var delivery: Key
        /// The number of the part; 0 for a whole text.
        var part: Int

        init(_ delivery: Key, _ part: Part?) {
            self.delivery = delivery
            self.part = part?.number ?? 0
        }

        init(_ delivery: Key, part: Int) {
            self.delivery = delivery
            self.part = part
        }
    }

    let id: RunID
    let skipsBeforeStart: Bool
    /// How long a delivery whose turn has come may wait for its claim beyond its lateness bound.
    let claimWait: Interval
    var timeline: Timeline
    /// The version of the script that was written last. A reload takes it over.
    var edited: Timeline
    var expander: MessageExpander
    var isReloaded = false
    var messages: [String: Message] = [:]
    /// Messages that were in the script at any time, in their latest version. Only their `maxLate` is used, which no edit
    /// changes.
    var everSeen: [String: Message] = [:]
    /// The ids of messages that had `on_unknown: resend` in some version of the script.
    var everResent: Set<String> = []
    /// What was attempted without an answer and has not ended.
    var doubtful: Set<PartKey> = []

    var clock = NightClock()
    var shift = Interval.zero
    var isHeld = false
    /// The message that the script holds the show before, and when it is due.
    var heldBefore: (message: String, due: Instant)?
    /// Whether only an operator lets the script go on there.
    var needsGo = false
    /// The values that operators gave.
    var inputs: [String: String] = [:]
    /// The inputs with which a text has left: their values cannot change any more.
    var usedInputs: Set<String> = []
    var holdsPassed: Set<String> = []
    var skips: Set<CueSelector> = []
    /// What an operator sent, ahead of its time or once more.
    var fired: Set<Key> = []
    /// The outcome of each delivery, or of each of its parts where its text was split.
    var endings: [Key: [Outcome]] = [:]
    /// Parts that an operator sent again without knowing whether they were shown.
    var sentBlindly: Set<PartKey> = []
    /// What an operator sent once more, in the life of any process.
    var sentAgain: Set<Key> = []
    var isCancelled = false
    /// By an operator or a shutdown; the next process goes on.
    var isStopped = false
    var isEnded = false

    /// What left although it was not claimed, because the disk did not answer: a power loss may make it leave again.
    var unclaimed: Set<Key> = []

    /// To be called when a process has gone on with the run.
    mutating func wentOn() { lastTime = nil }

    /// How often each delivery was shown.
    var shown: [PartKey: Int] = [:]
    /// The last part of each delivery that has ended, and when it did, moved by the holds since then.
    var endedParts: [Key: (part: Int, time: Instant)] = [:]
    /// The due time that the first attempt of each delivery had.
    var firstDue: [Key: Instant] = [:]
    var ended: Set<Key> = []
    /// How long the show was held since the first attempt of each delivery.
    var heldSince: [Key: Interval] = [:]
    /// Split deliveries whose first part was refused.
    var refused: Set<Key> = []
    /// When the last attempt at each delivery came back.
    var returned: [Key: Instant] = [:]
    /// The time from which on lateness is judged: the plan was moved or a process began, and what was too late before is recorded
    /// from then on.
    var judgedFrom = Instant(nanoseconds: .min)

    /// What a reload meant for the plan.
    struct Reload {
        /// The offset up to which deliveries lay behind the reload.
        var past: Interval
        /// The deliveries up to ``past`` that may go out all the same.
        var waiting: Set<Key>
        var leads: [String: Int]
    }

    /// The reloads that the log has.
    var reloads: [Reload] = []
    /// By how much the numbers of a message's occurrences are ahead of the schedule's.
    var leads: [String: Int] { reloads.last?.leads ?? [:] }
    /// When an operator held the show.
    var operatorHeldAt: Instant?
    /// By how much the show was moved while the script held it.
    var heldShift = Interval.zero
    /// The time of the last record of the previous process; nil once this one has gone on.
    var lastTime: Instant?
    /// The keys that deliveries got when they were renamed on their way, by the keys before.
    var aliases: [Key: Key] = [:]
    /// The keys with which deliveries were begun, by their present keys.
    var begunAs: [Key: [Key]] = [:]

    init(_ id: RunID, _ timeline: Timeline, skipsBeforeStart: Bool, claimWait: Interval) {
        self.id = id
        self.timeline = timeline
        edited = timeline
        self.skipsBeforeStart = skipsBeforeStart
        self.claimWait = claimWait
        expander = MessageExpander(timeline, start: id.start)
        expander.give([:])
        read()
    }

    /// Changes the script from the next reload on.
    mutating func edit(_ timeline: Timeline) { edited = timeline }

    /// Takes note that a process goes on with the run and the present script.
    ///
    /// - Parameter version: the version of the script; the first is 0.
    /// - Returns: what is wrong with what the log says.
    mutating func goOn(
        with timeline: Timeline, version: Int, from log: MemoryLog, claims: ClaimRecord?, boot: String, at now: Moment
    ) -> String? {
        edited = timeline
        play(edited, isReloaded: version > 0)
        let problem = recover(from: log, boot: boot, at: now)
        // Nobody knows what else had left in the two seconds that a claim covers.
        if let claims, !claims.deliveries.isEmpty { lastTime = lastTime.map { max($0, claims.time + "2s") } }
        return problem
    }

    mutating func play(_ timeline: Timeline, isReloaded: Bool) {
        self.timeline = timeline
        expander = MessageExpander(timeline, start: id.start)
        expander.give(inputs)
        self.isReloaded = self.isReloaded || isReloaded
        read()
    }

    mutating func read() {
        messages = Dictionary(uniqueKeysWithValues: timeline.messages.map { ($0.id, $0) })
        everSeen.merge(messages) { $1 }
        everResent.formUnion(messages.values.lazy.filter { $0.policy.onUnknown == .resend }.map(\.id))
    }

    // MARK: Time

    /// The instant at which the run begins to keep its own time.
    var begin: Instant { id.start + shift + min(timeline.firstOffset, .zero) }

    func time(at now: Moment) -> Instant { clock.time(at: now) }

    /// To be called before anything happens to the run.
    mutating func look(at now: Moment) {
        if !isStopped, !isEnded, now.wall >= begin { clock.begin(at: now) }
    }

    /// Makes the run keep its own time: an operator's hold is measured by it, and what an operator sends is due by it.
    mutating func beganTime(at now: Moment) { clock.begin(at: now) }

    /// Follows a small step of the wall clock. Deliveries that wait for a retry come back within six seconds, whatever the time
    /// is by then.
    mutating func wallClockWasSet(at now: Moment) {
        clock.wallClockWasSet(at: now)
        judgedFrom = time(at: now) + "6s"
    }

    /// What is wrong with the time of a record.
    func problem(of record: Record, at now: Moment) -> String? {
        let time = time(at: now)
        // A change of less than a millisecond is the time between the readings of two clocks, and is not followed.
        guard (record.time - time).magnitude < "2ms" else {
            return "has a record of \(record.time), not of \(time)"
        }
        guard case .result(let result) = record, result.outcome == .missed, let message = everSeen[result.messageID],
            ["late", "throttled", "network", "account held"].contains(result.reason)
        else { return nil }
        let isLate = time - result.due > message.policy.maxLate - "2ms"
        return isLate ? nil : "\(result.delivery) was missed and not late"
    }
}
