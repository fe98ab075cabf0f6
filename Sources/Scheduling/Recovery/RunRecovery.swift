package import ShowTime
package import Timelines

/// The state that an earlier process left of a run, gathered from its log record by record.
///
/// What has ended stays ended. An attempt without a result may have been shown. Names that the timeline no longer has
/// count in the totals and nowhere else.
package struct RunRecovery: Sendable {
    /// A delivery that was attempted and has not ended.
    struct OpenDelivery: Sendable {
        /// Attempts with a result, throttled ones not counted.
        var attempts: Int
        /// The part of its text that it has come to, and how many there are; 0 where that is not known.
        var part: Int16 = 1
        var parts: Int16 = 1
        /// Whether a part before this one ended and this one was not attempted.
        var isUntried = false
        /// Whether an operator sent it.
        var isFired = false
        /// When the part before this one ended, holds since then counted in.
        var partBegan: Instant?
        /// How long an operator held the show since it was begun.
        var held = Interval.zero
        /// Whether the first part was refused.
        var isRefused = false
        /// False where the log has no result of the last attempt.
        var isAnswered: Bool
        var due: Instant
        /// Of the last attempt that has a result.
        var outcome = Outcome.retrying
        var code: Int?
        var reason: String?
        /// Whether an attempt had no return code of ZEGO's, though something of it had left.
        var mayHaveBeenShown = false

        /// The parts of its text that have not ended.
        var partNumbers: ClosedRange<Int16> { part...max(part, parts) }
    }

    /// What the log says of the run's own time.
    struct KeptTime {
        var boot: String
        var uptimeAtStart: Uptime
        var off = Interval.zero

        /// Nil where the header does not say.
        init?(_ header: RunHeader, after last: KeptTime?) {
            guard let boot = header.boot, let uptime = header.uptimeAtStart else { return nil }
            self.boot = boot
            uptimeAtStart = uptime
            if let last, last.boot == boot { off = last.off }
        }
    }

    /// A delivery that was attempted and has not ended, of a message that the timeline no longer has.
    struct Orphan: Sendable {
        var messageID: String
        var occurrence: Int
        var roomID: String
        var category: Category
        var delivery: OpenDelivery
        /// Whether it may have left although the log says nothing of it.
        var isClaimed = false
    }

    let timeline: Timeline
    /// Known once the whole log is read, as the properties that follow are.
    var ledger: Ledger
    var formerLedger = FormerLedger()
    var open: [DeliveryKey: OpenDelivery] = [:]
    var orphans: [Orphan] = []
    /// By how much the numbers of occurrences are ahead of the schedule's, see ``TimelineVersion/leads``.
    var leads: [Int: Int] = [:]
    var shift = Interval.zero
    var pastShifts = PastShifts()
    var hold: Hold?
    var leftHold: LeftHold?
    var lastGo: LastGo?
    /// Whether no record says of the hold: a kill lost it.
    var isHoldUnrecorded = false
    var holdsPassed: Set<String> = []
    package var heldSince: Instant? { hold?.since }
    /// Values that operators gave, by the names of inputs.
    var inputs: [String: GivenInput] = [:]
    var skips: Set<CueSelector> = []
    var unsent = UnsentEndings()
    /// Commands that were carried out, by their ids.
    var commands: [String: CommandResult] = [:]
    var isCancelled = false
    /// Whether the run kept its own time: something of it was due, or an operator held it before that.
    package internal(set) var hasBegun = false
    var keptTime: KeptTime?
    /// What was due by then and has no record may have been shown: a part of the log was lost.
    var salvagedUntil: Instant?
    /// The timeline is another than the one that was played last: what was due by `past` and has no record is missed.
    var change: (sha256: String, past: Interval)?
    /// What may have left although the log says nothing of it: the power failed.
    var claimed: Set<DeliveryKey> = []
    /// The claim that says so.
    package internal(set) var claims: ClaimRecord?
    /// Of the first process that played the run.
    package internal(set) var header: RunHeader?
    /// How the run ended, if it did.
    package internal(set) var end: EndRecord?

    package var tally: Tally { book.tally }

    /// Deliveries that have ended.
    package var finished: Int { tally.total }

    /// What the records add up to, whatever the timeline.
    package internal(set) var book = RunBook()

    let index: TimelineIndex
    let firstOffset: Interval
    var openByName: [RunBook.Key: OpenDelivery] = [:]
    /// The leads that the last reload recorded, by the ids of messages.
    var leadsByID: [String: Int] = [:]
    /// The ids that messages had at any time, and what they became.
    var renames: [String: String] = [:]
    /// Of all that was read for the timeline that was played last.
    var sha256 = ""
    /// Of the last record.
    var lastTime: Instant?
    /// The last occurrence of each message in each room that was attempted, and its offset; by the book's entries.
    var lastOffsets: [Int: (occurrence: Int, offset: Interval)] = [:]

    package init(_ timeline: Timeline) {
        self.timeline = timeline
        ledger = Ledger(timeline)
        index = TimelineIndex(timeline)
        firstOffset = min(timeline.firstOffset, .zero)
    }

    /// Takes in one line of the log. To be called for all of them in their order.
    package mutating func take(_ record: Record) {
        let entry = book.entry(taking: record)
        if record.isOfTheShow { lastTime = max(lastTime ?? record.time, record.time) }
        switch record {
        case .run(let header): take(header)
        case .attempt(let attempt): if let entry { take(attempt, entry) }
        case .result(let result): if let entry { take(result, entry) }
        case .control(let control):
            take(control.action, time: control.time, by: control.origin.by)
            if let id = control.origin.id { commands[id] = .hadBeenDone(by: control.origin.by, at: control.time) }
        case .end(let end): self.end = end
        }
        if !hasBegun {
            hasBegun = hold != nil || header.map { record.time >= $0.run.start + shift + firstOffset } ?? false
        }
    }

    /// The time that the run kept; the wall clock where it had not begun, or where the host was booted since.
    ///
    /// - Parameter boot: the id of the boot that this process runs on, nil where it does not know.
    package func clock(onBoot boot: String?) -> RunClock {
        guard hasBegun, let start = header?.run.start, let keptTime, keptTime.boot == boot else { return RunClock() }
        return RunClock(start: start, uptime: keptTime.uptimeAtStart, off: keptTime.off)
    }

    func numbers(ofMessage message: Int) -> ClosedRange<Int> {
        TimelineVersion(timeline: timeline, leads: leads).numbers(ofMessage: message)
    }

    func place(of name: RunBook.Name) -> (message: Int, position: Int)? {
        guard let message = index.message(name.message), let position = index.position(of: name.room, in: message)
        else { return nil }
        return (message, position)
    }

    func key(of name: RunBook.Name, occurrence: Int) -> DeliveryKey? {
        guard let (message, position) = place(of: name), numbers(ofMessage: message).contains(occurrence),
            !ledger.contains(message: message, position: position, occurrence: occurrence)
        else { return nil }
        return DeliveryKey(
            run: 0, message: Int32(message), position: Int32(position), generation: 0, occurrence: occurrence)
    }
}

extension Record {
    /// Whether it was written while the run was played, and not about its log later.
    fileprivate var isOfTheShow: Bool {
        guard case .control(let control) = self else { return true }
        return switch control.action {
        case .salvaged, .logRestored: false
        default: true
        }
    }
}
