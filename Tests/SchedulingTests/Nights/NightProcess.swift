import Rehearsing
import RunLog
import ShowTime
import TestSupport
import Timelines

@testable import Scheduling

/// What dies with the process that plays the night.
struct NightProcess {
    /// The point at which the process is killed while it carries out the scheduler's actions.
    enum CrashPoint: CaseIterable { case whileWriting, beforeSending, whileSending }

    /// Counts processes from 1.
    var life = 0
    var isAlive = false
    var crashPoint: CrashPoint?
    /// Records that could not be written yet.
    var backlog: [Record] = []
    /// Runs whose end is recorded only in the backlog.
    var unwrittenEnds: [RunID] = []
    var isBlocked = false
    /// Direct sends that have not ended.
    var directSends: Set<Attempt.ID> = []
    /// The probe on its way: it finds out whether a hold of the account or the network may end.
    var probe: Probe.ID?
    var order = NightOrder()
    /// The times of departures, those of earlier processes of the same boot included.
    var departures: [Uptime] = []
    var roomDepartures: [String: [Uptime]] = [:]
    var boot = 0
}

/// The life and death of processes in a simulated night: they write before they send, and are killed at the worst of times.
extension NightWorld {
    /// Gives the scheduler an input and then the time, as the live driver does.
    mutating func give(_ driver: inout Driver, _ input: (inout Scheduler, Moment) -> Void) {
        guard process.isAlive else { return }
        // A driver that cannot write tries again and again, and looks at the clocks.
        if process.isBlocked { driver.tick(in: &self) }
        for run in runs where driver.scheduler.index(of: run) != nil { books[run]?.look(at: driver.now) }
        driver.give(in: &self, input)
        driver.tick(in: &self)
    }

    mutating func send(_ driver: inout Driver) {
        guard process.isAlive else { return }
        let room = String(Int.random(in: 0..<4, using: &generator))
        let id = driver.scheduler.send(
            roomID: room, sender: Sender(id: "host"), category: .chat, content: "x", at: driver.now)
        process.directSends.insert(id)
        driver.schedule(.giveUp(life: process.life, id), after: "15s")
    }

    mutating func startProcess(_ driver: inout Driver) {
        guard !process.isAlive else { return }
        let before = process
        process = NightProcess(life: process.life + 1, isAlive: true, order: NightOrder(claimWait: claimWait))
        process.boot = disk.boot
        var configuration = configuration
        if before.boot == disk.boot {
            process.departures = before.departures
            process.roomDepartures = before.roomDepartures
            configuration.lastCall = before.departures.last
        }
        driver.scheduler = Scheduler(configuration)
        // Timelines may have been edited meanwhile.
        for name in scripts.keys.sorted() where process.life > 1 && generator.chance(0.15) {
            scripts[name]?.edit(using: &generator)
        }
        for run in runs where books[run]?.isEnded == false {
            let timeline = scripts[run.timeline]!.timeline
            let claims = recoverStore(of: run)
            loseLog(of: run)
            let recovery = logs[run]!.recovery(
                for: timeline, sha256: scripts[run.timeline]!.sha256, claims: claims)
            if let problem = recovery.book.contradictions.first { report("\(run): \(problem)", at: driver.now) }
            guard recovery.end == nil else {
                books[run]!.isEnded = true
                continue
            }
            let boot = "\(disk.boot)"
            let version = scripts[run.timeline]!.version
            if let problem = books[run]!.goOn(
                with: timeline, version: version, from: logs[run]!, claims: claims, boot: boot, at: driver.now)
            {
                report("\(run) \(problem)", at: driver.now)
            }
            let clock = recovery.clock(onBoot: boot)
            let time = clock.moment(at: driver.now)
            let isOver = !recovery.canBePlayed(from: run.start, at: time.wall)
            let skipsBeforeStart = books[run]!.skipsBeforeStart
            let header = RunHeader(
                time: time.wall, run: run, mode: .live, appID: 1, host: "h", planned: nil,
                sha256: scripts[run.timeline]!.sha256, isResumed: process.life > 1, version: "0", boot: boot,
                uptimeAtStart: time.uptime(at: run.start))
            logs[run]!.append(.run(header))
            give(&driver) {
                $0.load(
                    run, timeline, recovery: recovery, skipsBeforeStart: skipsBeforeStart, isOver: isOver,
                    clock: clock.logged(in: header), at: $1)
            }
            books[run]!.wentOn()
        }
    }

    /// Every third process finds a log that the one before it had to write again, from what it knew.
    private mutating func loseLog(of run: RunID) {
        guard process.life % 3 == 2, let last = logs[run]!.records.last else { return }
        let book = logs[run]!.recovery(for: scripts[run.timeline]!.timeline).book
        var restored = MemoryLog()
        for record in book.records(restoredAt: last.time, run: run, because: "lost") { restored.append(record) }
        logs[run] = restored
        disk.stores[run]!.synchronized = restored.bytes.count
    }

