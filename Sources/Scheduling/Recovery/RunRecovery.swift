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
        /// The part of its text that it has come to, and how many there are.
        var part: Int16 = 1
        var parts: Int16 = 1
        /// Whether a part before this one ended and this one was not attempted.
        var isUntried = false
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
    }

    /// What the log says of the run's own time.
    private struct KeptTime {
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
        var due: Instant
        var attempt: Int
        /// False where the log has no result of the attempt.
        var isAnswered = false
        /// Whether an attempt had no return code of ZEGO's, though something of it had left.
        var mayHaveBeenShown = false
        /// Whether it may have left although the log says nothing of it.
        var isClaimed = false
    }

    let timeline: Timeline
    private(set) var ledger: Ledger
    private(set) var formerLedger = FormerLedger()
    private(set) var tally = Tally()
    private(set) var open: [DeliveryKey: OpenDelivery] = [:]
    /// Known when the log is read.
    private(set) var orphans: [Orphan] = []
    private(set) var shift = Interval.zero
    private(set) var hold: Hold?
    private(set) var holdsPassed: Set<String> = []
    package var heldSince: Instant? { hold?.since }
    private(set) var skipped: Set<String> = []
    private(set) var isCancelled = false
    /// Whether the run kept its own time: something of it was due, or an operator held it before that.
    package private(set) var hasBegun = false
    private var keptTime: KeptTime?
    /// What was due by then and has no record may have been shown: a part of the log was lost.
    private(set) var salvagedUntil: Instant?
    /// What may have left although the log says nothing of it: the power failed.
    private(set) var claimed: Set<DeliveryKey> = []
    /// The claim that says so.
    package private(set) var claims: ClaimRecord?
    /// Of the first process that played the run.
    package private(set) var header: RunHeader?
    /// How the run ended, if it did.
    package private(set) var end: EndRecord?

    /// Deliveries that have ended.
    package var finished: Int { tally.total }

    /// What the records add up to, whatever the timeline.
    package private(set) var book = RunBook()

    private let index: TimelineIndex
    private let firstOffset: Interval
    private var orphansByName: [String: Orphan] = [:]

    package init(_ timeline: Timeline) {
        self.timeline = timeline
        ledger = Ledger(timeline)
        index = TimelineIndex(timeline)
        firstOffset = min(timeline.firstOffset, .zero)
    }

    /// Takes in one line of the log, in their order.
    package mutating func take(_ record: Record) {
        book.take(record)
        switch record {
        case .run(let header):
            self.header = self.header ?? header
            keptTime = KeptTime(header, after: keptTime)
        case .attempt(let attempt): take(attempt)
        case .result(let result): take(result)
        case .control(let control): take(control.action, time: control.time)
        case .end(let end): self.end = end
        }
        if hold != nil || header.map({ record.time >= $0.run.start + shift + firstOffset }) ?? false { hasBegun = true }
    }

    private mutating func take(_ attempt: AttemptRecord) {
        guard let key = key(of: attempt.messageID, occurrence: attempt.occurrence, roomID: attempt.roomID) else {
            let name = attempt.wholeDelivery
            orphansByName[name] = Orphan(
                messageID: attempt.messageID, occurrence: attempt.occurrence, roomID: attempt.roomID,
                category: attempt.category, due: attempt.due, attempt: attempt.number,
                mayHaveBeenShown: orphansByName[name]?.mayHaveBeenShown ?? false)
            return
        }
        var delivery = open[key] ?? OpenDelivery(attempts: 0, isAnswered: false, due: attempt.due)
        delivery.attempts = attempt.number - 1
        delivery.isAnswered = false
        delivery.isUntried = false
        delivery.take(attempt.part)
        open[key] = delivery
    }

    private mutating func take(_ result: ResultRecord) {
        if result.outcome.isFinal { tally[result.outcome] += result.occurrences.count }
        guard let key = key(of: result.messageID, occurrence: result.occurrence, roomID: result.roomID) else {
            takeForeign(result)
            return
        }
        guard result.outcome.isFinal else {
            takeUnfinished(result, key)
            return
        }
        if let part = result.part, part.number < part.count {
            var next = OpenDelivery(attempts: 0, isAnswered: true, due: result.due)
            next.take(Part(part.number + 1, of: part.count))
            next.isUntried = true
            next.partBegan = result.time
            next.held = open[key]?.held ?? .zero
            next.isRefused =
                part.number == 1 && result.outcome == .rejected
                || result.reason == Scheduler.partRefused
            open[key] = next
            return
        }
        let schedule = timeline.messages[Int(key.message)].schedule
        ledger.insert(
            schedule, message: Int(key.message), position: Int(key.position), occurrences: result.occurrences)
        if !schedule.contains(occurrence: result.occurrences.upperBound) {
            formerLedger.insert(message: result.messageID, room: result.roomID, occurrences: result.occurrences)
        }
        open[key] = nil
    }

    /// Takes in a result of a message or a room that the timeline no longer has.
    private mutating func takeForeign(_ result: ResultRecord) {
        let name = result.wholeDelivery
        if result.outcome.isFinal {
            orphansByName[name] = nil
            formerLedger.insert(message: result.messageID, room: result.roomID, occurrences: result.occurrences)
        } else {
            orphansByName[name]?.isAnswered = true
            if result.mayHaveBeenShown { orphansByName[name]?.mayHaveBeenShown = true }
        }
    }

    /// Takes in a result that did not end its delivery.
    private mutating func takeUnfinished(_ result: ResultRecord, _ key: DeliveryKey) {
        var delivery = open[key] ?? OpenDelivery(attempts: 0, isAnswered: true, due: result.due)
        delivery.attempts = result.outcome == .retrying ? result.attempt : max(result.attempt - 1, 0)
        delivery.isAnswered = true
        delivery.isUntried = false
        delivery.take(result.part)
        delivery.due = result.due
        delivery.outcome = result.outcome
        delivery.code = result.code
        delivery.reason = result.reason
        if result.mayHaveBeenShown { delivery.mayHaveBeenShown = true }
        open[key] = delivery
    }

    private mutating func take(_ action: ControlRecord.Action, time: Instant) {
        switch action {
        case .hold:
            if hold == nil { hold = .byOperator(since: time) } else { hold?.isOperators = true }
        case .holdBefore(let message, let due): hold = .byTimeline(before: message, since: due)
        case .go(let held, let total):
            // Only an operator's hold stops what has begun.
            if hold?.isOperators == true { open = open.mapValues { $0.extended(by: held) } }
            if let message = hold?.message { holdsPassed.insert(message) }
            hold = nil
            shift = total
        case .shift(let by, let total):
            shift = total
            hold?.shift += by
        case .skip(let message): skipped.insert(message)
        case .cancel: isCancelled = true
        // What the timeline held before, the plan came to again; an operator's hold stayed, though its record may be lost.
        case .reload: if let hold, hold.message != nil { self.hold = hold.isOperators ? .byOperator(since: time) : nil }
        case .salvaged(_, let to): salvagedUntil = salvagedUntil.map { max($0, to) } ?? to
        case .clockStep(_, let off, let uptime):
            keptTime?.off = off
            keptTime?.uptimeAtStart = uptime
        case .shutdown, .accountHold, .accountOK, .logRestored, .networkHold, .networkOK: break
        }
    }

    /// Takes in what was claimed when the power failed, once all records are in.
    package mutating func take(_ claims: ClaimRecord) {
        self.claims = claims
        for delivery in claims.deliveries {
            let (message, occurrence, room) = (delivery.messageID, delivery.occurrence, delivery.roomID)
            if let key = key(of: message, occurrence: occurrence, roomID: room) {
                let isRepeated = timeline.messages[Int(key.message)].schedule.isRepeated
                let hasEnded = ledger.contains(
                    message: Int(key.message), position: Int(key.position), isRepeated: isRepeated,
                    occurrence: occurrence)
                if !hasEnded { claimed.insert(key) }
            } else if !formerLedger.contains(message: message, room: room, occurrence: occurrence) {
                // When it was due is no longer known; it was at about the time of the claim.
                var orphan =
                    orphansByName[delivery.name]
                    ?? Orphan(
                        messageID: message, occurrence: occurrence, roomID: room, category: .system, due: claims.time,
                        attempt: 0)
                orphan.isClaimed = true
                orphansByName[delivery.name] = orphan
            }
        }
    }

    /// To be called when the log is read.
    package mutating func finish() {
        orphans = orphansByName.values.sorted {
            ($0.due, $0.messageID, $0.occurrence, $0.roomID) < ($1.due, $1.messageID, $1.occurrence, $1.roomID)
        }
        orphansByName = [:]
    }

    /// The time that the run kept; the wall clock where it had not begun, or where the host was booted since.
    ///
    /// - Parameter boot: of this process, nil where it does not know.
    package func clock(onBoot boot: String?) -> RunClock {
        guard hasBegun, let start = header?.run.start, let keptTime, keptTime.boot == boot else { return RunClock() }
        return RunClock(start: start, uptime: keptTime.uptimeAtStart, off: keptTime.off)
    }

    /// Whether anything of the run can still be sent at `now`: it is held, its last due time and lateness bound lie ahead, or
    /// it has left what is never too late.
    package func canBePlayed(from start: Instant, at now: Instant) -> Bool {
        guard end == nil, !isCancelled else { return false }
        if hold != nil || timeline.messages.contains(where: isHold) { return true }
        guard let last = timeline.end else { return true }
        return now <= start + last + shift || hasTimelessLeft(from: start)
    }

    /// Whether something with `late: send` has not ended.
    private func hasTimelessLeft(from start: Instant) -> Bool {
        var expander = MessageExpander(timeline, start: start)
        return timeline.messages.enumerated().contains { number, message in
            guard message.policy.late == .send, !skipped.contains(message.id), let count = message.schedule.count else {
                return false
            }
            return timeline.rooms(of: message).enumerated().contains { position, room in
                ledger.ended(message: number, position: position, isRepeated: message.schedule.isRepeated)
                    .gaps(in: 1...count).joined().contains { occurrence in
                        (try? expander.isWanted(message, occurrence: occurrence, room: room)) ?? true
                    }
            }
        }
    }

    /// Whether the show comes to a point at which it waits for an operator.
    private func isHold(_ message: Message) -> Bool {
        guard message.holds, !holdsPassed.contains(message.id), let number = index.message(message.id) else {
            return false
        }
        return timeline.rooms(of: message).indices.contains { position in
            !ledger.contains(
                message: number, position: position, isRepeated: message.schedule.isRepeated, occurrence: 1)
        }
    }

    private func key(of messageID: String, occurrence: Int, roomID: String) -> DeliveryKey? {
        guard let message = index.message(messageID), let position = index.position(of: roomID, in: message),
            timeline.messages[message].schedule.contains(occurrence: occurrence)
        else { return nil }
        return DeliveryKey(
            run: 0, message: Int32(message), position: Int32(position), generation: 0, occurrence: occurrence)
    }
}

extension AttemptRecord {
    /// The name of the delivery, whichever part of it this is.
    fileprivate var wholeDelivery: String {
        DeliveryName.text(messageID, occurrence: occurrence, part: nil, roomID: roomID)
    }
}

extension ResultRecord {
    /// Whether the attempt may have been shown though its delivery goes on. What was held for the network never left.
    fileprivate var mayHaveBeenShown: Bool { outcome == .retrying && code == nil }

    /// The name of the delivery, whichever part of it this is.
    fileprivate var wholeDelivery: String {
        DeliveryName.text(messageID, occurrence: occurrence, part: nil, roomID: roomID)
    }
}

extension RunRecovery.OpenDelivery {
    fileprivate func extended(by held: Interval) -> Self {
        var extended = self
        extended.partBegan = partBegan.map { $0 + held }
        extended.held += held
        return extended
    }

    fileprivate mutating func take(_ part: Part?) {
        self.part = Int16(clamping: part?.number ?? 1)
        parts = Int16(clamping: part?.count ?? 1)
    }
}
