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
        /// 0 where it is whole.
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
    /// So long a delivery whose turn has come may wait for its claim beyond its lateness bound.
    let claimWait: Interval
    private(set) var timeline: Timeline
    /// What was written last, until a reload takes it.
    private var edited: Timeline
    private var expander: MessageExpander
    private(set) var isReloaded = false
    private var messages: [String: Message] = [:]
    /// Messages that were in the script at any time. What they may do does not change, only when and where and what they say.
    private var everSeen: [String: Message] = [:]

    private(set) var clock = NightClock()
    private(set) var shift = Interval.zero
    private(set) var isHeld = false
    /// The message that the script holds the show before, and when it is due.
    private(set) var heldBefore: (message: String, due: Instant)?
    /// Whether only an operator lets the script go on there.
    private var needsGo = false
    /// The values that operators gave.
    private(set) var inputs: [String: String] = [:]
    /// Those that a text has left with: they stay what they are.
    private var usedInputs: Set<String> = []
    private var holdsPassed: Set<String> = []
    var skips: Set<CueSelector> = []
    /// What an operator sent, ahead of its time or once more.
    var fired: Set<Key> = []
    /// How each delivery ended, the parts of its text where it was split.
    var endings: [Key: [Outcome]] = [:]
    /// Parts that an operator sent again without knowing whether they were shown.
    var sentBlindly: Set<PartKey> = []
    /// What an operator sent once more, in the life of any process.
    var sentAgain: Set<Key> = []
    private(set) var isCancelled = false
    /// By an operator or a shutdown; the next process goes on.
    private(set) var isStopped = false
    var isEnded = false

    /// What left although it was not claimed, because the disk did not answer: a power loss may make it leave again.
    var unclaimed: Set<Key> = []

    /// To be called when a process has gone on with the run.
    mutating func wentOn() { lastTime = nil }

    /// How often each delivery was shown.
    var shown: [PartKey: Int] = [:]
    /// The last part of each delivery that has ended, and when, holds since then counted in.
    var endedParts: [Key: (part: Int, time: Instant)] = [:]
    /// The due time that the first attempt of each delivery had.
    var firstDue: [Key: Instant] = [:]
    var ended: Set<Key> = []
    /// How long the show was held since the first attempt of each delivery.
    var heldSince: [Key: Interval] = [:]
    /// Split deliveries whose first part was refused.
    var refused: Set<Key> = []
    /// When the last attempt at each delivery came back.
    private var returned: [Key: Instant] = [:]
    /// What was too late before is recorded now: the plan was moved, a process began.
    private var judgedFrom = Instant(nanoseconds: .min)

    /// What a reload meant.
    struct Reload {
        /// What was due by this offset lay behind.
        var past: Interval
        /// What of it may go out all the same.
        var waiting: Set<Key>
        var leads: [String: Int]
    }

    /// Those that the log has.
    private var reloads: [Reload] = []
    /// By how much the numbers of occurrences are ahead of the schedule's.
    private var leads: [String: Int] { reloads.last?.leads ?? [:] }
    /// When an operator held the show.
    private var operatorHeldAt: Instant?
    /// By how much the show was moved while the script held it.
    private var heldShift = Interval.zero
    /// The last record of the process before this one, until this one has gone on.
    private var lastTime: Instant?
    /// The keys that deliveries have after they were renamed on their way.
    private var aliases: [Key: Key] = [:]
    /// What had another key when it was begun.
    private var begunAs: [Key: [Key]] = [:]

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

    /// The script is another from the next reload on.
    mutating func edit(_ timeline: Timeline) { edited = timeline }

    /// A process goes on with the script as it is now.
    ///
    /// - Parameter version: of the script; the first is 0.
    /// - Returns: what is wrong with what the log says.
    mutating func goOn(
        with timeline: Timeline, version: Int, from log: MemoryLog, claims: ClaimRecord?, boot: String, at now: Moment
    ) -> String? {
        edited = timeline
        play(edited, isReloaded: version > 0)
        let problem = recover(from: log, boot: boot, at: now)
        // What else had left by then, nobody knows.
        if let claims, !claims.deliveries.isEmpty { lastTime = lastTime.map { max($0, claims.time + "2s") } }
        return problem
    }

    private mutating func play(_ timeline: Timeline, isReloaded: Bool) {
        self.timeline = timeline
        expander = MessageExpander(timeline, start: id.start)
        expander.give(inputs)
        self.isReloaded = self.isReloaded || isReloaded
        read()
    }

    // MARK: Reloads

    private mutating func note(_ reload: ReloadRecord, at time: Instant) {
        // Where the show's clock stands, it stood then.
        let stands = heldBefore.map { $0.due - max(.zero, heldShift) } ?? (isHeld ? operatorHeldAt : nil)
        let time = lastTime ?? time
        var past = min(time, stands ?? time) - id.start - shift
        // What the script holds the show before is still to come.
        if heldBefore != nil { past = past - Interval(nanoseconds: 1) }
        let waiting = lastTime == nil ? waiting(until: past) : []
        reloads.append(
            Reload(past: past, waiting: Set(waiting.map { $0.renamed(reload.renamed) }), leads: reload.leads))
        rename(reload.renamed, isLive: true)
        if lastTime == nil { play(edited, isReloaded: true) }
        heldBefore = nil
    }

    /// What was due by an offset and has not ended.
    private func waiting(until past: Interval) -> [Key] {
        var waiting: [Key] = []
        var expander = expander
        for message in timeline.messages {
            let last = min(
                message.schedule.firstOccurrence(from: past + Interval(nanoseconds: 1)) - 1,
                message.schedule.lastOccurrence)
            guard last >= 1 else { continue }
            for room in timeline.rooms(of: message) {
                for occurrence in 1...last {
                    let key = Key(
                        message: message.id, occurrence: occurrence + leads[message.id, default: 0],
                        room: timeline.rooms[room].id)
                    if ended.contains(key) || isLeftBehind(key, message, occurrence) { continue }
                    guard (try? expander.isWanted(message, occurrence: occurrence, room: room)) ?? true else {
                        continue
                    }
                    waiting.append(key)
                }
            }
        }
        return waiting
    }

    /// Whether it lay behind a reload at which it did not wait.
    private func isLeftBehind(_ key: Key, _ message: Message, _ occurrence: Int) -> Bool {
        guard firstDue[key] == nil, let reload = reloads.last else { return false }
        return message.schedule.offset(ofOccurrence: occurrence) <= reload.past && !reload.waiting.contains(key)
    }

    private mutating func rename(_ renamed: [String: String], isLive: Bool) {
        guard !renamed.isEmpty else { return }
        for cue in skips {
            if let now = renamed[cue.message] {
                skips.insert(CueSelector(now, occurrence: cue.occurrence, room: cue.room))
            }
        }
        for (message, now) in renamed {
            if holdsPassed.contains(message) { holdsPassed.insert(now) }
        }
        for (key, due) in firstDue where renamed[key.message] != nil {
            let other = key.renamed(renamed)
            firstDue[other] = due
            heldSince[other] = heldSince[key]
            if fired.contains(key) { fired.insert(other) }
            endedParts[other] = endedParts[key]
            if refused.contains(key) { refused.insert(other) }
            if isLive { aliases[key] = other }
            if !ended.contains(key) { begunAs[other, default: []] += [key] + begunAs[key, default: []] }
        }
        for key in ended where renamed[key.message] != nil { ended.insert(key.renamed(renamed)) }
    }

    private mutating func read() {
        messages = Dictionary(uniqueKeysWithValues: timeline.messages.map { ($0.id, $0) })
        everSeen.merge(messages) { $1 }
    }

    // MARK: Time

    /// When it begins to keep its own time.
    private var begin: Instant { id.start + shift + min(timeline.firstOffset, .zero) }

    func time(at now: Moment) -> Instant { clock.time(at: now) }

    /// To be called before anything happens to the run.
    mutating func look(at now: Moment) {
        if !isStopped, !isEnded, now.wall >= begin { clock.begin(at: now) }
    }

    /// An operator's hold is measured by the run's own time, and what an operator sends is due by it.
    mutating func beganTime(at now: Moment) { clock.begin(at: now) }

    /// A small step is followed. What waits for a retry comes back within six seconds, whatever the time is by then.
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
        let isLate = time - result.due > message.policy.maxLate
        return isLate ? nil : "\(result.delivery) was missed and not late"
    }

    // MARK: Records

    /// After a crash the log says what was commanded and attempted; what did not get into it was not.
    private mutating func recover(from log: MemoryLog, boot: String, at now: Moment) -> String? {
        returned = [:]
        var hasBegun = false
        shift = .zero
        isHeld = false
        heldBefore = nil
        holdsPassed = []
        inputs = [:]
        usedInputs = []
        endedParts = [:]
        skips = []
        fired = []
        endings = [:]
        isCancelled = false
        isStopped = false
        firstDue = [:]
        ended = []
        begunAs = [:]
        heldSince = [:]
        refused = []
        operatorHeldAt = nil
        heldShift = .zero
        var reloadCount = 0
        let records = log.records
        lastTime = records.filter { !$0.isRestoration }.map(\.time).max()
        for record in records {
            switch record {
            case .control(let control):
                if case .reload(let reload) = control.action {
                    reloadCount += 1
                    rename(reload.renamed, isLive: false)
                    heldBefore = nil
                } else if control.action != ControlRecord.Action.shutdown {
                    _ = note(control)
                }
            case .attempt(let attempt):
                let key = Key(attempt)
                firstDue[key] = firstDue[key] ?? attempt.due
                usedInputs.formUnion(attempt.inputs)
            case .result(let result):
                guard result.outcome.isFinal else { continue }
                for occurrence in result.occurrences {
                    let key = Key(message: result.messageID, occurrence: occurrence, room: result.roomID)
                    markEnded(key)
                    noteEnd(of: key, result)
                    // A log that was written again has the attempts of ended parts no more, but when they were due.
                    if result.part != nil { firstDue[key] = firstDue[key] ?? result.due }
                }
            case .run, .end: break
            }
            if isHeld || heldBefore != nil || !fired.isEmpty || record.time >= begin { hasBegun = true }
        }
        // A restored log has its results behind all reloads.
        if records.contains(where: \.isRestoration) {
            for case .control(let control) in records {
                if case .reload(let reload) = control.action { rename(reload.renamed, isLive: false) }
            }
        }
        reloads.removeLast(reloads.count - reloadCount)
        expander.give(inputs)
        let problem = clock.recover(from: log.records, boot: boot, hasBegun: hasBegun, at: now)
        judgedFrom = time(at: now)
        return problem
    }

    /// Returns what is wrong with it.
    mutating func note(_ control: ControlRecord) -> String? {
        switch control.action {
        case .hold, .holdBefore, .go, .shift, .skip, .unskip, .fire, .again, .set, .unset, .reload, .cancel, .shutdown:
            judgedFrom = control.time
        case .reloadRefused, .accountHold, .accountOK, .networkHold, .networkOK, .clockStep, .salvaged, .logRestored:
            break
        }
        switch control.action {
        case .hold:
            isHeld = true
            operatorHeldAt = control.time
        case .holdBefore(let message, let due, let inputs, let needsGo):
            defer {
                heldBefore = (message, due)
                heldShift = .zero
                self.needsGo = needsGo
            }
            if isHeld || heldBefore != nil { return "holds before \(message) although it is held" }
            if inputs != (needsGo && !isForAnybody(message) ? [] : missingInputs(of: message)) {
                return "holds before \(message) for \(inputs)"
            }
            if !needsGo { return inputs.isEmpty ? "holds before \(message) for nothing" : nil }
            guard messages[message]?.holds == true else { return "holds before \(message), which says nothing of it" }
            if holdsPassed.contains(message) { return "holds before \(message) again" }
        case .go(let held, let total):
            // What an operator sends waits for no hold.
            if isHeld {
                for (key, ended) in endedParts where !fired.contains(key) {
                    endedParts[key] = (ended.part, ended.time + held)
                }
                for key in firstDue.keys where !fired.contains(key) { heldSince[key, default: .zero] += held }
            }
            isHeld = false
            if let heldBefore, needsGo { holdsPassed.insert(heldBefore.message) }
            heldBefore = nil
            operatorHeldAt = nil
            shift += held
            if total != shift { return "is moved by \(total.inSeconds) s in all, not by \(shift.inSeconds)" }
        case .shift(let by, let total):
            shift += by
            heldShift += by
            if let (message, due) = heldBefore { heldBefore = (message, due + by) }
            if total != shift { return "is moved by \(total.inSeconds) s in all, not by \(shift.inSeconds)" }
        case .skip(let cue): skips.insert(cue)
        case .unskip(let cue, let first): bringBack(cue, from: first)
        case .fire(let firing): return fire(firing, at: control.time)
        case .again(let firing): return sendAgain(firing, at: control.time)
        case .set(let name, let value): return set(name, to: value)
        case .unset(let name, _):
            inputs[name] = nil
            usedInputs.remove(name)
            expander.give(inputs)
        case .logRestored(_, let inputs): usedInputs.formUnion(inputs)
        case .cancel: isCancelled = true
        case .shutdown: isStopped = true
        // The show comes to the point again at which the script held it.
        case .reload(let reload): note(reload, at: control.time)
        case .reloadRefused, .accountHold, .accountOK, .networkHold, .networkOK, .clockStep, .salvaged: break
        }
        return nil
    }

    // MARK: Inputs

    private mutating func set(_ name: String, to value: String) -> String? {
        let problem: String? =
            if let input = edited.input(named: name) ?? timeline.input(named: name) {
                usedInputs.contains(name) && (inputs[name] ?? timeline.input(named: name)?.usual) != nil
                    ? "changes \(name), which was used" : value.utf8.count > max(input.max, 0) ? "is too long" : nil
            } else {
                "gives \(name), which the script has not"
            }
        inputs[name] = value
        expander.give(inputs)
        return problem
    }

    /// What an attempt needs and has no value.
    private func missingInputs(of message: String) -> [String] {
        guard let message = messages[message] else { return [] }
        return message.inputs.map { timeline.inputs[$0] }.filter { $0.usual == nil && inputs[$0.name] == nil }
            .map(\.name)
    }

    /// Whether somebody is to get the first occurrence of a message, or may be: nothing is asked for what nobody gets.
    private func isForAnybody(_ id: String) -> Bool {
        guard let message = messages[id] else { return false }
        var expander = expander
        return timeline.rooms(of: message).contains { room in
            let key = Key(message: id, occurrence: 1 + leads[id, default: 0], room: timeline.rooms[room].id)
            if ended.contains(key) || firstDue[key] != nil || isSkipped(key) { return false }
            return message.isWantedByInput
                || (try? expander.isWanted(message, occurrence: 1, room: room)) ?? true
        }
    }

    private mutating func inputProblem(of attempt: AttemptRecord, _ message: Message) -> String? {
        if let name = missingInputs(of: message.id).first { return "leaves without \(name)" }
        let names = message.inputs.map { timeline.inputs[$0].name }
        usedInputs.formUnion(names)
        return attempt.inputs == names ? nil : "says that it has \(attempt.inputs), not \(names)"
    }

    /// No value that was given makes a text that cannot be sent.
    private func problem(ofInvalid result: ResultRecord) -> String? {
        guard let message = messages[result.messageID], !message.inputs.isEmpty,
            let room = timeline.rooms(of: message).first(where: { timeline.rooms[$0].id == result.roomID })
        else { return nil }
        let occurrence = result.occurrence - leads[message.id, default: 0]
        var longest = MessageExpander(timeline, start: id.start)
        do {
            guard try longest.isWanted(message, occurrence: occurrence, room: room) else { return nil }
            try longest.check(message, occurrence: occurrence, room: room, due: result.due)
        } catch {
            return nil
        }
        // What had been begun when a reload made it need an input.
        if isReloaded, result.reason?.hasSuffix("has no value") == true { return nil }
        return "cannot be sent with \(inputs): \(result.reason ?? "")"
    }

    /// Whether it would take hours to play.
    var isLong: Bool { timeline.messages.contains { $0.schedule.count.map { $0 > 100 } ?? true } }

    /// A system message that is due at `now`, was never attempted and has not ended, if there is one.
    ///
    /// - Parameter claimed: what need not wait for its claim; nil where nothing does.
    func waitingSystemMessage(at now: Instant, claimed: Set<ClaimedDelivery>? = nil) -> Key? {
        guard !isHeld, !isCancelled, !isStopped, !isEnded else { return nil }
        for message in timeline.messages where message.category == .system {
            let schedule = message.schedule
            let since = now - (id.start + schedule.first + shift)
            guard since >= .zero else { continue }
            var last = schedule.isRepeated ? Int(since.nanoseconds / schedule.every.nanoseconds) + 1 : 1
            last = min(last, schedule.count ?? last)
            // The newest ones will do.
            for occurrence in max(1, last - 2)...last {
                let due = id.start + schedule.offset(ofOccurrence: occurrence) + shift
                guard now - due <= message.policy.maxLate, due < heldBefore?.due ?? Instant(nanoseconds: .max) else {
                    continue
                }
                for room in timeline.rooms(of: message) {
                    let key = Key(
                        message: message.id, occurrence: occurrence + leads[message.id, default: 0],
                        room: timeline.rooms[room].id)
                    if isSkipped(key) || !missingInputs(of: message.id).isEmpty { continue }
                    let delivery = ClaimedDelivery(
                        messageID: key.message, occurrence: key.occurrence, roomID: key.room)
                    if claimed?.contains(delivery) == false { continue }
                    var expander = expander
                    let isWanted = try? expander.isWanted(message, occurrence: occurrence, room: room)
                    if firstDue[key] == nil, !ended.contains(key), isWanted ?? true { return key }
                }
            }
        }
        return nil
    }

    /// Returns what is wrong with it.
    mutating func note(_ result: ResultRecord) -> String? {
        let key = Key(message: result.messageID, occurrence: result.occurrences.lowerBound, room: result.roomID)
        let problem = lateness(of: result, key) ?? (result.outcome == .invalid ? problem(ofInvalid: result) : nil)
        guard result.outcome.isFinal else {
            returned[key] = result.time
            return problem
        }
        for occurrence in result.occurrences {
            let key = Key(message: result.messageID, occurrence: occurrence, room: result.roomID)
            markEnded(key)
            noteEnd(of: key, result)
        }
        return problem
    }

    /// Whatever has a key later under which it was begun is not sent either.
    private mutating func markEnded(_ key: Key) {
        ended.insert(key)
        ended.formUnion(begunAs[key] ?? [])
    }

    /// A miss is recorded when it becomes one. A busy host may wake five milliseconds late.
    private func lateness(of result: ResultRecord, _ key: Key) -> String? {
        // The parts that are left of a text are missed with the first of them.
        guard [.missed, .failed].contains(result.outcome), result.took == nil, endedParts[key]?.time != result.time,
            !["before the start", "ended", "reload"].contains(result.reason),
            let policy = everSeen[key.message]?.policy
        else { return nil }
        var deadline = deadline(key, due: firstDue[key] ?? result.due, part: result.part, policy)
        var patience = claimWait
        if result.reason == "superseded" {
            guard heldBefore == nil, let newer = newerDue(key) else { return nil }
            deadline = newer + policy.maxLate
            patience = .zero
        }
        let expected = max(deadline, judgedFrom, returned[key] ?? deadline)
        // Records have whole milliseconds.
        if deadline - result.time > "1ms" { return "is missed before it is too late" }
        return result.time - expected > patience + "10ms"
            ? "is missed \((result.time - expected).inSeconds) s after it was" : nil
    }

    /// When the next occurrence after one is due that its room is to have.
    private func newerDue(_ key: Key) -> Instant? {
        guard let message = messages[key.message],
            let room = timeline.rooms(of: message).first(where: { timeline.rooms[$0].id == key.room })
        else { return nil }
        var expander = expander
        var next = key.occurrence - leads[message.id, default: 0] + 1
        while message.schedule.contains(occurrence: next) {
            if (try? expander.isWanted(message, occurrence: next, room: room)) ?? true {
                return id.start + message.schedule.offset(ofOccurrence: next) + shift
            }
            next += 1
        }
        return nil
    }

    private func deadline(_ key: Key, due: Instant, part: Part?, _ policy: DeliveryPolicy) -> Instant {
        let deadline = due + policy.maxLate + heldSince[key, default: .zero]
        guard part != nil, let ended = endedParts[key] else { return deadline }
        return max(deadline, ended.time + max(policy.maxLate, "10s"))
    }

    /// After this an attempt is too late; nil where it never is. Of what was begun before, only the engine knows to the
    /// millisecond what a hold gave it.
    func deadline(of attempt: AttemptRecord) -> Instant? {
        guard attempt.number == 1, attempt.part?.number ?? 1 == 1, let policy = messages[attempt.messageID]?.policy,
            policy.late == .skip, heldSince[Key(attempt)] == nil
        else { return nil }
        return attempt.due + policy.maxLate
    }

    /// What is wrong with an attempt that leaves.
    mutating func problem(of attempt: AttemptRecord, at now: Instant) -> String? {
        let key = Key(attempt)
        guard let message = messages[key.message] else { return "is not in the script" }
        let occurrence = key.occurrence - leads[message.id, default: 0]
        guard message.schedule.contains(occurrence: occurrence) else { return "is beyond its schedule" }
        if isLeftBehind(key, message, occurrence) { return "was due before a reload at which it did not wait" }
        let rooms = timeline.rooms(of: message)
        guard let room = rooms.first(where: { timeline.rooms[$0].id == key.room }) else { return "has another room" }
        if isEnded { return "leaves after the end of its run" }
        if isHeld, !fired.contains(key) { return "leaves while its run is held" }
        if firstDue[key] == nil, message.holds, occurrence == 1, !holdsPassed.contains(message.id) {
            return "leaves although the show was to hold before it"
        }
        if let heldBefore, firstDue[key] == nil, attempt.due > heldBefore.due { return "leaves behind a hold" }
        if firstDue[key] == nil, (try? expander.isWanted(message, occurrence: occurrence, room: room)) != true {
            return "leaves although nobody wants it"
        }
        if let problem = inputProblem(of: attempt, message) { return problem }
        if refused.contains(key) { return "leaves although its first part was refused" }
        let latest = deadline(key, due: firstDue[key] ?? attempt.due, part: attempt.part, message.policy)
        if let part = attempt.part {
            let ended = endedParts[key]
            if ended?.part ?? 0 != part.number - 1 { return "leaves when \(ended?.part ?? 0) parts have ended" }
        }
        if isStopped { return "leaves although its run was stopped" }
        if isCancelled { return "leaves although its run was cancelled" }
        if isSkipped(key) { return "leaves although it was skipped" }
        let offset = message.schedule.offset(ofOccurrence: occurrence)
        // What waited and was moved there by a reload goes out all the same.
        if skipsBeforeStart, offset < .zero, firstDue[key] == nil, !(reloads.last?.waiting.contains(key) ?? false) {
            return "leaves although it lies before a start that was now"
        }
        let due = firstDue[key] ?? id.start + offset + shift
        if attempt.due != due { return "is due at \(attempt.due), not at \(due)" }
        firstDue[key] = due
        if message.policy.late == .skip, now > latest + claimWait { return "leaves too late" }
        if message.policy.late == .send, attempt.number == 1, attempt.part?.number ?? 1 == 1, !fired.contains(key) {
            var next = occurrence + 1
            while message.schedule.contains(occurrence: next) {
                let nextDue = id.start + message.schedule.offset(ofOccurrence: next) + shift
                // What lies behind a hold is not late.
                guard now - nextDue > message.policy.maxLate, heldBefore.map({ nextDue < $0.due }) ?? true else {
                    break
                }
                if (try? expander.isWanted(message, occurrence: next, room: room)) ?? true {
                    return "leaves although a newer one is late too"
                }
                next += 1
            }
        }
        if attempt.number > 5 { return "is attempt \(attempt.number)" }
        let (content, parts) =
            (try? expander.content(
                of: message, occurrence: occurrence, room: room, due: due, part: attempt.part?.number ?? 1))
            ?? (nil, 0)
        if attempt.part?.count ?? 1 != parts { return "is of \(attempt.part?.count ?? 1) parts, not of \(parts)" }
        if attempt.content != content { return "says \"\(attempt.content)\", not \"\(content ?? "nothing")\"" }
        if attempt.category != message.category { return "has another category" }
        return nil
    }

    /// What is wrong with the log of a run that has ended.
    func problems(of log: MemoryLog) -> [String] {
        var problems: [String] = []
        var finals: [PartKey: Outcome] = [:]
        var attempts: [PartKey: Int] = [:]
        var tally = Tally()
        var ends: [EndRecord] = []
        for record in log.records {
            if !ends.isEmpty { problems.append("something follows the end") }
            switch record {
            case .control(let control):
                for key in reopened(by: control.action, finals) {
                    if let outcome = finals.removeValue(forKey: key) { tally[outcome] -= 1 }
                }
                guard case .reload(let reload) = control.action else { continue }
                for (key, number) in attempts where finals[key] == nil {
                    attempts[PartKey(key.delivery.renamed(reload.renamed), part: key.part)] = number
                }
            case .run: break
            case .attempt(let attempt):
                let key = PartKey(Key(attempt), attempt.part)
                if finals[key] != nil { problems.append("\(key) was attempted after it had ended") }
                attempts[key] = attempt.number
            case .result(let result):
                if result.outcome.isFinal { tally[result.outcome] += result.occurrences.count }
                for occurrence in result.occurrences {
                    let key = PartKey(
                        Key(message: result.messageID, occurrence: occurrence, room: result.roomID), result.part)
                    if finals[key] != nil { problems.append("\(key) has two final results") }
                    if result.outcome.isFinal { finals[key] = result.outcome }
                    let isAttempt = result.attempt > 0 && result.took != nil
                    if isAttempt, attempts[key] != result.attempt {
                        problems.append("\(key) has a result of attempt \(result.attempt) that is not in the log")
                    }
                }
            case .end(let end): ends.append(end)
            }
        }
        guard let end = ends.first else { return problems + ["the log has no end"] }
        if end.tally != tally { problems.append("the end says\(end.tally.line), the results say\(tally.line)") }
        if end.planned != tally.total {
            problems.append("\(end.planned) were planned, \(tally.total) have ended:\(tally.line)")
        }
        for key in attempts.keys where !hasEnded(key, finals) {
            problems.append("\(key) was attempted and never ended")
        }
        problems += log.recovery(for: timeline).book.contradictions
        problems += planProblems(finals)
        problems += shownProblems(finals)
        return problems
    }

    /// Every delivery of the script that anybody wants has a final result, all parts of it, and unless the script was
    /// changed, nothing else has.
    private func planProblems(_ finals: [PartKey: Outcome]) -> [String] {
        var problems: [String] = []
        var planned = 0
        var expander = expander
        let parts = Dictionary(grouping: finals.keys.filter { $0.part > 0 }, by: \.delivery).mapValues(\.count)
        for message in timeline.messages {
            guard let count = message.schedule.count else { return problems }
            for room in timeline.rooms(of: message) {
                for occurrence in 1...count {
                    let key = Key(
                        message: message.id, occurrence: occurrence + leads[message.id, default: 0],
                        room: timeline.rooms[room].id)
                    guard (try? expander.isWanted(message, occurrence: occurrence, room: room)) ?? true else {
                        // What was skipped before anybody gave the input that decides it has ended all the same.
                        if message.isWantedByInput { planned += finals.keys.count { $0.delivery == key } }
                        continue
                    }
                    if finals[PartKey(key, nil)] != nil {
                        planned += 1
                    } else if let parts = parts[key] {
                        planned += parts
                    } else if !ended.contains(key) {
                        // What had ended under another id has no result under this one.
                        problems.append("\(key) never ended")
                    }
                }
            }
        }
        if !isReloaded {
            if finals.count != planned { problems.append("\(finals.count) have ended of \(planned)") }
            for (key, parts) in parts
            where (1...parts).contains(where: { finals[PartKey(key, Part($0, of: parts))] == nil }) {
                problems.append("\(key) has \(parts) parts that have ended, not from the first on")
            }
        }
        return problems
    }

    /// A script that was changed may have made a whole text of one in parts, or the other way round.
    private func hasEnded(_ key: PartKey, _ finals: [PartKey: Outcome]) -> Bool {
        if finals[key] != nil { return true }
        let other = key.part == 0 ? 1 : 0
        // So may one that is due at another time, because an operator sent it once more.
        if isReloaded || sentAgain.contains(key.delivery), finals[PartKey(key.delivery, part: other)] != nil {
            return true
        }
        let renamed = current(key, finals)
        return renamed != key && hasEnded(renamed, finals)
    }

    /// The key under which it has ended, where it was renamed on its way.
    private func current(_ key: PartKey, _ finals: [PartKey: Outcome]) -> PartKey {
        var key = key
        for _ in reloads where finals[key] == nil {
            guard let other = aliases[key.delivery] else { break }
            key.delivery = other
        }
        return key
    }

    /// The book tells the truth, and nothing was shown twice.
    private func shownProblems(_ finals: [PartKey: Outcome]) -> [String] {
        var problems: [String] = []
        let shown = Dictionary(shown.map { (current($0.key, finals), $0.value) }, uniquingKeysWith: +)
        let unclaimed = Set(unclaimed.map { current(PartKey($0, nil), finals).delivery }).union(unclaimed)
        for (key, outcome) in finals where !unclaimed.contains(key.delivery) {
            let count = shown[key] ?? 0
            let isResent = everSeen[key.delivery.message]?.policy.onUnknown == .resend
            switch outcome {
            case .sent: if count == 0 { problems.append("\(key) was sent and not shown") }
            case .rejected: if count > 0, !isResent { problems.append("\(key) was rejected and shown") }
            case .unknown: break
            case _ where sentBlindly.contains(key): break
            default: if count > 0 { problems.append("\(key) was shown and ended as \(outcome)") }
            }
            if count > 1, !isResent, !sentBlindly.contains(key) { problems.append("\(key) was shown \(count) times") }
        }
        // What left without a claim may be forgotten by a power loss, and then be cancelled without ever being planned.
        for key in shown.keys where !hasEnded(key, finals) && !unclaimed.contains(key.delivery) {
            problems.append("\(key) was shown and never ended")
        }
        return problems
    }
}

extension Record {
    fileprivate var isRestoration: Bool {
        if case .control(let control) = self, case .logRestored = control.action { true } else { false }
    }
}
