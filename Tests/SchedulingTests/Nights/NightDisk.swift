import Rehearsing
import RunLog
import ShowTime
import TestSupport

@testable import Scheduling

/// The disk of a simulated night: what a power loss would leave of the logs and the claims.
struct NightDisk {
    struct Store {
        /// The number of bytes of the log that are on the disk.
        var synchronized = 0
        /// The claim that is on the disk.
        var claim: ClaimRecord?
        /// A claim that is being written: it may be on the disk, or not. `after` is the number of bytes of the log that come
        /// before it.
        var writing: (claim: ClaimRecord, after: Int)?
        /// Whether a reload is in the log and perhaps not on the disk.
        var hasChange = false
        var claimTime = Instant(nanoseconds: 0)
        var attempts = UnsynchronizedAttempts()
        var wanted: Claim?
        var upcoming: [ClaimedDelivery] = []
        var isUnderWay = false
        var isScheduled = false
        /// The claimed deliveries that the scheduler may count on.
        var granted: Set<ClaimedDelivery> = []
        var isOverdue = false
        var isClosed = false

        /// Forgets what one process knows and the next does not.
        mutating func forgetProcess(attempts: [ClaimedDelivery]) {
            self.attempts = UnsynchronizedAttempts(attempts)
            writing = nil
            hasChange = false
            wanted = nil
            upcoming = []
            isUnderWay = false
            isScheduled = false
            granted = []
            isOverdue = false
            isClosed = false
        }
    }

    enum Work {
        case begin
        case claimed(Claim.ID?, ClaimRecord?, after: Int)
        case synchronized(bytes: Int, attempts: Int)
        case closed(bytes: Int)
    }

    var stores: [RunID: Store] = [:]
    /// Counts the boots of the host.
    var boot = 1
    var stalledUntil = Uptime(nanoseconds: 0)
    /// Whether the power fails soon after something leaves next.
    var isDoomed = false

    func time(at now: Uptime, using generator: inout SeededGenerator) -> Interval {
        max(stalledUntil - now, .zero) + generator.interval("1ms"..."40ms")
    }
}

/// Brings claims and records to the disk one after the other, as the live driver does it.
extension NightWorld {
    private static let pause: Interval = "250ms"

    private mutating func schedule(_ work: NightDisk.Work, of run: RunID, after time: Interval, _ driver: inout Driver)
    {
        driver.schedule(.disk(life: process.life, run, work), after: time)
    }

    mutating func claim(_ claim: Claim, _ driver: inout Driver) {
        disk.stores[claim.run]!.granted.formIntersection(claim.deliveries)
        disk.stores[claim.run]!.wanted = claim
        beginRound(claim.run, &driver)
    }

    /// Takes note that something was written into a log.
    mutating func wrote(_ run: RunID, _ driver: inout Driver) {
        guard configuration.durability != .process, disk.stores[run]!.isScheduled == false else { return }
        disk.stores[run]!.isScheduled = true
        schedule(.begin, of: run, after: Self.pause, &driver)
    }

    private mutating func beginRound(_ run: RunID, _ driver: inout Driver) {
        guard var store = disk.stores[run], !store.isUnderWay, !store.isClosed else { return }
        let claim = store.wanted
        store.wanted = nil
        if let claim { (store.upcoming, store.claimTime) = (claim.deliveries, claim.time) }
        let deliveries = store.attempts.claim(of: store.upcoming)
        guard claim != nil || logs[run]!.bytes.count > store.synchronized || store.claim?.deliveries != deliveries
        else {
            return
        }
        store.isUnderWay = true
        let record = ClaimRecord(time: store.claimTime, run: run, boot: "\(disk.boot)", deliveries: deliveries)
        let bytes = logs[run]!.bytes.count
        let after = store.hasChange ? bytes : 0
        store.writing = (record, after)
        store.hasChange = false
        disk.stores[run] = store
        schedule(
            .claimed(claim?.id, record, after: after), of: run,
            after: disk.time(at: driver.now.uptime, using: &generator), &driver)
        // What is written by now is synchronized when this time has passed, and not before.
        let attempts = store.attempts.deliveries.count
        schedule(
            .synchronized(bytes: bytes, attempts: attempts), of: run,
            after: disk.time(at: driver.now.uptime, using: &generator) + "40ms", &driver)
    }

