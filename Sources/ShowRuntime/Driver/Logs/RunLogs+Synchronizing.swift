import Dispatch
import RunLog
import Scheduling
import ShowTime

/// What still has to be brought to the disk for one log, and what is there.
struct DiskRounds {
    /// Runs one round at a time; the log is closed after the last one.
    let queue: DispatchQueue
    /// The id of this host's boot.
    let boot: String
    /// The claim that is to be made next.
    var wanted: Claim?
    /// The deliveries that may leave according to the last claim that was asked for.
    var upcoming: [ClaimedDelivery] = []
    /// When that claim was asked for, by the run's own time.
    var claimTime: Instant?
    /// What the store has as claimed; nil where that is not known.
    var claimed: Set<ClaimedDelivery>?
    var isUnderWay = false
    var isScheduled = false
    /// The number of the run's present store: results from an earlier store are ignored.
    private(set) var store = 0

    init(_ run: RunID, boot: String) {
        self.boot = boot
        queue = DispatchQueue(label: "disk of \(run)", qos: .userInitiated)
    }

    /// From now on the records go into another store, on whose disk all of them are already.
    mutating func beginAnew() {
        claimed = nil
        store += 1
    }
}

/// Brings claims and logs to the disk, so that after a power loss it is known what left: first what may leave, then what did.
extension RunLogs {
    /// How long after a write a log is synchronized.
    private static let roundPause = Interval.milliseconds(250)

    var isAtDisk: Bool { logs.values.contains { $0.disk.isUnderWay } }

    /// Makes a claim: at once, or after the round that is under way.
    func claim(_ claim: Claim) {
        logs[claim.run]?.disk.wanted = claim
        beginRound(claim.run)
    }

    /// Reports once that the disk does not answer, and once that it does again.
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
        // A reload or an operator's command changes what a claim means, so it has to be on the disk before the claim.
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
