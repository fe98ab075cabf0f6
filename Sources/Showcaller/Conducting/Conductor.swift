import Dispatch
package import NIOCore
package import RunLog
package import Scheduling
package import ShowTime
import Synchronization
package import Timelines
package import ZegoAPI

/// Drives the scheduler: owns the clock, the logs and the transport, and decides nothing.
///
/// Lives on an event loop of its own, so that the order of what happens is the order in the logs, and a slow disk delays
/// nobody's answer. Everything that an input brings about is carried out before the next input is looked at.
package actor Conductor {
    private let eventLoop: any EventLoop
    private let time: any TimeSource
    private let transport: any AttemptTransport
    private let observer: any ShowObserver

    private var scheduler: Scheduler
    private var logs: [RunID: RunLogWriter] = [:]
    /// Logs that are whole and are being synchronized.
    private var closing = 0
    private var timer: Scheduled<Void>?
    private var warmth = ConnectionWarmth()
    private var tellings: [Attempt.ID: Telling] = [:]
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []
    private var isShuttingDown = false
    private var upcoming: [(timeline: String, start: Instant)] = []
    /// Why logs could not be written when there was last something to write into them.
    private var unwritable: [RunID: String] = [:]
    /// When the logs are tried again. Until then the scheduler begins nothing.
    private var retryAt: Uptime?
    /// Attempts that have ended and were not looked at yet. Filled by the transport from its threads.
    private let inbox = Mutex<[(Attempt.ID, AttemptEnd)]>([])

    /// A message outside of any run, and who waits for its end.
    private struct Telling {
        let continuation: CheckedContinuation<AttemptEnd, Never>
        var patience: Scheduled<Void>?
        var isOnItsWay = false
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { eventLoop.executor.asUnownedSerialExecutor() }

    package init(
        _ configuration: Scheduler.Configuration, on eventLoop: any EventLoop, time: any TimeSource,
        transport: any AttemptTransport, observer: any ShowObserver
    ) {
        self.eventLoop = eventLoop
        self.time = time
        self.transport = transport
        self.observer = observer
        scheduler = Scheduler(configuration)
    }

    // MARK: Inputs

    package func play(_ run: PreparedRun) { play(run, into: run.log) }

    /// - Parameter store: where the run's records go.
    package func play(_ run: PreparedRun, into store: any RecordStore) {
        logs[run.id] = RunLogWriter(store)
        handle { scheduler, now, actions in
            scheduler.load(
                run.id, run.timeline, recovery: run.recovery, skipsBeforeStart: run.skipsBeforeStart,
                isOver: run.isOver, at: now, &actions)
        }
    }

    package func perform(_ command: Command, on run: RunID) throws(CommandError) {
        let result: Result<Void, CommandError> = handle { scheduler, now, actions in
            do throws(CommandError) {
                return .success(try scheduler.perform(command, on: run, at: now, &actions))
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    package func reload(_ run: RunID, _ timeline: Timeline) {
        handle { scheduler, now, actions in scheduler.reload(run, timeline, at: now, &actions) }
    }

    /// Lets nothing new leave, and gives what is on its way `grace` to end. What cannot be written by then is given up.
    package func shutDown(grace: Interval) {
        guard !isShuttingDown else { return }
        isShuttingDown = true
        handle { scheduler, now, actions in scheduler.shutDown(at: now, &actions) }
        _ = after(grace) { conductor in
            conductor.endGrace(of: nil)
            conductor.giveUpLogs()
            conductor.advance()
        }
    }

    /// Stops one run; the others go on.
    package func stop(_ run: RunID, grace: Interval) throws(CommandError) {
        try perform(.stop, on: run)
        _ = after(grace) { $0.endGrace(of: run) }
    }

    private func endGrace(of run: RunID?) {
        handle { scheduler, now, actions in scheduler.graceIsOver(for: run, at: now, &actions) }
    }

    // MARK: Messages outside of any run

    /// How long one may wait for its turn. Less than whoever asked for it waits: nobody is to hear that it was not sent
    /// and then have it sent.
    package static let longestTellWait = Interval.seconds(15)

    /// Sends one message outside of any run and waits for how it ended.
    ///
    /// - Parameter patience: how long it may wait for its turn: for the quota, for an account that is held, for a log.
    package func tell(
        roomID: String, sender: Sender, category: Category, content: String,
        patience: Interval = Conductor.longestTellWait
    ) async -> AttemptEnd {
        await withCheckedContinuation { continuation in
            var actions: [Scheduler.Action] = []
            let id = scheduler.tell(
                roomID: roomID, sender: sender, category: category, content: content, at: time.now, &actions)
            tellings[id] = Telling(continuation: continuation)
            carryOut(&actions)
            if tellings[id]?.isOnItsWay == false {
                tellings[id]?.patience = after(patience) { $0.giveUpTelling(id) }
            }
            arm()
        }
    }

    /// How many wait for their turn.
    var waitingTellings: Int { tellings.values.count { !$0.isOnItsWay } }

    private func giveUpTelling(_ id: Attempt.ID) {
        guard let telling = tellings[id], !telling.isOnItsWay else { return }
        tellings[id] = nil
        let reason =
            if scheduler.isAccountHeld {
                "nothing gets through for the account"
            } else if !unwritable.isEmpty {
                "the log cannot be written"
            } else {
                "the quota left no room for it in time"
            }
        telling.continuation.resume(returning: AttemptEnd(.notSent, reason: reason))
    }

    // MARK: State

    /// Returns when every run has ended or was stopped, and every log is written.
    package func waitUntilIdle() async {
        guard !isIdle else { return }
        await withCheckedContinuation { idleWaiters.append($0) }
    }

    private var isIdle: Bool { scheduler.isIdle && logs.isEmpty && closing == 0 }

    package var status: ShowStatus {
        let now = time.now
        return ShowStatus(
            runs: scheduler.status(at: now), isAccountHeld: scheduler.isAccountHeld,
            quotaShare: scheduler.quotaShare(at: now), isBlocked: !unwritable.isEmpty, now: now.wall,
            upcoming: upcoming)
    }

    /// What those who watch are shown to come, of shows that start again and again.
    package func setUpcoming(_ upcoming: [(timeline: String, start: Instant)]) { self.upcoming = upcoming }

    /// Tells those who watch of something that happened around the show.
    package nonisolated func report(_ event: ShowEvent) { observer.observe(event) }

    // MARK: The loop

    /// Gives the scheduler one input, then the time, and carries out what it answers.
    @discardableResult
    private func handle<Result>(
        _ input: (inout Scheduler, Moment, inout [Scheduler.Action]) -> Result
    ) -> Result {
        var actions: [Scheduler.Action] = []
        let result = input(&scheduler, time.now, &actions)
        carryOut(&actions)
        advance()
        return result
    }

    private func advance() {
        var actions: [Scheduler.Action] = []
        scheduler.tick(at: time.now, &actions)
        carryOut(&actions)
        arm()
        resumeIdleWaiters()
    }

    private func resumeIdleWaiters() {
        guard isIdle else { return }
        for waiter in idleWaiters { waiter.resume() }
        idleWaiters = []
    }

    /// From any thread: an attempt has ended.
    private nonisolated func attemptEnded(_ id: Attempt.ID, _ end: AttemptEnd) {
        let isFirst = inbox.withLock { inbox in
            inbox.append((id, end))
            return inbox.count == 1
        }
        // One hop for all that end until it is made.
        if isFirst { eventLoop.execute { self.assumeIsolated { $0.emptyInbox() } } }
    }

    private func emptyInbox() {
        let ended = inbox.withLock { inbox in
            let ended = inbox
            inbox.removeAll(keepingCapacity: true)
            return ended
        }
        var actions: [Scheduler.Action] = []
        let now = time.now
        for (id, end) in ended { scheduler.attemptEnded(id, end, at: now, &actions) }
        carryOut(&actions)
        advance()
    }

    // MARK: Actions

    private func carryOut(_ actions: inout [Scheduler.Action]) {
        guard !actions.isEmpty else { return }
        var attempts: [Attempt] = []
        let now = time.now.wall
        for action in actions {
            switch action {
            case .record(let record):
                if let run = record.run { logs[run]?.add(record) }
                tell(of: record)
            case .attempt(let attempt):
                if let run = attempt.run { logs[run]?.add(.attempt(attempt, time: now)) }
                attempts.append(attempt)
            case .ended(let run, let tally): logs[run]?.lastWord = .ended(run, tally)
            case .stopped(let run): logs[run]?.lastWord = .stopped(run)
            case .told(let id, let end):
                let telling = tellings.removeValue(forKey: id)
                telling?.patience?.cancel()
                telling?.continuation.resume(returning: end)
            }
        }
        actions.removeAll(keepingCapacity: true)
        let failed = writeLogs()
        for attempt in attempts {
            if mayBeSent(attempt, failed) {
                warmth.used(at: time.now.uptime)
                transport.send(attempt) { [self] id, end in attemptEnded(id, end) }
            } else {
                scheduler.withdraw(attempt.id, at: time.now, &actions)
            }
        }
        if !failed.isEmpty, retryAt == nil {
            retryAt = time.now.uptime + Self.retryPause
            scheduler.setBlocked(true, at: time.now, &actions)
        }
        carryOut(&actions)
    }

    /// Whether its record is written, or somebody still waits for it where it has none.
    private func mayBeSent(_ attempt: Attempt, _ failed: Set<RunID>) -> Bool {
        if let run = attempt.run { return logs[run] != nil && !failed.contains(run) }
        guard let telling = tellings[attempt.id] else { return false }
        telling.patience?.cancel()
        tellings[attempt.id]?.isOnItsWay = true
        return true
    }

    private func tell(of record: Record) {
        switch record {
        case .result(let result): observer.observe(.result(result))
        case .control(let control): observer.observe(.control(control))
        case .attempt, .end: break
        }
    }

    // MARK: Logs

    private static let retryPause = Interval.seconds(1)

    /// Writes what is to be written, and closes what is whole. Returns the runs whose logs could not be written.
    private func writeLogs() -> Set<RunID> {
        var failed: Set<RunID> = []
        for run in Array(logs.keys) {
            do throws(LogError) {
                if try logs[run]?.write() == true { noteWritten(run) }
                if let log = logs[run], let lastWord = log.lastWord { close(log, of: run, lastWord) }
            } catch {
                failed.insert(run)
                if unwritable.isEmpty { observer.observe(.recordsBlocked(reason: error.message)) }
                unwritable[run] = error.message
            }
        }
        return failed
    }

    /// Only what was written shows that a log can be written: a retry with nothing to write does not.
    private func noteWritten(_ run: RunID) {
        guard unwritable.removeValue(forKey: run) != nil, unwritable.isEmpty else { return }
        observer.observe(.recordsRestored)
    }

    /// A disk may take its time to synchronize, which must not delay the messages of other runs.
    private func close(_ log: RunLogWriter, of run: RunID, _ lastWord: ShowEvent) {
        logs[run] = nil
        unwritable[run] = nil
        closing += 1
        DispatchQueue.global(qos: .utility).async { [eventLoop] in
            log.store.synchronize()
            eventLoop.execute { self.assumeIsolated { $0.closed(lastWord) } }
        }
    }

    private func closed(_ lastWord: ShowEvent) {
        closing -= 1
        observer.observe(lastWord)
        resumeIdleWaiters()
    }

    /// Tries again to write what could not be written.
    private func retryLogs() {
        guard retryAt != nil else { return }
        guard writeLogs().isEmpty else {
            retryAt = time.now.uptime + Self.retryPause
            return
        }
        retryAt = nil
        var actions: [Scheduler.Action] = []
        scheduler.setBlocked(false, at: time.now, &actions)
        carryOut(&actions)
    }

    /// The process is to end, and a disk that is full must not keep it from that. What the log does not say of attempts
    /// counts as unknown at the next start, so nothing is shown twice.
    private func giveUpLogs() {
        for run in writeLogs() {
            logs[run] = nil
            observer.observe(.recordsLost(run, reason: unwritable.removeValue(forKey: run) ?? ""))
        }
        retryAt = nil
    }

    // MARK: Waking

    /// The wall clock may be stepped: it is looked at again at least this often.
    private static let longestSleep = Interval.seconds(1)

    private func arm() {
        timer?.cancel()
        let now = time.now
        let wake = scheduler.nextWake
        if let due = wake.wall, warmth.isNeeded(before: due, at: now) { transport.warmUp() }
        let waits = [
            wake.wall.map { $0 - now.wall }, wake.uptime.map { $0 - now.uptime }, retryAt.map { $0 - now.uptime },
        ]
        guard let wait = waits.compactMap({ $0 }).min() else {
            timer = nil
            return
        }
        timer = after(min(max(wait, .zero), Self.longestSleep)) { conductor in
            conductor.retryLogs()
            conductor.advance()
        }
    }

    private func after(_ interval: Interval, _ body: @escaping @Sendable (isolated Conductor) -> Void) -> Scheduled<
        Void
    > {
        eventLoop.scheduleTask(in: .nanoseconds(interval.nanoseconds)) { self.assumeIsolated { body($0) } }
    }
}
