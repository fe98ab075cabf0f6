package import NIOCore
import RunLog
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
    private var timer: Scheduled<Void>?
    private var warmth = ConnectionWarmth()
    private var tellers: [Attempt.ID: CheckedContinuation<AttemptEnd, Never>] = [:]
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []
    private var isBlocked = false
    private var blockedUntil: Uptime?
    /// Attempts that have ended and were not looked at yet. Filled by the transport from its threads.
    private let inbox = Mutex<[(Attempt.ID, AttemptEnd)]>([])

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

    package func play(_ run: PreparedRun) {
        logs[run.id] = RunLogWriter(run.log)
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

    /// Sends one message outside of any run and waits for how it ended.
    package func tell(roomID: String, sender: Sender, category: Category, content: String) async -> AttemptEnd {
        await withCheckedContinuation { continuation in
            var actions: [Scheduler.Action] = []
            let id = scheduler.tell(
                roomID: roomID, sender: sender, category: category, content: content, at: time.now, &actions)
            tellers[id] = continuation
            carryOut(&actions)
            arm()
        }
    }

    /// Lets nothing new leave, and gives what is on its way `grace` to end.
    package func shutDown(grace: Interval) {
        handle { scheduler, now, actions in scheduler.shutDown(at: now, &actions) }
        endGrace(of: nil, after: grace)
    }

    /// Stops one run; the others go on.
    package func stop(_ run: RunID, grace: Interval) throws(CommandError) {
        try perform(.stop, on: run)
        endGrace(of: run, after: grace)
    }

    private func endGrace(of run: RunID?, after grace: Interval) {
        eventLoop.scheduleTask(in: .nanoseconds(grace.nanoseconds)) {
            self.assumeIsolated { conductor in
                conductor.handle { scheduler, now, actions in
                    scheduler.graceIsOver(for: run, at: now, &actions)
                }
            }
        }
    }

    // MARK: State

    /// Returns when every run has ended or was stopped, and every log is written.
    package func waitUntilIdle() async {
        guard !isIdle else { return }
        await withCheckedContinuation { idleWaiters.append($0) }
    }

    private var isIdle: Bool { scheduler.isIdle && !isBlocked }

    package var status: ShowStatus {
        let now = time.now
        return ShowStatus(
            runs: scheduler.status(at: now), isAccountHeld: scheduler.isAccountHeld,
            quotaShare: scheduler.quotaShare(at: now), isBlocked: isBlocked, now: now.wall)
    }

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
        if isIdle {
            for waiter in idleWaiters { waiter.resume() }
            idleWaiters = []
        }
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
            case .ended(let run, let tally):
                logs[run]?.isOver = true
                observer.observe(.ended(run, tally))
            case .stopped(let run):
                logs[run]?.isOver = true
                observer.observe(.stopped(run))
            case .told(let id, let end): tellers.removeValue(forKey: id)?.resume(returning: end)
            }
        }
        actions.removeAll(keepingCapacity: true)
        let failed = writeLogs()
        for attempt in attempts {
            if let run = attempt.run, failed.contains(run) {
                scheduler.withdraw(attempt.id, at: time.now, &actions)
            } else {
                warmth.used(at: time.now.uptime)
                transport.send(attempt) { [self] id, end in attemptEnded(id, end) }
            }
        }
        if !failed.isEmpty, !isBlocked { scheduler.setBlocked(true, at: time.now, &actions) }
        if !failed.isEmpty { isBlocked = true }
        carryOut(&actions)
    }

    /// Writes what is to be written. Returns the runs whose logs could not be.
    private func writeLogs() -> Set<RunID> {
        var failed: Set<RunID> = []
        for run in Array(logs.keys) {
            do throws(LogError) {
                try logs[run]?.write()
                if logs[run]?.isOver == true { logs[run] = nil }
            } catch {
                failed.insert(run)
                if !isBlocked { observer.observe(.recordsBlocked(reason: error.message)) }
                blockedUntil = time.now.uptime + .seconds(1)
            }
        }
        return failed
    }

    /// Tries again to write what could not be written.
    private func retryLogs() {
        guard isBlocked, writeLogs().isEmpty else { return }
        isBlocked = false
        blockedUntil = nil
        observer.observe(.recordsRestored)
        var actions: [Scheduler.Action] = []
        scheduler.setBlocked(false, at: time.now, &actions)
        carryOut(&actions)
    }

    private func tell(of record: Record) {
        switch record {
        case .result(let result): observer.observe(.result(result))
        case .control(let control): observer.observe(.control(control))
        case .attempt, .end: break
        }
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
            wake.wall.map { $0 - now.wall }, wake.uptime.map { $0 - now.uptime }, blockedUntil.map { $0 - now.uptime },
        ]
        guard let wait = waits.compactMap({ $0 }).min() else {
            timer = nil
            return
        }
        let delay = min(max(wait, .zero), Self.longestSleep)
        timer = eventLoop.scheduleTask(in: .nanoseconds(delay.nanoseconds)) {
            self.assumeIsolated { conductor in
                conductor.retryLogs()
                conductor.advance()
            }
        }
    }
}
