package import NIOCore
package import Scheduling
package import ShowTime
import Synchronization
import Timelines
package import ZegoAPI

/// Drives the scheduler on the night: owns the clock, the logs and the transport, and decides nothing.
///
/// It takes the same steps as the driver in virtual time: it gives the scheduler an input, ticks, settles what came of it, and
/// waits until the next wake. It lives on an event loop of its own, so that events are logged in the order in which they happen,
/// and a slow disk delays no answer. Everything that an input brings about is carried out before the next input is looked at.
package actor LiveDriver {
    private let eventLoop: any EventLoop
    let time: any TimeSource
    private let transport: any AttemptTransport
    private let observer: any ShowObserver
    private let noteCall: @Sendable (Uptime) -> Void

    var scheduler: Scheduler
    lazy var logs = RunLogs(on: eventLoop, time, observer, scheduler.configuration.durability) { [weak self] change in
        self?.assumeIsolated { $0.take(change) }
    }
    private var timer: Scheduled<Void>?
    private var warmth = ConnectionWarmth()
    private var serverClock = ServerClockWatch()
    var directSends = WaitingSends()
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []
    var isShuttingDown = false
    private var upcoming: [UpcomingShow] = []
    private var callRate = CallRate()
    /// Attempts and probes that have ended and were not looked at yet. Filled by the transport from its threads.
    private let inbox = Mutex<[Ended]>([])

    private enum Ended {
        case attempt(Attempt.ID, AttemptEnd)
        case probe(Probe.ID, AttemptEnd)
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { eventLoop.executor.asUnownedSerialExecutor() }

    package init(
        _ configuration: Scheduler.Configuration, on eventLoop: any EventLoop, time: any TimeSource,
        transport: any AttemptTransport, observer: any ShowObserver,
        noteCall: @escaping @Sendable (Uptime) -> Void = { _ in }
    ) {
        self.eventLoop = eventLoop
        self.time = time
        self.transport = transport
        self.observer = observer
        self.noteCall = noteCall
        scheduler = Scheduler(configuration)
    }

    // MARK: State

    /// Returns when every run has ended or was stopped, and every log is written.
    package func waitUntilIdle() async {
        guard !isIdle else { return }
        await withCheckedContinuation { idleWaiters.append($0) }
    }

    private var isIdle: Bool { scheduler.isIdle && logs.isIdle }

    /// Whether a claim or a log is being brought to a disk.
    var isAtDisk: Bool { logs.isAtDisk }

    /// Everything as it stands, to be looked at beside the show.
    package var state: ShowState {
        let now = time.now
        return ShowState(
            snapshot: scheduler.snapshot(at: now), logProblem: logs.reasonForBlocking, upcoming: upcoming,
            clockAhead: serverClock.ahead, callsPerSecond: callRate.perSecond(at: now.uptime))
    }

    package var status: SchedulerStatus {
        var status = scheduler.status(at: time.now)
        status.isBlocked = logs.reasonForBlocking != nil
        status.upcoming = upcoming.map { UpcomingStart(timeline: $0.timeline.name, start: $0.start) }
        status.clockAhead = serverClock.ahead
        return status
    }

    /// Notes the next starts of timelines that start again and again, for ``status``.
    package func setUpcoming(_ upcoming: [UpcomingShow]) { self.upcoming = upcoming }

    /// Tells the observer of something that happened around the show.
    package nonisolated func report(_ event: ShowEvent) { observer.observe(event) }

    // MARK: The loop

    /// Gives the scheduler one input, then the time, and settles what comes of both.
    @discardableResult
    func give<Result, Failure: Error>(
        _ input: (inout Scheduler, Moment) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let result = try input(&scheduler, time.now)
        settle()
        tick()
        return result
    }

    func tick() {
        scheduler.tick(at: time.now)
        settle()
        arm()
        resumeIdleWaiters()
    }

    /// Carries out the scheduler's actions until there are none.
    func settle() {
        while true {
            let actions = scheduler.takeActions()
            if actions.isEmpty { return }
            carryOut(actions)
        }
    }

    private func resumeIdleWaiters() {
        guard isIdle else { return }
        for waiter in idleWaiters { waiter.resume() }
        idleWaiters = []
    }

    /// From any thread: an attempt or a probe has ended.
    private nonisolated func deliver(_ ended: Ended) {
        let isFirst = inbox.withLock { inbox in
            inbox.append(ended)
            return inbox.count == 1
        }
        // One hop to the event loop serves all that end before it is made.
        if isFirst { eventLoop.execute { self.assumeIsolated { $0.emptyInbox() } } }
    }

    private func emptyInbox() {
        let ended = inbox.withLock { inbox in
            let ended = inbox
            inbox.removeAll(keepingCapacity: true)
            return ended
        }
        for ended in ended { noteClock(of: ended) }
        give { scheduler, now in
            for ended in ended {
                switch ended {
                case .attempt(let id, let end): scheduler.attemptEnded(id, end, at: now)
                case .probe(let id, let end): scheduler.probeEnded(id, end, at: now)
                }
            }
        }
    }

    private func noteClock(of ended: Ended) {
        switch ended {
        case .attempt(_, let end), .probe(_, let end):
            guard let reading = end.clock else { return }
            switch serverClock.note(reading, at: time.now.uptime) {
            case .wrong(let ahead): observer.observe(.clockWrong(ahead: ahead))
            case .right: observer.observe(.clockRight)
            case nil: break
            }
        }
    }

    // MARK: Actions

    /// The most actions that are written at once: an input that ends a hundred thousand deliveries is not written in one piece.
    private static let mostWrittenAtOnce = 4096

    /// Writes the records, then sends the attempts whose records are written, and finally makes the claims for what may leave
    /// next.
    private func carryOut(_ actions: [Scheduler.Action]) {
        var failed: Set<RunID> = []
        var claims: [Claim] = []
        for first in stride(from: 0, to: actions.count, by: Self.mostWrittenAtOnce) {
            let piece = actions[first..<min(first + Self.mostWrittenAtOnce, actions.count)]
            let attempts = write(piece, claims: &claims)
            failed.formUnion(logs.write())
            for attempt in attempts { send(attempt, failed) }
        }
        for claim in claims {
            if failed.contains(claim.run) {
                scheduler.claimFailed(claim.id, at: time.now)
            } else {
                logs.claim(claim)
            }
        }
        if !failed.isEmpty, logs.block() { scheduler.setBlocked(true, at: time.now) }
    }

    /// Hands records to the logs. Returns the attempts that are to be made once they are written.
    private func write(_ actions: ArraySlice<Scheduler.Action>, claims: inout [Claim]) -> [Attempt] {
        var attempts: [Attempt] = []
        for action in actions {
            switch action {
            case .record(let record): logs.add(record)
            case .attempt(let attempt):
                if let record = attempt.record { logs.add(.attempt(record)) }
                attempts.append(attempt)
            case .probe(let probe): transport.probe(probe) { [self] in deliver(.probe($0, $1)) }
            case .claim(let claim): claims.append(claim)
            case .claimsOverdue(let run, let areOverdue): logs.setOverdue(run, areOverdue)
            case .ended(let run, let tally): logs.end(run, with: .ended(run, tally))
            case .stopped(let run): logs.end(run, with: .stopped(run))
            case .directSendEnded(let id, let end): directSends.end(id, end)
            }
        }
        return attempts
    }

    /// Sends an attempt if it may be sent; otherwise gives it back to the scheduler.
    private func send(_ attempt: Attempt, _ failed: Set<RunID>) {
        guard mayBeSent(attempt, failed) else { return scheduler.withdraw(attempt.id, at: time.now) }
        let now = time.now.uptime
        warmth.used(at: now)
        callRate.add(at: now)
        noteCall(now)
        transport.send(attempt) { [self] in deliver(.attempt($0, $1)) }
    }

    /// Whether the record of an attempt is written, or, for a direct send, whether its caller still waits.
    private func mayBeSent(_ attempt: Attempt, _ failed: Set<RunID>) -> Bool {
        if let run = attempt.run { return logs.has(run) && !failed.contains(run) }
        return directSends.leave(attempt.id)
    }

    /// Acts on a change of the logs.
    private func take(_ change: RunLogs.Change) {
        switch change {
        case .blocked: give { $0.setBlocked(true, at: $1) }
        case .unblocked: give { $0.setBlocked(false, at: $1) }
        case .claimed(let id): give { $0.claimed(id, at: $1) }
        case .claimFailed(let id): give { $0.claimFailed(id, at: $1) }
        case .closed: resumeIdleWaiters()
        }
    }

    // MARK: Waking

    /// The wall clock may be stepped: it is looked at again at least this often.
    private static let longestSleep = Interval.seconds(1)

    func arm() {
        timer?.cancel()
        let now = time.now
        let wake = scheduler.nextWake
        if let wait = wake.waitForDue(from: now), warmth.isNeeded(for: wait, at: now.uptime) { transport.warmUp() }
        timer = wake.wait(from: now).map { wait in after(min(wait, Self.longestSleep)) { $0.tick() } }
    }

    func after(
        _ interval: Interval, _ body: @escaping @Sendable (isolated LiveDriver) -> Void
    ) -> Scheduled<Void> {
        eventLoop.scheduleTask(in: .nanoseconds(interval.nanoseconds)) { self.assumeIsolated { body($0) } }
    }
}