    mutating func happen(_ work: NightDisk.Work, of run: RunID, _ driver: inout Driver) {
        switch work {
        case .begin:
            disk.stores[run]!.isScheduled = false
            beginRound(run, &driver)
        case .claimed(let id, let record, let after):
            guard !disk.stores[run]!.isClosed else { return }
            let isWritten = !isDiskFull
            if isWritten {
                disk.stores[run]!.claim = record
                disk.stores[run]!.synchronized = max(disk.stores[run]!.synchronized, after)
            }
            disk.stores[run]!.writing = nil
            guard let id else { return }
            if isWritten { disk.stores[run]!.granted = Set(disk.stores[run]!.upcoming) }
            give(&driver) { if isWritten { $0.claimed(id, at: $1) } else { $0.claimFailed(id, at: $1) } }
        case .synchronized(let bytes, let attempts):
            disk.stores[run]!.isUnderWay = false
            // A log that was closed meanwhile is on the disk as a whole.
            disk.stores[run]!.synchronized = max(disk.stores[run]!.synchronized, bytes)
            disk.stores[run]!.attempts.synchronized(attempts)
            if disk.stores[run]!.wanted != nil { beginRound(run, &driver) } else { wrote(run, &driver) }
        case .closed(let bytes):
            disk.stores[run]!.synchronized = bytes
            disk.stores[run]!.claim = nil
            disk.stores[run]!.writing = nil
            disk.stores[run]!.isClosed = true
        }
    }

    /// Closes the store of a run that is over or stops: its log comes to the disk, and nothing of it is claimed any more.
    mutating func close(_ run: RunID, _ driver: inout Driver) {
        schedule(
            .closed(bytes: logs[run]!.bytes.count), of: run,
            after: disk.time(at: driver.now.uptime, using: &generator), &driver)
    }

    /// Checks that what leaves is claimed, unless the disk does not answer and the show goes on.
    mutating func checkClaim(of attempt: AttemptRecord, at now: Moment) {
        guard configuration.durability != .process, let store = disk.stores[attempt.run] else { return }
        let delivery = ClaimedDelivery(attempt)
        let isClaimed =
            store.claim?.deliveries.contains(delivery) == true && store.claim?.boot == "\(disk.boot)"
            && store.writing?.claim.deliveries.contains(delivery) ?? true
        if isClaimed { return }
        if configuration.durability == .power, store.isOverdue {
            books[attempt.run]!.unclaimed.insert(NightBook.Key(attempt))
        } else {
            report("\(attempt.delivery) leaves without being claimed", at: now)
        }
    }

    /// Restarts the host in an orderly way: all that was written is on its disk.
    mutating func rebootHost() {
        disk.boot += 1
        for run in runs { disk.stores[run]?.synchronized = logs[run]!.bytes.count }
    }

    mutating func arrangePowerLoss(_ driver: inout Driver) {
        if generator.chance(0.3) { losePower(&driver) } else { disk.isDoomed = true }
    }

    /// Makes the power fail soon after something leaves, where that is arranged: it is in the log then, and perhaps not on the
    /// disk.
    mutating func failPowerIfDoomed(_ driver: inout Driver) {
        guard disk.isDoomed else { return }
        disk.isDoomed = false
        driver.schedule(.powerLost, after: generator.interval(.zero..."500ms"))
    }

    /// Lets the host die. Any beginning of what was not synchronized is left, perhaps with NUL bytes behind it.
    mutating func losePower(_ driver: inout Driver) {
        guard configuration.durability != .process else { return }
        for run in runs {
            guard var store = disk.stores[run] else { continue }
            let length = logs[run]!.bytes.count
            let kept =
                generator.chance(0.5) ? store.synchronized : .random(in: store.synchronized...length, using: &generator)
            logs[run]!.cut(to: kept)
            if generator.chance(0.4) { logs[run]!.append([UInt8](repeating: 0, count: length - kept)) }
            if let writing = store.writing, kept >= writing.after, generator.chance(0.5) { store.claim = writing.claim }
            disk.stores[run] = store
            if books[run]!.isEnded, logs[run]!.wholeRecords.last?.isEnd != true { books[run]!.isEnded = false }
        }
        disk.boot += 1
        disk.stalledUntil = driver.now.uptime
        guard process.isAlive else { return }
        let pauses: [Interval] = ["1s", "3s", "20s", "1m"]
        endProcess(restartAfter: pauses.randomElement(using: &generator)!, &driver)
    }

    /// Prepares what a start finds of a run: the log is cut to its whole lines, which count as being on the disk from then on.
    ///
    /// - Returns: what was claimed in an earlier boot of the host; nil where nothing was.
    mutating func recoverStore(of run: RunID) -> ClaimRecord? {
        logs[run]!.cut(to: logs[run]!.wholeLength)
        let claim = disk.stores[run, default: NightDisk.Store()].claim.flatMap { $0.boot == "\(disk.boot)" ? nil : $0 }
        disk.stores[run, default: NightDisk.Store()].forgetProcess(attempts: claim?.deliveries ?? [])
        disk.stores[run]!.synchronized = logs[run]!.bytes.count
        return claim
    }
}

extension Record {
    fileprivate var isEnd: Bool { if case .end = self { true } else { false } }
}
