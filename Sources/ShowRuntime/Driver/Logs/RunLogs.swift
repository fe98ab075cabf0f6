import Dispatch
import NIOCore
import RunLog
import Scheduling
import ShowTime

/// The logs of the runs that are played: writes them, and closes those that are complete.
///
/// It lives on the event loop of its driver. What waits for a disk is done on other threads, whose results come back to the loop:
/// a slow disk delays no message.
final class RunLogs {
    /// Something that the driver has to know.
    enum Change {
        /// Records cannot be written: nothing may be begun. Not reported where the result of ``write()`` says it.
        case blocked
        case unblocked
        case claimed(Claim.ID)
        case claimFailed(Claim.ID)
        /// A log is whole and on the disk.
        case closed
    }

    struct Log {
        var writer: RunLogWriter
        var disk: DiskRounds
    }

    let eventLoop: any EventLoop
    let time: any TimeSource
    let observer: any ShowObserver
    let durability: Durability
    let changed: (Change) -> Void

    var logs: [RunID: Log] = [:]
    /// Why logs could not be written at the last attempt to write something.
    var unwritable: [RunID: String] = [:]
    /// How many logs are complete and are being synchronized.
    private var closing = 0
    /// Whether nothing may be begun until the logs can be written again.
    private(set) var isBlocked = false
    /// Whether the logs are being looked at.
    var isInspecting = false
    var isWatching = false
    /// How often the logs were looked at.
    var looks = 0
    /// Logs that are being written again.
    var restoring: Set<RunID> = []
    /// Runs whose claims the disk does not answer in time.
    var overdue: Set<RunID> = []
    /// Records that the observer is told of once they are written, in the order in which they happened.
    private var untold: [Record] = []

    private static let retryPause = Interval.seconds(1)

    init(
        on eventLoop: any EventLoop, _ time: any TimeSource, _ observer: any ShowObserver, _ durability: Durability,
        changed: @escaping (Change) -> Void
    ) {
        self.eventLoop = eventLoop
        self.time = time
        self.observer = observer
        self.durability = durability
        self.changed = changed
    }

    func has(_ run: RunID) -> Bool { logs[run] != nil }

    /// Whether every log is closed.
    var isIdle: Bool { logs.isEmpty && closing == 0 }

    /// Why nothing may be begun, nil where it may.
    var reasonForBlocking: String? { unwritable.min { $0.key.description < $1.key.description }?.value }

    func begin(_ run: PreparedRun, after recovery: RunRecovery?, into store: any RecordStore) {
        var book = recovery?.book ?? RunBook()
        book.take(.run(run.header))
        // What an earlier process claimed stays claimed until the log says, on the disk, how it ended.
        let claimed = UnsynchronizedAttempts(recovery?.claims?.deliveries ?? [])
        logs[run.id] = Log(
            writer: RunLogWriter(store, book: book, unsynchronized: durability == .process ? nil : claimed),
            disk: DiskRounds(run.id, boot: run.header.boot ?? ""))
        watch()
    }

    // MARK: Writing

    /// Writes a record with the next ``write()``. Those who watch are told of it then, and not before it is in the log.
    func add(_ record: Record) {
        logs[record.run]?.writer.add(record)
        untold.append(record)
    }

    /// Notes that a run is over, or stops, so that its log can be closed once everything is written.
    ///
    /// - Parameter lastWord: the event that is reported then.
    func end(_ run: RunID, with lastWord: ShowEvent) { logs[run]?.writer.lastWord = lastWord }

    /// Writes all pending records, and closes logs that are complete. Returns the runs whose logs could not be written.
    func write() -> Set<RunID> {
        var failed: Set<RunID> = []
        for run in Array(logs.keys) {
            do throws(LogError) {
                if try logs[run]?.writer.write() == true {
                    noteWritten(run)
                    scheduleRound(run)
                }
                if let log = logs[run], let lastWord = log.writer.lastWord { close(log, of: run, lastWord) }
            } catch {
                failed.insert(run)
                if unwritable.isEmpty { observer.observe(.recordsBlocked(reason: error.message)) }
                unwritable[run] = error.message
            }
        }
        tell(but: failed)
        return failed
    }

