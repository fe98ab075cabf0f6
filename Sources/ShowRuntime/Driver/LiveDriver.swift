import Dispatch
package import NIOCore
package import RunLog
package import Scheduling
package import ShowTime
import Synchronization
package import Timelines
package import ZegoAPI

/// Drives the scheduler on the night: owns the clock, the logs and the transport, and decides nothing.
///
/// It takes the steps of the driver in virtual time: it gives the scheduler an input, ticks, settles what came of it, and waits
/// until the next wake. It lives on an event loop of its own, so that the order of what happens is the order in the logs, and
/// a slow disk delays no answer. Everything that an input brings about is carried out before the next input is looked at.
package actor LiveDriver {
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
    private var serverClock = ServerClockWatch()
    private var directSends: [Attempt.ID: WaitingSend] = [:]
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []
    private var isShuttingDown = false
    private var upcoming: [UpcomingStart] = []
    /// Why logs could not be written when there was last something to write into them.
    private var unwritable: [RunID: String] = [:]
    /// Whether the logs are being looked at.
    private var isInspecting = false
    private var isWatching = false
    /// How often the logs were looked at.
    private var looks = 0
    /// Logs that are being written again.
    private var restoring: Set<RunID> = []
    /// When the logs are tried again. Until then the scheduler begins nothing.
    private var retryAt: Uptime?
    /// What has ended and was not looked at yet. Filled by the transport from its threads.
    private let inbox = Mutex<[Ended]>([])

    private enum Ended {
        case attempt(Attempt.ID, AttemptEnd)
        case probe(Probe.ID, AttemptEnd)
    }

    /// A direct send whose caller waits for its end.
    private struct WaitingSend {
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
        var book = run.recovery?.book ?? RunBook()
        book.take(.run(run.header))
        logs[run.id] = RunLogWriter(store, book: book)
        watchLogs()
        give {
            $0.load(
                run.id, run.timeline, recovery: run.recovery, skipsBeforeStart: run.skipsBeforeStart,
                isOver: run.isOver, clock: run.clock, at: $1)
        }
    }

    package func perform(_ command: Command, on run: RunID) throws(CommandError) {
        try give { scheduler, now throws(CommandError) in try scheduler.perform(command, on: run, at: now) }
    }

    /// Goes on with another version of a run's timeline. What takes long is done beside the show.
    ///
    /// - Parameter sha256: of all that was read for it.
    package func reload(_ run: RunID, _ timeline: Timeline, sha256: String = "") async {
        while let basis = scheduler.reloadBasis(of: run) {
            let prepared = await Self.prepare(basis, timeline, sha256: sha256)
            // Once more where somebody else reloaded it meanwhile.
            if give({ $0.reload(run, prepared, at: $1) }) { return }
        }
    }

    @concurrent
    private static func prepare(_ basis: ReloadBasis, _ timeline: Timeline, sha256: String) async -> PreparedReload {
        PreparedReload(basis, timeline, sha256: sha256)
    }

    /// Takes note that what was read again was refused.
    package func refuseReload(of run: RunID, because reason: String) {
        give { $0.refuseReload(of: run, because: reason, at: $1) }
    }

    /// Lets nothing new leave, and gives what is on its way `grace` to end. What cannot be written by then is given up.
    package func shutDown(grace: Interval) {
        guard !isShuttingDown else { return }
        isShuttingDown = true
        give { $0.shutDown(at: $1) }
        _ = after(grace) { driver in
            driver.give { $0.graceIsOver(at: $1) }
            driver.giveUpLogs()
            driver.tick()
        }
    }

    /// Stops one run; the others go on.
    package func stop(_ run: RunID, grace: Interval) throws(CommandError) {
        try perform(.stop, on: run)
        _ = after(grace) { driver in driver.give { $0.graceIsOver(for: run, at: $1) } }
    }

    // MARK: Direct sends

    /// How long one may wait for its turn. Less than its caller waits: a caller must not hear that it was not sent and then
    /// have it sent.
    package static let longestSendWait = Interval.seconds(15)

    /// Sends one message outside of any run and waits for how it ended.
    ///
    /// - Parameter patience: how long it may wait for its turn: for the quota, for an account that is held, for a log.
    package func send(_ message: DirectMessage, patience: Interval = LiveDriver.longestSendWait) async -> AttemptEnd {
        await withCheckedContinuation { continuation in
            let id = scheduler.send(
                roomID: message.roomID, sender: message.sender, category: message.category, content: message.text,
                at: time.now)
            directSends[id] = WaitingSend(continuation: continuation)
            settle()
            if directSends[id]?.isOnItsWay == false {
                directSends[id]?.patience = after(patience) { $0.giveUpSend(id) }
            }
            arm()
        }
    }

    /// How many wait for their turn.
    var waitingSends: Int { directSends.values.count { !$0.isOnItsWay } }

    private func giveUpSend(_ id: Attempt.ID) {
        guard let message = directSends[id], !message.isOnItsWay else { return }
        directSends[id] = nil
        let reason =
            if scheduler.isAccountHeld {
                "nothing gets through for the account"
            } else if scheduler.isNetworkHeld {
                "ZEGO cannot be reached"
            } else if !unwritable.isEmpty {
                "the log cannot be written"
            } else {
                "the quota left no room for it in time"
            }
        message.continuation.resume(returning: AttemptEnd(.notSent, reason: reason))
    }

    // MARK: State

    /// Returns when every run has ended or was stopped, and every log is written.
    package func waitUntilIdle() async {
        guard !isIdle else { return }
        await withCheckedContinuation { idleWaiters.append($0) }
    }

    private var isIdle: Bool { scheduler.isIdle && logs.isEmpty && closing == 0 }

    package var status: SchedulerStatus {
        var status = scheduler.status(at: time.now)
        status.isBlocked = !unwritable.isEmpty
        status.upcoming = upcoming
        status.clockAhead = serverClock.ahead
        return status
    }

    /// Notes the next starts of timelines that start again and again, for ``status``.
    package func setUpcoming(_ upcoming: [UpcomingStart]) { self.upcoming = upcoming }

    /// Tells the observer of something that happened around the show.
    package nonisolated func report(_ event: ShowEvent) { observer.observe(event) }

    // MARK: The loop

    /// Gives the scheduler one input, then the time, and settles what comes of both.
    @discardableResult
    private func give<Result, Failure: Error>(
        _ input: (inout Scheduler, Moment) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let result = try input(&scheduler, time.now)
        settle()
        tick()
        return result
    }

    private func tick() {
        scheduler.tick(at: time.now)
        settle()
        arm()
        resumeIdleWaiters()
    }

    /// Carries out the scheduler's actions until there are none.
    private func settle() {
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
        // One hop for all that end until it is made.
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

    /// Writes what is to be written, then sends what has its record.
    private func carryOut(_ actions: [Scheduler.Action]) {
        var attempts: [Attempt] = []
        for action in actions {
            switch action {
            case .record(let record):
                logs[record.run]?.add(record)
                observe(record)
            case .attempt(let attempt):
                if let record = attempt.record { logs[record.run]?.add(.attempt(record)) }
                attempts.append(attempt)
            case .probe(let probe): transport.probe(probe) { [self] in deliver(.probe($0, $1)) }
            case .ended(let run, let tally): logs[run]?.lastWord = .ended(run, tally)
            case .stopped(let run): logs[run]?.lastWord = .stopped(run)
            case .directSendEnded(let id, let end):
                let message = directSends.removeValue(forKey: id)
                message?.patience?.cancel()
                message?.continuation.resume(returning: end)
            }
        }
        let failed = writeLogs()
        for attempt in attempts {
            if mayBeSent(attempt, failed) {
                warmth.used(at: time.now.uptime)
                transport.send(attempt) { [self] in deliver(.attempt($0, $1)) }
            } else {
                scheduler.withdraw(attempt.id, at: time.now)
            }
        }
        if !failed.isEmpty, retryAt == nil {
            retryAt = time.now.uptime + Self.retryPause
            scheduler.setBlocked(true, at: time.now)
        }
    }

    /// Whether its record is written, or of a direct send, whether its caller still waits.
    private func mayBeSent(_ attempt: Attempt, _ failed: Set<RunID>) -> Bool {
        if let run = attempt.run { return logs[run] != nil && !failed.contains(run) }
        guard let message = directSends[attempt.id] else { return false }
        message.patience?.cancel()
        directSends[attempt.id]?.isOnItsWay = true
        return true
    }

    private func observe(_ record: Record) {
        switch record {
        case .result(let result): observer.observe(.result(result))
        case .control(let control): observer.observe(.control(control))
        case .run, .attempt, .end: break
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
        var log = log
        let book = log.contents()
        let now = time.now.wall
        DispatchQueue.global(qos: .utility).async { [eventLoop, store = log.store] in
            var lost: ShowEvent?
            if let loss = store.inspect() {
                do throws(LogError) {
                    try store.restored(after: loss, from: book, run: run, at: now).synchronize()
                    lost = .logLost(run, reason: loss.reason)
                } catch {
                    lost = .recordsLost(run, reason: "\(loss.reason), and \(error.message)")
                }
            } else {
                store.synchronize()
            }
            eventLoop.execute { [lost] in
                self.assumeIsolated { driver in
                    if let lost { driver.observer.observe(lost) }
                    driver.closed(lastWord)
                }
            }
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
        for run in Array(logs.keys) { restore(run) }
        guard writeLogs().isEmpty else {
            retryAt = time.now.uptime + Self.retryPause
            return
        }
        retryAt = nil
        scheduler.setBlocked(false, at: time.now)
        settle()
    }

    /// Gives up what cannot be written: a full disk must not keep the process from ending. What the log does not say of
    /// attempts counts as unknown at the next start, so nothing is shown twice.
    private func giveUpLogs() {
        for run in writeLogs() {
            logs[run] = nil
            observer.observe(.recordsLost(run, reason: unwritable.removeValue(forKey: run) ?? ""))
        }
        retryAt = nil
    }

    // MARK: Watching the logs

    private static let watchPause = Interval.seconds(1)
    /// Logs are touched once a minute: a start that finds one asks how long ago it was played.
    private static let looksPerTouch = 60

    /// Looks once a second whether the logs are still there, for as long as there are any.
    private func watchLogs() {
        guard !isWatching, !logs.isEmpty else { return }
        isWatching = true
        _ = after(Self.watchPause) { driver in
            driver.isWatching = false
            driver.inspectLogs()
            driver.watchLogs()
        }
    }

    /// A disk that hangs must not delay what is sent: the files are looked at elsewhere, one look at a time.
    private func inspectLogs() {
        guard !isInspecting else { return }
        isInspecting = true
        let stores = logs.filter { $0.value.loss == nil }.mapValues(\.store)
        looks += 1
        let touches = looks % Self.looksPerTouch == 0
        DispatchQueue.global(qos: .utility).async { [eventLoop] in
            if touches { for store in stores.values { store.touch() } }
            let losses = stores.compactMapValues { $0.inspect() }
            eventLoop.execute { self.assumeIsolated { $0.inspected(losses) } }
        }
    }

    private func inspected(_ losses: [RunID: LogLoss]) {
        isInspecting = false
        for (run, loss) in losses where logs[run] != nil && logs[run]?.loss == nil {
            logs[run]?.lose(loss)
            unwritable[run] = loss.reason
            observer.observe(.logLost(run, reason: loss.reason))
            restore(run)
        }
        guard !losses.isEmpty, retryAt == nil else { return }
        retryAt = time.now.uptime + Self.retryPause
        scheduler.setBlocked(true, at: time.now)
        settle()
        arm()
    }

    /// Writes a whole log again in the place of one that was lost.
    private func restore(_ run: RunID) {
        guard let loss = logs[run]?.loss, !restoring.contains(run), let book = logs[run]?.contents(),
            let store = logs[run]?.store
        else { return }
        restoring.insert(run)
        let now = time.now.wall
        DispatchQueue.global(qos: .utility).async { [eventLoop] in
            let result = Result { () throws(LogError) in
                try store.restored(after: loss, from: book, run: run, at: now)
            }
            eventLoop.execute { self.assumeIsolated { $0.restored(run, result) } }
        }
    }

    private func restored(_ run: RunID, _ result: Result<any RecordStore, LogError>) {
        restoring.remove(run)
        guard logs[run] != nil else { return }
        switch result {
        case .failure(let error): unwritable[run] = error.message
        case .success(let store):
            logs[run]?.goOn(with: store)
            noteWritten(run)
            retryLogs()
            tick()
        }
    }

    // MARK: Waking

    /// The wall clock may be stepped: it is looked at again at least this often.
    private static let longestSleep = Interval.seconds(1)

    private func arm() {
        timer?.cancel()
        let now = time.now
        let wake = scheduler.nextWake
        if let wait = wake.waitForDue(from: now), warmth.isNeeded(for: wait, at: now.uptime) { transport.warmUp() }
        let waits = [wake.wait(from: now), retryAt.map { max($0 - now.uptime, .zero) }]
        guard let wait = waits.compactMap({ $0 }).min() else {
            timer = nil
            return
        }
        timer = after(min(wait, Self.longestSleep)) { driver in
            driver.retryLogs()
            driver.tick()
        }
    }

    private func after(
        _ interval: Interval, _ body: @escaping @Sendable (isolated LiveDriver) -> Void
    ) -> Scheduled<Void> {
        eventLoop.scheduleTask(in: .nanoseconds(interval.nanoseconds)) { self.assumeIsolated { body($0) } }
    }
}
