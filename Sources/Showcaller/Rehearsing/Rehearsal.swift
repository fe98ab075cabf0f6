import HeapModule
package import RunLog
package import Scheduling
package import ShowTime
import Timelines
package import ZegoAPI

/// Plays a show in virtual time: the night's own scheduler, pacer, retries, records and logs, and in place of the clock,
/// the network and chance what a seed says. The same runs, settings and seed give the same logs, byte for byte.
///
/// Time moves from one thing that happens to the next, as fast as somebody calls ``step()``.
package struct Rehearsal: Sendable {
    package struct Settings: Sendable {
        /// Calls a second of the account; nil is unlimited.
        package var rate: Double?
        /// Calls a second of one room; nil is unlimited.
        package var roomRate: Double?
        /// What all chance is drawn from.
        package var seed: UInt64
        package var account: ZegoAccount
        /// The host as the log knows it.
        package var host: String

        package init(rate: Double?, roomRate: Double?, seed: UInt64, account: ZegoAccount, host: String) {
            self.rate = rate
            self.roomRate = roomRate
            self.seed = seed
            self.account = account
            self.host = host
        }
    }

    private struct Event: Comparable {
        enum Kind {
            case arrival(VirtualCalls.Call)
            case answer(Attempt.ID, AttemptEnd)
        }

        var time: Uptime
        /// What is to happen at one time happens in the order in which it was decided.
        var order: Int
        var kind: Kind

        static func < (left: Event, right: Event) -> Bool { (left.time, left.order) < (right.time, right.order) }
        static func == (left: Event, right: Event) -> Bool { left.order == right.order }
    }

    package let runs: [RehearsedRun]
    package private(set) var now: Moment
    package private(set) var witness = RehearsalWitness()
    /// How the runs that have ended ended.
    package private(set) var ended: [RunID: Tally] = [:]
    /// Whether it was given up because nothing ended any more.
    package private(set) var isStuck = false
    package private(set) var server: any RehearsedServer

    private let settings: Settings
    private let observer: (any ShowObserver)?
    private var scheduler: Scheduler
    private var calls: VirtualCalls
    private var events: Heap<Event> = []
    private var eventCount = 0
    private var logs: [RunID: RunLogWriter] = [:]
    private var unwrittenRecords = 0
    /// When a delivery last ended.
    private var lastProgress: Uptime
    /// Since when it was seen that none had ended for long and no script has more to come.
    private var quietSince: Uptime?
    private var isOver = false

    /// - Parameters:
    ///   - observer: is told what happens, as those are who watch a run; not of the stop of a run.
    ///   - server: makes the other end, given when the first of the shows starts by the uptime clock.
    package init(
        _ runs: [RehearsedRun], _ settings: Settings, observer: (any ShowObserver)? = nil,
        server: (_ showStart: Uptime) -> any RehearsedServer
    ) {
        self.runs = runs
        self.settings = settings
        self.observer = observer
        var configuration = Scheduler.Configuration(rate: settings.rate, roomRate: settings.roomRate)
        configuration.mostInFlight = Scheduler.Configuration.mostInFlight(forRate: settings.rate)
        configuration.seed = settings.seed
        scheduler = Scheduler(configuration)
        let first = runs.map { $0.id.start + $0.timeline.firstOffset }.min() ?? Instant(nanoseconds: 0)
        let begin = first.wholeMilliseconds - Interval.seconds(1)
        let showStart = runs.map(\.id.start).min() ?? begin
        now = Moment(wall: begin, uptime: .zero)
        calls = VirtualCalls(account: settings.account, seed: settings.seed, begin: begin)
        lastProgress = .zero
        self.server = server(Uptime.zero + (showStart - begin))
    }

    /// Writes the logs' headers and takes the scripts in.
    package mutating func begin() throws(LogError) {
        for run in runs {
            try run.begin(at: now.wall, appID: settings.account.appID, host: settings.host)
            logs[run.id] = RunLogWriter(run.log)
            witness.take(run)
        }
        var actions: [Scheduler.Action] = []
        for run in runs { scheduler.load(run.id, run.timeline, at: now, &actions) }
        try carryOut(&actions)
    }

    // MARK: Time

    /// When something happens next, perhaps at once; nil where it is all over.
    package var next: Moment? {
        guard !isOver, !scheduler.isIdle else { return nil }
        let wake = scheduler.nextWake
        let waits = [
            wake.wall.map { $0 - now.wall }, wake.uptime.map { $0 - now.uptime },
            events.min.map { $0.time - now.uptime },
        ]
        return waits.compactMap { $0 }.min().map { now.advanced(by: max($0, .zero)) }
    }

    /// Moves the time to ``next`` and lets happen what happens then.
    package mutating func step() throws(LogError) {
        guard let next else { return }
        now = next
        var actions: [Scheduler.Action] = []
        while let event = events.min, event.time <= now.uptime {
            events.removeMin()
            switch event.kind {
            case .arrival(let call): arrive(call)
            case .answer(let id, let end): scheduler.attemptEnded(id, end, at: now, &actions)
            }
        }
        scheduler.tick(at: now, &actions)
        try carryOut(&actions)
        if now.uptime - lastProgress > patience { try giveUpIfStuck() }
    }

    private mutating func giveUpIfStuck() throws(LogError) {
        // With nothing on its way, so that what is left is what waits.
        guard scheduler.attemptsInFlight == 0, scheduler.status(at: now).allSatisfy({ $0.next == nil }) else { return }
        let since = quietSince ?? now.uptime
        quietSince = since
        guard now.uptime - since > patience else { return }
        isStuck = true
        try stop()
    }

    /// With nothing more to come in any script, and no delivery ended for so long, none will. On the night the show would
    /// wait for somebody to mend what is wrong: here nobody comes.
    private var patience: Interval {
        let spacings = settings.rate.map { Interval(nanoseconds: Int64(min(3e9 / $0, 1e18))) } ?? .zero
        return max(.hours(1), spacings)
    }

    /// Ends it before its time: what is on its way has no answer, and the logs have no end.
    package mutating func stop() throws(LogError) {
        guard !isOver else { return }
        isOver = true
        var actions: [Scheduler.Action] = []
        scheduler.shutDown(at: now, &actions)
        scheduler.graceIsOver(at: now, &actions)
        try carryOut(&actions)
        try write()
    }

    private mutating func arrive(_ call: VirtualCalls.Call) {
        let (end, time, isShown) = calls.end(of: call, by: &server)
        if isShown { witness.sawShown(call.attempt) }
        schedule(.answer(call.attempt.id, end), at: time)
    }

    private mutating func schedule(_ kind: Event.Kind, at time: Uptime) {
        eventCount += 1
        events.insert(Event(time: time, order: eventCount, kind: kind))
    }

    // MARK: Actions

    private mutating func carryOut(_ actions: inout [Scheduler.Action]) throws(LogError) {
        while !actions.isEmpty {
            var following: [Scheduler.Action] = []
            for action in actions {
                switch action {
                case .record(let record): take(record, &following)
                case .attempt(let attempt):
                    add(.attempt(attempt, time: now.wall))
                    let call = calls.begin(attempt, at: now)
                    schedule(.arrival(call), at: call.arrival.uptime)
                case .ended(let run, let tally):
                    ended[run] = tally
                    try write()
                    observer?.observe(.ended(run, tally))
                case .stopped, .told: break
                }
            }
            actions = following
        }
        if unwrittenRecords >= Self.mostUnwritten { try write() }
    }

    private mutating func take(_ record: Record, _ following: inout [Scheduler.Action]) {
        add(record)
        switch record {
        case .result(let result):
            if result.outcome.isFinal { (lastProgress, quietSince) = (now.uptime, nil) }
            witness.saw(result)
            observer?.observe(.result(result))
        case .control(let control):
            observer?.observe(.control(control))
            switch control.action {
            case .hold, .holdBefore: answerHold(of: control.run, &following)
            default: break
            }
        case .end(let end): witness.sawEnd(of: end.run, end)
        case .attempt: break
        }
    }

    /// The script holds the show and waits for an operator. At a rehearsal that is us: it goes on at once.
    private mutating func answerHold(of run: RunID, _ actions: inout [Scheduler.Action]) {
        // One that is over meanwhile has nothing to go on with.
        try? scheduler.perform(.go, on: run, at: now, &actions)
    }

    /// An operator's command, as it may come on the night.
    mutating func perform(_ command: Command, on run: RunID) throws {
        var actions: [Scheduler.Action] = []
        try scheduler.perform(command, on: run, at: now, &actions)
        try carryOut(&actions)
    }

    // MARK: Logs

    /// Nothing leaves this host, so nothing must be written before it does: pieces of some size are quicker.
    private static let mostUnwritten = 256

    private mutating func add(_ record: Record) {
        guard let run = record.run else { return }
        logs[run]?.add(record)
        unwrittenRecords += 1
    }

    /// Writes what is not written yet. Unlike a run, a rehearsal does not wait for a disk to be emptied.
    package mutating func write() throws(LogError) {
        unwrittenRecords = 0
        for run in runs { _ = try logs[run.id]?.write() }
    }

    // MARK: Its state

    /// - Parameter moment: by virtual time, at or after ``now`` and before ``next``.
    package func status(at moment: Moment) -> ShowStatus {
        ShowStatus(
            runs: scheduler.status(at: moment), isAccountHeld: scheduler.isAccountHeld,
            quotaShare: scheduler.quotaShare(at: moment), isBlocked: false, now: moment.wall)
    }

    /// What it has come to, once it is over.
    package var findings: RehearsalFindings {
        var witness = witness
        if let rate = settings.rate, let quota = server.quota, rate <= Double(quota) {
            witness.sawPace(server.mostPerSecond, quota: max(1, Int(rate.rounded(.up))))
        }
        return RehearsalFindings(
            received: server.received, faulted: server.faulted, shown: witness.shown,
            shownUnanswered: witness.shownUnanswered,
            shownAgain: witness.shownAgain,
            mostPerSecond: server.mostPerSecond, quota: server.quota, brokenPromises: witness.brokenPromises,
            brokenPromiseCount: witness.brokenPromiseCount)
    }
}

extension Scheduler.Configuration {
    /// Open loop: whatever may be on its way within the longest call may be on its way.
    package static func mostInFlight(forRate rate: Double?) -> Int { rate.map { max(1024, Int($0 * 11)) } ?? 256 }
}