    mutating func endProcess(restartAfter pause: Interval, _ driver: inout Driver) {
        checkPace(at: driver.now)
        driver.scheduler = Scheduler(configuration)
        process.isAlive = false
        process.directSends = []
        process.backlog = []
        process.unwrittenEnds = []
        driver.schedule(.start, after: pause)
    }

    /// Arranges a kill -9: now, or in the midst of what is done next.
    mutating func arrangeCrash(_ driver: inout Driver) {
        guard process.isAlive else { return }
        process.crashPoint = NightProcess.CrashPoint.allCases.randomElement(using: &generator)
        if generator.chance(0.4) { crash(&driver) }
    }

    private mutating func crash(_ driver: inout Driver) {
        // The host may restart, too: nobody knows its uptime any more then.
        if generator.chance(0.2) { rebootHost() }
        let pauses: [Interval] = ["0", "50ms", "2s", "20s", "2m"]
        endProcess(restartAfter: pauses.randomElement(using: &generator)!, &driver)
    }

    mutating func mendDisk(_ driver: inout Driver) {
        isDiskFull = false
        guard process.isAlive, process.isBlocked else { return }
        process.isBlocked = false
        for record in process.backlog {
            logs[record.run]!.append(record)
            wrote(record.run, &driver)
        }
        process.backlog = []
        for run in process.unwrittenEnds {
            books[run]!.isEnded = true
            close(run, &driver)
        }
        process.unwrittenEnds = []
        give(&driver) { $0.setBlocked(false, at: $1) }
    }

    // MARK: Actions

    mutating func carryOut(_ actions: [Scheduler.Action], _ driver: inout Driver) {
        guard process.isAlive else { return }
        let now = driver.now
        if isDiskFull { return carryOutWithoutDisk(actions, &driver) }
        var attempts: [Attempt] = []
        var claims: [Claim] = []
        var closed: [RunID] = []
        var lines: [(run: RunID, bytes: [UInt8])] = []
        func write(_ record: Record) {
            let run = record.run
            if lines.last?.run != run { lines.append((run, [])) }
            lines[lines.count - 1].bytes.append(record)
        }
        for action in actions {
            note(action, at: now)
            switch action {
            case .record(let record): write(record)
            case .attempt(let attempt):
                check(attempt, at: now)
                if let record = attempt.record { write(.attempt(record)) }
                attempts.append(attempt)
            case .probe(let probe): send(probe, &driver)
            case .claim(let claim): claims.append(claim)
            case .ended(let run, _), .stopped(let run): closed.append(run)
            case .directSendEnded, .claimsOverdue: break
            }
        }
        checkOrder(of: attempts, driver)
        if process.crashPoint == .whileWriting, let last = lines.popLast() {
            let kept = Int.random(in: 0...last.bytes.count, using: &generator)
            lines.append((last.run, Array(last.bytes.prefix(kept))))
        }
        for (run, bytes) in lines {
            logs[run]!.append(bytes)
            wrote(run, &driver)
        }
        for record in attempts.compactMap(\.record) { disk.stores[record.run]!.attempts.append(record) }
        if process.crashPoint == .whileSending {
            attempts = Array(attempts.prefix(Int.random(in: 0...attempts.count, using: &generator)))
        }
        if process.crashPoint == .whileWriting || process.crashPoint == .beforeSending { return crash(&driver) }
        for attempt in attempts { send(attempt, &driver) }
        if process.crashPoint == .whileSending { return crash(&driver) }
        for run in closed { close(run, &driver) }
        for claim in claims { self.claim(claim, &driver) }
    }

    /// Carries out actions while nothing can be written: records are kept for later, and attempts that need a record are not
    /// made.
    private mutating func carryOutWithoutDisk(_ actions: [Scheduler.Action], _ driver: inout Driver) {
        var needsDisk = false
        for action in actions {
            switch action {
            case .record(let record):
                process.backlog.append(record)
                needsDisk = true
                note(action, at: driver.now)
            case .attempt(let attempt):
                if attempt.run == nil {
                    send(attempt, &driver)
                } else {
                    needsDisk = true
                    process.order.noteWithdrawn(attempt)
                    driver.scheduler.withdraw(attempt.id, at: driver.now)
                }
            case .probe(let probe): send(probe, &driver)
            case .ended(let run, _): process.unwrittenEnds.append(run)
            case .stopped, .directSendEnded, .claimsOverdue: note(action, at: driver.now)
            case .claim(let claim): driver.scheduler.claimFailed(claim.id, at: driver.now)
            }
        }
        if needsDisk, !process.isBlocked {
            process.isBlocked = true
            driver.scheduler.setBlocked(true, at: driver.now)
        }
    }

