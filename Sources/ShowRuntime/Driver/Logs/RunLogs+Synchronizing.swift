import Dispatch
import RunLog
import Scheduling
import ShowTime

/// What of one log is to come to the disk, and what is there.
struct DiskRounds {
    /// One round at a time, and the log is closed behind the last.
    let queue: DispatchQueue
    /// Of this host.
    let boot: String
    /// The claim that is to be made next.
    var wanted: Claim?
    /// What may leave by the last claim that was asked for.
    var upcoming: [ClaimedDelivery] = []
    /// When it was asked for, by the run's own time.
    var claimTime: Instant?
    /// What the store has as claimed; nil where that is not known.
    var claimed: Set<ClaimedDelivery>?
    var isUnderWay = false
    var isScheduled = false
    /// Counts the stores of the run: what comes back from an earlier one says nothing.
    private(set) var store = 0

    init(_ run: RunID, boot: String) {
        self.boot = boot
        queue = DispatchQueue(label: "disk of \(run)", qos: .userInitiated)
    }

    /// The records go into another store from now on, in which they all are on the disk.
    mutating func beginAnew() {
        claimed = nil
        store += 1
    }
}

/// Brings claims and logs to the disk, so that a power loss finds out what left: first what may leave, then what did.
extension RunLogs {
    /// A log is synchronized so long after something was written into it.
    private static let roundPause = Interval.milliseconds(250)

    var isAtDisk: Bool { logs.values.contains { $0.disk.isUnderWay } }

    /// Makes a claim: at once, or when the disk has answered.
    func claim(_ claim: Claim) {
        logs[claim.run]?.disk.wanted = claim
        beginRound(claim.run)
    }

    /// Those who watch are told once that the disk does not answer, and once that it does again.
    func setOverdue(_ run: RunID, _ isOverdue: Bool) {
        let wereAny = !overdue.isEmpty
        if isOverdue { overdue.insert(run) } else { overdue.remove(run) }
        guard wereAny == overdue.isEmpty else { return }
        observer.observe(overdue.isEmpty ? .diskAnswers : .diskStalls(durability))
    }

    func scheduleRound(_ run: RunID) {
        guard durability != .process, logs[run]?.disk.isScheduled == false, logs[run]?.hasAnythingForDisk == true else {
            return
        }
        logs[run]?.disk.isScheduled = true
        after(Self.roundPause) { logs in
            logs.logs[run]?.disk.isScheduled = false
            logs.beginRound(run)
        }
    }

    private func beginRound(_ run: RunID) {
        guard var log = logs[run], log.writer.loss == nil, !log.disk.isUnderWay, log.hasAnythingForDisk else { return }
        let claim = log.disk.wanted
        if let claim {
            log.disk.upcoming = claim.deliveries
            log.disk.claimTime = claim.time
        }
        log.disk.wanted = nil
        log.disk.isUnderWay = true
        let deliveries = log.deliveriesToClaim
        var record: ClaimRecord?
        if log.disk.claimed != Set(deliveries) {
            let time = log.disk.claimTime ?? time.now.wall
            record = ClaimRecord(time: time, run: run, boot: log.disk.boot, deliveries: deliveries)
        }
        // Without a reload or an operator's command before it, nobody could tell what a claim means.
        let isLogFirst = log.writer.hasUnsynchronizedChange
        let attempts = log.writer.beginSynchronizing()
        let number = log.disk.store
        logs[run] = log
        atDisk(log.disk.queue) { [record, store = log.writer.store] in
            Result { () throws(LogError) in
                if isLogFirst { try store.synchronize() }
                if let record { try store.claim(record) }
            }
        } then: { logs, result in
            logs.claimEnded(run, claim, record, number, result)
        }
        atDisk(log.disk.queue) { [store = log.writer.store] in
            Result { () throws(LogError) in try store.synchronize() }
        } then: { logs, result in
            logs.synchronized(run, attempts, number, result)
        }
    }

    private func claimEnded(
        _ run: RunID, _ claim: Claim?, _ record: ClaimRecord?, _ store: Int, _ result: Result<Void, LogError>
    ) {
        let isMade = if case .success = result { logs[run]?.disk.store == store } else { false }
        if let record { logs[run]?.disk.claimed = isMade ? Set(record.deliveries) : nil }
        if let claim { changed(isMade ? .claimed(claim.id) : .claimFailed(claim.id)) }
    }

    private func synchronized(_ run: RunID, _ attempts: Int, _ store: Int, _ result: Result<Void, LogError>) {
        logs[run]?.disk.isUnderWay = false
        let isDone = if case .success = result { true } else { false }
        if logs[run]?.disk.store == store { logs[run]?.writer.synchronized(attempts, isDone: isDone) }
        if logs[run]?.disk.wanted != nil { beginRound(run) } else { scheduleRound(run) }
    }
}

extension RunLogs.Log {
    fileprivate var deliveriesToClaim: [ClaimedDelivery] { writer.unsynchronized?.claim(of: disk.upcoming) ?? [] }

    fileprivate var hasAnythingForDisk: Bool {
        disk.wanted != nil || writer.isUnsynchronized || (disk.claimed ?? []) != Set(deliveriesToClaim)
    }
}