    /// Tells the observer which records are in the logs by now. An attempt that was not written is not made, and is dropped.
    private func tell(but failed: Set<RunID>) {
        for record in untold where !failed.contains(record.run) { tell(record) }
        guard !failed.isEmpty else { return untold.removeAll(keepingCapacity: true) }
        untold.removeAll { record in
            if case .attempt = record { return true }
            return !failed.contains(record.run)
        }
    }

    private func tell(_ record: Record) {
        switch record {
        case .attempt(let attempt): observer.observe(.attempt(attempt))
        case .result(let result): observer.observe(.result(result))
        case .control(let control): observer.observe(.control(control))
        case .run, .end: break
        }
    }

    /// Notes that a log was written. Only this shows that it can be written: a retry with nothing to write does not.
    func noteWritten(_ run: RunID) {
        guard unwritable.removeValue(forKey: run) != nil, unwritable.isEmpty else { return }
        observer.observe(.recordsRestored)
    }

    // MARK: Closing

    /// Closes a log on another thread: the disk may take its time to synchronize, which must not delay the messages of other
    /// runs.
    private func close(_ log: Log, of run: RunID, _ lastWord: ShowEvent) {
        logs[run] = nil
        unwritable[run] = nil
        overdue.remove(run)
        closing += 1
        var log = log
        let book = log.writer.contents()
        let now = time.now.wall
        atDisk(log.disk.queue) { [store = log.writer.store, durability] () -> ShowEvent? in
            // Not only when the last reference is gone: whoever is told of the end may begin the run anew.
            defer { store.letGo() }
            do throws(LogError) {
                let loss = store.inspect()
                var whole = store
                if let loss { whole = try store.restored(after: loss, from: book, run: run, at: now) }
                try whole.synchronize()
                if durability != .process { whole.endClaims() }
                return loss.map { ShowEvent.logLost(run, reason: $0.reason) }
            } catch {
                return .recordsLost(run, reason: error.message)
            }
        } then: { logs, lost in
            if let lost { logs.observer.observe(lost) }
            logs.closing -= 1
            logs.observer.observe(lastWord)
            logs.changed(.closed)
        }
    }

    // MARK: Trying again

    /// Lets nothing be begun from now on. Returns false if that was so before.
    func block() -> Bool {
        guard !isBlocked else { return false }
        isBlocked = true
        retryLater()
        return true
    }

    private func retryLater() { after(Self.retryPause) { $0.retry() } }

    /// Tries again to write what could not be written.
    func retry() {
        guard isBlocked else { return }
        for run in Array(logs.keys) { restore(run) }
        guard write().isEmpty else { return retryLater() }
        isBlocked = false
        changed(.unblocked)
    }

    /// Gives up what cannot be written: a full disk must not keep the process from ending. Attempts of which the log says too
    /// little count as unknown at the next start, so nothing is shown twice.
    func giveUp() {
        for run in write() {
            logs[run] = nil
            observer.observe(.recordsLost(run, reason: unwritable.removeValue(forKey: run) ?? ""))
        }
        // Only the observer still learns of these records.
        tell(but: [])
        isBlocked = false
    }

    // MARK: Elsewhere and later

    func after(_ interval: Interval, _ body: @escaping (RunLogs) -> Void) {
        let bound = NIOLoopBound((self, body), eventLoop: eventLoop)
        _ = eventLoop.scheduleTask(in: .nanoseconds(interval.nanoseconds)) { bound.value.1(bound.value.0) }
    }

    /// Does on a queue what may wait for a disk, then goes on here with its result.
    func atDisk<Result: Sendable>(
        _ queue: DispatchQueue, _ body: @escaping @Sendable () -> Result,
        then: @escaping (RunLogs, Result) -> Void
    ) {
        let bound = NIOLoopBound((self, then), eventLoop: eventLoop)
        queue.async { [eventLoop] in
            let result = body()
            eventLoop.execute { bound.value.1(bound.value.0, result) }
        }
    }
}