    private mutating func note(_ action: Scheduler.Action, at now: Moment) {
        if case .record(let record) = action, let problem = books[record.run]!.problem(of: record, at: now) {
            report("\(record.run) \(problem)", at: now)
        }
        switch action {
        case .record(.control(let control)):
            if control.action.changesClaims { disk.stores[control.run]!.hasChange = true }
            switch control.action {
            case .hold, .fire, .again: books[control.run]!.beganTime(at: now)
            default: break
            }
            if let problem = books[control.run]!.note(control) { report("\(control.run) \(problem)", at: now) }
        case .record(.result(let result)):
            if let problem = books[result.run]!.note(result) { report("\(result.delivery) \(problem)", at: now) }
        case .ended(let run, _):
            if books[run]!.isEnded { report("\(run) ended twice", at: now) }
            // Only if the end gets into the log.
            if process.crashPoint != .whileWriting { books[run]!.isEnded = true }
        case .directSendEnded(let id, _):
            if process.directSends.remove(id) == nil { report("a direct send ended twice", at: now) }
        case .claimsOverdue(let run, let areOverdue): disk.stores[run]!.isOverdue = areOverdue
        case .record, .attempt, .stopped, .probe, .claim: break
        }
    }

    private mutating func send(_ probe: Probe, _ driver: inout Driver) {
        if process.probe != nil { report("a probe leaves beside another", at: driver.now) }
        process.probe = probe.id
        let verdict = api.verdict(at: driver.now.uptime, using: &generator)
        let end = AttemptEnd(verdict.kind, code: verdict.kind.code, took: verdict.took)
        driver.schedule(.probeAnswer(life: process.life, probe.id, end), after: verdict.took)
    }

    private mutating func send(_ attempt: Attempt, _ driver: inout Driver) {
        let now = driver.now
        if driver.scheduler.status(at: now).isNetworkHeld || driver.scheduler.isAccountHeld {
            report("\(attempt.delivery) leaves although all are held", at: now)
        }
        failPowerIfDoomed(&driver)
        process.departures.append(now.uptime)
        process.roomDepartures[attempt.roomID, default: []].append(now.uptime)
        let verdict = api.verdict(at: now.uptime, using: &generator)
        if verdict.isShown, let record = attempt.record {
            let key = NightBook.Key(record)
            books[record.run]!.shown[NightBook.PartKey(key, attempt.part), default: 0] += 1
        }
        let end = AttemptEnd(verdict.kind, code: verdict.kind.code, handedOver: now.uptime, took: verdict.took)
        driver.schedule(.answer(life: process.life, attempt.id, end), after: verdict.took)
    }

    // MARK: Promises

    private mutating func check(_ attempt: Attempt, at now: Moment) {
        guard let record = attempt.record else { return }
        checkClaim(of: record, at: now)
        if let problem = books[record.run]!.problem(of: record, at: books[record.run]!.time(at: now)) {
            report("\(record.delivery) \(problem)", at: now)
        }
    }

    /// Checks that what leaves together leaves in its order, and before what stays.
    private mutating func checkOrder(of attempts: [Attempt], _ driver: Driver) {
        let now = driver.now
        let planned = attempts.compactMap(\.record)
        guard !planned.isEmpty else { return }
        // Only without a quota of rooms: where there is one, a delivery may stay because it waits for its room.
        var waiting: [RunID: NightBook.Key] = [:]
        if configuration.roomRate == nil {
            for status in driver.scheduler.status(at: now).runs where [.waiting, .playing].contains(status.state) {
                let granted = configuration.durability == .process ? nil : disk.stores[status.run]?.granted
                waiting[status.run] = books[status.run].flatMap {
                    $0.waitingSystemMessage(at: $0.time(at: now), claimed: granted)
                }
            }
        }
        for problem in process.order.problems(ofLeaving: planned, in: books, waiting: waiting) {
            report(problem, at: now)
        }
    }

    /// Checks that no second has more calls than the quota, however many processes there are, and that 20 ms of jitter would not
    /// change that.
    mutating func checkPace(at now: Moment) {
        if let rate = configuration.rate { checkPace(Int(rate), process.departures, "the account", at: now) }
        guard let rate = configuration.roomRate else { return }
        for (room, departures) in process.roomDepartures { checkPace(Int(rate), departures, "room \(room)", at: now) }
    }

    private mutating func checkPace(_ rate: Int, _ departures: [Uptime], _ what: String, at now: Moment) {
        for (first, last) in zip(departures, departures.dropFirst(rate)) where last - first < "1020ms" {
            return report("more than \(rate) calls of \(what) within \((last - first).inSeconds) s", at: now)
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
