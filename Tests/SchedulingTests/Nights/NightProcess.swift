import RunLog
import ShowTime
import Timelines

@testable import Scheduling

/// What dies with the process that plays the night.
struct NightProcess {
    /// Where in carrying out what the scheduler answered the process is killed.
    enum CrashPoint: CaseIterable { case whileWriting, beforeSending, whileSending }

    /// Counts processes from 1.
    var life = 0
    var crashPoint: CrashPoint?
    /// Records that could not be written yet.
    var backlog: [Record] = []
    /// Runs that have ended, which only the backlog says.
    var unwrittenEnds: [RunID] = []
    var isBlocked = false
    /// Messages outside of any run that have not been told how they ended.
    var tellings: Set<Attempt.ID> = []
    /// Finds out whether the account is still held.
    var probe: Attempt.ID?
    var departures: [Uptime] = []
    var roomDepartures: [String: [Uptime]] = [:]
}

/// The driver of a simulated night: writes before it sends, and is killed at the worst of times.
extension Night {
    mutating func give(_ input: (inout Scheduler, Moment, inout [Scheduler.Action]) -> Void) {
        guard scheduler != nil else { return }
        var actions: [Scheduler.Action] = []
        input(&scheduler!, now, &actions)
        carryOut(actions)
        actions = []
        scheduler?.tick(at: now, &actions)
        carryOut(actions)
    }

    mutating func tell() {
        guard scheduler != nil else { return }
        let room = String(Int.random(in: 0..<4, using: &generator))
        var actions: [Scheduler.Action] = []
        let id = scheduler!.tell(
            roomID: room, sender: Sender(id: "host"), category: .chat, content: "x", at: now, &actions)
        process.tellings.insert(id)
        carryOut(actions)
    }

    // MARK: Life and death

    mutating func startProcess() {
        guard scheduler == nil else { return }
        process = NightProcess(life: process.life + 1)
        scheduler = Scheduler(configuration)
        // Scripts may have been edited meanwhile.
        for name in scripts.keys.sorted() where process.life > 1 && generator.chance(0.15) {
            scripts[name]?.edit(using: &generator)
        }
        for run in runs where books[run]?.isEnded == false {
            logs[run]!.cut(to: logs[run]!.wholeLength)
            let timeline = scripts[run.timeline]!.timeline
            let recovery = logs[run]!.recovery(for: timeline)
            guard recovery.end == nil else {
                books[run]!.isEnded = true
                continue
            }
            books[run]!.reload(timeline, version: scripts[run.timeline]!.version)
            books[run]!.recover(from: logs[run]!)
            let isOver = !recovery.canBePlayed(from: run.start, at: now.wall)
            let skipsBeforeStart = books[run]!.skipsBeforeStart
            give {
                $0.load(
                    run, timeline, recovery: recovery, skipsBeforeStart: skipsBeforeStart, isOver: isOver, at: $1, &$2)
            }
        }
    }

    mutating func endProcess(restartAfter pause: Interval) {
        checkPace()
        scheduler = nil
        process.tellings = []
        process.backlog = []
        process.unwrittenEnds = []
        schedule(.start, after: pause)
    }

    /// kill -9, now or in the midst of what is done next.
    mutating func arrangeCrash() {
        guard scheduler != nil else { return }
        process.crashPoint = NightProcess.CrashPoint.allCases.randomElement(using: &generator)
        if generator.chance(0.4) { crash() }
    }

    private mutating func crash() {
        let pauses: [Interval] = ["0", "50ms", "2s", "20s", "2m"]
        endProcess(restartAfter: pauses.randomElement(using: &generator)!)
    }

    mutating func mendDisk() {
        isDiskFull = false
        guard scheduler != nil, process.isBlocked else { return }
        process.isBlocked = false
        for record in process.backlog { logs[record.run!]!.append(record) }
        process.backlog = []
        for run in process.unwrittenEnds { books[run]!.isEnded = true }
        process.unwrittenEnds = []
        give { $0.setBlocked(false, at: $1, &$2) }
    }

    // MARK: Actions

    private mutating func carryOut(_ actions: [Scheduler.Action]) {
        guard !actions.isEmpty, scheduler != nil else { return }
        if isDiskFull { return carryOutWithoutDisk(actions) }
        var attempts: [Attempt] = []
        var lines: [(run: RunID, bytes: [UInt8])] = []
        func write(_ record: Record) {
            let run = record.run!
            if lines.last?.run != run { lines.append((run, [])) }
            lines[lines.count - 1].bytes.append(record)
        }
        for action in actions {
            note(action)
            switch action {
            case .record(let record): write(record)
            case .attempt(let attempt):
                check(attempt)
                if attempt.run != nil { write(.attempt(attempt, time: now.wall)) }
                attempts.append(attempt)
            case .ended, .stopped, .told: break
            }
        }
        checkOrder(of: attempts)
        if process.crashPoint == .whileWriting, let last = lines.popLast() {
            let kept = Int.random(in: 0...last.bytes.count, using: &generator)
            lines.append((last.run, Array(last.bytes.prefix(kept))))
        }
        for (run, bytes) in lines { logs[run]!.append(bytes) }
        if process.crashPoint == .whileSending {
            attempts = Array(attempts.prefix(Int.random(in: 0...attempts.count, using: &generator)))
        }
        if process.crashPoint == .whileWriting || process.crashPoint == .beforeSending { return crash() }
        for attempt in attempts { send(attempt) }
        if process.crashPoint == .whileSending { crash() }
    }

