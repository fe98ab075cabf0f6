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

        /// The parts of its text that have not ended.
        var partNumbers: ClosedRange<Int16> { part...max(part, parts) }
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
        var delivery: OpenDelivery
    }

    let timeline: Timeline
    /// Known when the log is read, as what follows is.
    private(set) var ledger: Ledger
    private(set) var formerLedger = FormerLedger()
    private(set) var open: [DeliveryKey: OpenDelivery] = [:]
    private(set) var orphans: [Orphan] = []
    /// By how much the numbers of occurrences are ahead of the schedule's, see ``TimelineVersion/leads``.
    private(set) var leads: [Int: Int] = [:]
    private(set) var shift = Interval.zero
    private(set) var hold: Hold?
    private var leftHold: LeftHold?
    private(set) var holdsPassed: Set<String> = []
    package var heldSince: Instant? { hold?.since }
    private(set) var skipped: Set<String> = []
    private(set) var isCancelled = false
    /// Whether the run kept its own time: something of it was due, or an operator held it before that.
    package private(set) var hasBegun = false
    private var keptTime: KeptTime?
    /// What was due by then and has no record may have been shown: a part of the log was lost.
    private(set) var salvagedUntil: Instant?
    /// The timeline is another than the one that was played last: what was due by `past` and has no record is missed.
    private(set) var change: (sha256: String, past: Interval)?
    /// Of the first process that played the run.
    package private(set) var header: RunHeader?
    /// How the run ended, if it did.
    package private(set) var end: EndRecord?

    package var tally: Tally { book.tally }

    /// Deliveries that have ended.
    package var finished: Int { tally.total }

    /// What the records add up to, whatever the timeline.
    package private(set) var book = RunBook()

    private let index: TimelineIndex
    private let firstOffset: Interval
    private var openByName: [RunBook.Key: OpenDelivery] = [:]
    /// The leads by ids that the last reload said.
    private var leadsByID: [String: Int] = [:]
    /// Of all that was read for the timeline that was played last.
    private var sha256 = ""
    /// Of the last record.
    private var lastTime: Instant?
    /// The last occurrence of each message in each room that was attempted, and its offset.
    private var lastOffsets: [Int: (occurrence: Int, offset: Interval)] = [:]

    package init(_ timeline: Timeline) {
        self.timeline = timeline
        ledger = Ledger(timeline)
        index = TimelineIndex(timeline)
        firstOffset = min(timeline.firstOffset, .zero)
    }

    /// Takes in one line of the log, in their order.
    package mutating func take(_ record: Record) {
        let entry = book.entry(taking: record)
        if record.isOfTheShow { lastTime = max(lastTime ?? record.time, record.time) }
        switch record {
        case .run(let header): take(header)
        case .attempt(let attempt): if let entry { take(attempt, entry) }
        case .result(let result): if let entry { take(result, entry) }
        case .control(let control): take(control.action, time: control.time)
        case .end(let end): self.end = end
        }
        if hold != nil || header.map({ record.time >= $0.run.start + shift + firstOffset }) ?? false { hasBegun = true }
    }

    private mutating func take(_ header: RunHeader) {
        // A process that goes on with another timeline says so with a reload.
        if self.header == nil { sha256 = header.sha256 }
        self.header = self.header ?? header
        keptTime = KeptTime(header, after: keptTime)
    }

    private mutating func take(_ attempt: AttemptRecord, _ entry: Int) {
        let key = RunBook.Key(entry: entry, occurrence: attempt.occurrence)
        if openByName[key] == nil, let start = header?.run.start {
            lastOffsets[entry] = (attempt.occurrence, attempt.due - start - shift)
        }
        var delivery = openByName[key] ?? OpenDelivery(attempts: 0, isAnswered: false, due: attempt.due)
        delivery.attempts = attempt.number - 1
        delivery.isAnswered = false
        delivery.isUntried = false
        delivery.take(attempt.part)
        openByName[key] = delivery
    }

    private mutating func take(_ result: ResultRecord, _ entry: Int) {
        let key = RunBook.Key(entry: entry, occurrence: result.occurrence)
        guard result.outcome.isFinal else {
            takeUnfinished(result, key)
            return
        }
        guard let part = result.part, part.number < part.count else {
            openByName[key] = nil
            return
        }
        var next = OpenDelivery(attempts: 0, isAnswered: true, due: result.due)
        next.take(Part(part.number + 1, of: part.count))
        next.isUntried = true
        next.partBegan = result.time
        next.held = openByName[key]?.held ?? .zero
        next.isRefused =
            part.number == 1 && result.outcome == .rejected
            || result.reason == Scheduler.partRefused
        openByName[key] = next
    }

    /// Takes in a result that did not end its delivery.
    private mutating func takeUnfinished(_ result: ResultRecord, _ key: RunBook.Key) {
        var delivery = openByName[key] ?? OpenDelivery(attempts: 0, isAnswered: true, due: result.due)
        delivery.attempts = result.outcome == .retrying ? result.attempt : max(result.attempt - 1, 0)
        delivery.isAnswered = true
        delivery.isUntried = false
        delivery.take(result.part)
        delivery.due = result.due
        delivery.outcome = result.outcome
        delivery.code = result.code
        delivery.reason = result.reason
        if result.mayHaveBeenShown { delivery.mayHaveBeenShown = true }
        openByName[key] = delivery
    }

    private mutating func take(_ action: ControlRecord.Action, time: Instant) {
        switch action {
        case .hold:
            leftHold = nil
            if hold == nil { hold = .byOperator(since: time) } else { hold?.isOperators = true }
        case .holdBefore(let message, let due):
            leftHold = nil
            hold = .byTimeline(before: message, since: due)
        case .go(let held, let total):
            // Only an operator's hold stops what has begun.
            if hold?.isOperators == true { openByName = openByName.mapValues { $0.extended(by: held) } }
            if let message = hold?.message { holdsPassed.insert(message) }
            hold = nil
            leftHold = nil
            shift = total
        case .shift(let by, let total):
            shift = total
            hold?.shift += by
            if leftHold?.moved == nil { leftHold?.moved = time }
        case .skip(let message): skipped.insert(message)
        case .cancel: isCancelled = true
        case .reload(let reload): take(reload)
        case .salvaged(_, let to): salvagedUntil = salvagedUntil.map { max($0, to) } ?? to
        case .clockStep(_, let off, let uptime):
            keptTime?.off = off
            keptTime?.uptimeAtStart = uptime
        // Its attempts stand behind all shifts.
        case .logRestored: lastOffsets = [:]
        case .shutdown, .reloadRefused, .accountHold, .accountOK, .networkHold, .networkOK: break
        }
    }

    private mutating func take(_ reload: ReloadRecord) {
        if let hold, hold.message != nil {
            leftHold = LeftHold(hold: hold)
            self.hold = nil
        }
        if !reload.sha256.isEmpty { sha256 = reload.sha256 }
        leadsByID = reload.leads
        if let message = leftHold?.hold.message, let renamed = reload.renamed[message] {
            leftHold?.hold.message = renamed
        }
        for (before, now) in reload.renamed {
            if skipped.contains(before) { skipped.insert(now) }
            if holdsPassed.contains(before) { holdsPassed.insert(now) }
        }
        let moved = book.moved(by: reload.renamed)
        guard !moved.isEmpty else { return }
        openByName = Dictionary(
            openByName.map { key, delivery in
                (RunBook.Key(entry: moved[key.entry] ?? key.entry, occurrence: key.occurrence), delivery)
            }
        ) { _, last in last }
    }

    /// To be called when the log is read.
    ///
    /// - Parameter sha256: of all that was read for the timeline: another one than was played last is a reload at the time of
    ///   the last record. Nil where it is the same.
    package mutating func finish(sha256: String? = nil) {
        for (id, lead) in leadsByID { leads[index.message(id) ?? -1] = lead }
        leads[-1] = nil
        if let leftHold {
            let comesAgain = leftHold.hold.message.flatMap(index.message).map { timeline.messages[$0].holds } ?? false
            hold = leftHold.kept(comesAgain: comesAgain)
        }
        takeEnded()
        if let sha256, !self.sha256.isEmpty, sha256 != self.sha256 { takeChange(sha256) }
        for (key, delivery) in openByName {
            let entry = book.entries[key.entry]
            if let key = self.key(of: entry.name, occurrence: key.occurrence) {
                open[key] = delivery
            } else {
                orphans.append(
                    Orphan(
                        messageID: entry.name.message, occurrence: key.occurrence, roomID: entry.name.room,
                        category: entry.category, delivery: delivery))
            }
        }
        openByName = [:]
        orphans.sort {
            ($0.delivery.due, $0.messageID, $0.occurrence, $0.roomID)
                < ($1.delivery.due, $1.messageID, $1.occurrence, $1.roomID)
        }
    }

    private mutating func takeEnded() {
        if !leads.isEmpty { ledger = Ledger(timeline, leads: leads) }
        for entry in book.entries {
            let place = place(of: entry.name)
            for occurrences in entry.ended.map(\.occurrences) + entry.inherited.ranges {
                if let (message, position) = place,
                    ledger.insert(
                        occurrences, message: message, position: position, planned: numbers(ofMessage: message))
                {
                    continue
                }
                formerLedger.insert(message: entry.name.message, room: entry.name.room, occurrences: occurrences)
            }
        }
    }

    /// The timeline was changed while nobody played it. What it was before is known from its attempts alone.
    private mutating func takeChange(_ sha256: String) {
        guard let header, let lastTime else { return }
        let clock = hold.map { min($0.begin, lastTime) } ?? lastTime
        // The message that the show stands before is still to come.
        let past = clock - header.run.start - shift - (hold?.message == nil ? .zero : Interval(nanoseconds: 1))
        change = (sha256, past)
        var used: [Int: Int] = [:]
        var isRescheduled: Set<Int> = []
        for (number, entry) in book.entries.enumerated() {
            guard let message = index.message(entry.name.message), timeline.messages[message].schedule.isRepeated
            else { continue }
            let schedule = timeline.messages[message].schedule
            let ended = max(entry.ended.last?.occurrences.upperBound ?? 0, entry.inherited.last ?? 0)
            used[message] = max(used[message] ?? 0, ended, lastOffsets[number]?.occurrence ?? 0)
            guard let (occurrence, offset) = lastOffsets[number] else { continue }
            let scheduled = schedule.offset(ofOccurrence: occurrence - (leads[message] ?? 0))
            if scheduled.milliseconds != offset.milliseconds { isRescheduled.insert(message) }
        }
        for message in isRescheduled {
            let schedule = timeline.messages[message].schedule
            let first = schedule.firstOccurrence(from: past + Interval(nanoseconds: 1))
            leads[message] = Numbering.lead(of: schedule, beyond: used[message] ?? 0, fromOccurrence: first)
        }
        guard !isRescheduled.isEmpty else { return }
        leads = leads.filter { $0.value != 0 }
        formerLedger = FormerLedger()
        ledger = Ledger(timeline, leads: leads)
        takeEnded()
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
            let lead = leads[number] ?? 0
            return timeline.rooms(of: message).enumerated().contains { position, room in
                ledger.ended(message: number, position: position).gaps(in: lead + 1...lead + count).joined()
                    .contains { occurrence in
                        (try? expander.isWanted(message, occurrence: occurrence - lead, room: room)) ?? true
                    }
            }
        }
    }

    /// Whether the show comes to a point at which it waits for an operator.
    private func isHold(_ message: Message) -> Bool {
        guard message.holds, !holdsPassed.contains(message.id), let number = index.message(message.id) else {
            return false
        }
        let first = numbers(ofMessage: number).lowerBound
        return timeline.rooms(of: message).indices.contains { position in
            !ledger.contains(message: number, position: position, occurrence: first)
        }
    }

    private func numbers(ofMessage message: Int) -> ClosedRange<Int> {
        TimelineVersion(timeline: timeline, leads: leads).numbers(ofMessage: message)
    }

    private func place(of name: RunBook.Name) -> (message: Int, position: Int)? {
        guard let message = index.message(name.message), let position = index.position(of: name.room, in: message)
        else { return nil }
        return (message, position)
    }

    private func key(of name: RunBook.Name, occurrence: Int) -> DeliveryKey? {
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

extension ResultRecord {
    /// Whether the attempt may have been shown though its delivery goes on. What was held for the network never left.
    fileprivate var mayHaveBeenShown: Bool { outcome == .retrying && code == nil }
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