    /// What cannot be written is kept, but for attempts: those are not made.
    private mutating func carryOutWithoutDisk(_ actions: [Scheduler.Action]) {
        var answers: [Scheduler.Action] = []
        var needsDisk = false
        for action in actions {
            switch action {
            case .record(let record):
                process.backlog.append(record)
                needsDisk = true
                note(action)
            case .attempt(let attempt):
                if attempt.run == nil {
                    send(attempt)
                } else {
                    needsDisk = true
                    scheduler!.withdraw(attempt.id, at: now, &answers)
                }
            case .ended(let run, _): process.unwrittenEnds.append(run)
            case .stopped, .told: note(action)
            }
        }
        if needsDisk, !process.isBlocked {
            process.isBlocked = true
            scheduler!.setBlocked(true, at: now, &answers)
        }
        carryOut(answers)
    }

    private mutating func note(_ action: Scheduler.Action) {
        switch action {
        case .record(.control(let control)):
            if let problem = books[control.run]!.note(control.action) { report("\(control.run) \(problem)") }
        case .record(.result(let result)): books[result.run]!.note(result)
        case .ended(let run, _):
            if books[run]!.isEnded { report("\(run) ended twice") }
            // If it gets to the log.
            if process.crashPoint != .whileWriting { books[run]!.isEnded = true }
        case .told(let id, _):
            if process.tellings.remove(id) == nil { report("a message was told twice how it ended") }
        case .record, .attempt, .stopped: break
        }
    }

    private mutating func send(_ attempt: Attempt) {
        if attempt.isProbe {
            if process.probe != nil { report("\(attempt.delivery) probes beside another") }
            process.probe = attempt.id
        }
        process.departures.append(now.uptime)
        process.roomDepartures[attempt.roomID, default: []].append(now.uptime)
        let verdict = api.verdict(at: now.uptime, using: &generator)
        if verdict.isShown, let run = attempt.run {
            let key = NightBook.Key(
                message: attempt.messageID, occurrence: attempt.occurrence, room: attempt.roomID)
            books[run]!.shown[NightBook.PartKey(key, attempt.part), default: 0] += 1
        }
        let end = AttemptEnd(verdict.kind, code: verdict.kind.code, handedOver: now.wall, took: verdict.took)
        schedule(.answer(life: process.life, attempt.id, end), after: verdict.took)
    }

    // MARK: Promises

    private mutating func check(_ attempt: Attempt) {
        guard let run = attempt.run else { return }
        if let problem = books[run]!.problem(of: attempt, at: now.wall) { report("\(attempt.delivery) \(problem)") }
    }

    /// System before chat, then due, run, file: among those that leave together, and against those that stay.
    private mutating func checkOrder(of attempts: [Attempt]) {
        func isInOrder(_ left: Attempt, _ right: Attempt) -> Bool {
            if left.category != right.category { return left.category == .system }
            return left.due <= right.due
        }
        let planned = attempts.filter { $0.run != nil }
        for (left, right) in zip(planned, planned.dropFirst()) where !isInOrder(left, right) {
            report("\(left.delivery) left before \(right.delivery)")
        }
        guard configuration.roomRate == nil, let chat = planned.first(where: { $0.category == .chat }) else { return }
        let loaded = scheduler?.status(at: now).filter { [.waiting, .playing].contains($0.state) }.map(\.run) ?? []
        for run in loaded {
            guard let waiting = books[run]?.waitingSystemMessage(at: now.wall) else { continue }
            report("\(chat.delivery) left while \(waiting) waited")
        }
    }

    /// Within the life of one process no second holds more than the quota, and 20 ms of jitter would not make it so.
    mutating func checkPace() {
        if let rate = configuration.rate { checkPace(Int(rate), process.departures, "the account") }
        guard let rate = configuration.roomRate else { return }
        for (room, departures) in process.roomDepartures { checkPace(Int(rate), departures, "room \(room)") }
    }

    private mutating func checkPace(_ rate: Int, _ departures: [Uptime], _ what: String) {
        for (first, last) in zip(departures, departures.dropFirst(rate)) where last - first < "1020ms" {
            return report("more than \(rate) calls of \(what) within \((last - first).inSeconds) s")
        }
    }
}

extension AttemptEnd.Kind {
    /// A return code as the API would have it.
    fileprivate var code: Int? {
        switch self {
        case .accepted: 0
        case .throttledApp: 206
        case .throttledRoom: 207
        case .transient: 1
        case .refused: 104
        case .clock: 100_000_004
        case .account: 100_000_005
        case .notSent, .unanswered, .foreignAnswer: nil
        }
    }
}
