import HeapModule
import ShowTime
import Timelines

/// Deliveries that are due and wait: for the quota, for their room, or for their next try.
///
/// The order of what waits for the quota: system before chat, which has a twentieth of the slots; within a category the runs
/// take turns; within a run the earliest deadline goes first.
struct ReadyQueue: Sendable {
    private struct Retry: Comparable, Sendable {
        var time: Uptime
        var delivery: Delivery

        static func < (left: Retry, right: Retry) -> Bool {
            left.time != right.time ? left.time < right.time : left.delivery < right.delivery
        }
    }

    private var system = CategoryQueue()
    private var chat = CategoryQueue()
    private var chatShare = ReservedShare()
    private(set) var parked = ParkedDeliveries()
    private var retries: Heap<Retry> = []
    /// What waits until it is claimed.
    private var unclaimed = UnclaimedDeliveries()
    /// Counts of all that waits, by the number of the run; nil where nobody needs them.
    private var dues: [DueCounts]? = []

    /// Whether anything waits for nothing but the quota.
    var hasReady: Bool { !system.isEmpty || !chat.isEmpty }

    /// How many runs take turns at present.
    var runCount: Int { system.isEmpty ? chat.runCount : system.runCount }

    mutating func insert(_ delivery: Delivery) {
        count(delivery)
        takeTurn(delivery)
    }

    /// Puts a delivery that is counted already where it waits for nothing but the quota.
    private mutating func takeTurn(_ delivery: Delivery) {
        switch delivery.category {
        case .system: system.insert(delivery)
        case .chat: chat.insert(delivery)
        }
    }

    mutating func popFirst() -> Delivery? {
        var first = chatShare.isSecondsTurn ? chat.popFirst() : nil
        if first == nil { first = system.popFirst() ?? chat.popFirst() }
        if let first { discount(first) }
        return first
    }

    /// Takes note that a delivery that was taken out has left: its run has had its turn.
    mutating func left(_ delivery: Delivery) {
        switch delivery.category {
        case .system:
            system.left(delivery)
            chatShare.firstLeft(whileSecondWaits: !chat.isEmpty)
        case .chat:
            chat.left(delivery)
            chatShare.secondLeft()
        }
        parked.left(delivery)
    }

    /// Puts a delivery aside until its next try. That must be no later than when it becomes too late: retries are not searched
    /// for what is too late.
    mutating func insert(_ delivery: Delivery, retryAt time: Uptime) {
        count(delivery)
        retries.insert(Retry(time: time, delivery: delivery))
    }

    /// Brings back what waits for its next try, whenever that would be.
    mutating func releaseRetries() {
        for retry in retries.unordered { takeTurn(retry.delivery) }
        retries = []
    }

    /// Puts a delivery aside until its room is free.
    mutating func park(_ delivery: Delivery, until time: Uptime) {
        count(delivery)
        parked.park(delivery, until: time)
    }

    /// Takes note of when the deliveries parked for a room can go on. To be called after each delivery that was taken out, for its
    /// room.
    mutating func looked(atRoom slot: Int32, isFreeAt time: Uptime) { parked.looked(atRoom: slot, isFreeAt: time) }

    /// Brings back what need not wait any longer.
    mutating func release(at now: Uptime) {
        while let retry = retries.min, retry.time <= now {
            retries.removeMin()
            takeTurn(retry.delivery)
        }
        for delivery in parked.release(at: now) { takeTurn(delivery) }
    }

    /// When something that waits for its room or its retry comes back.
    var nextRelease: Uptime? { earlier(retries.min?.time, parked.nextRelease) }

    // MARK: Lateness

    /// The earliest instant after which a delivery of the run may be too late.
    func deadline(ofRun run: Int32) -> Instant? {
        let ready = earlier(system.deadline(ofRun: run), chat.deadline(ofRun: run))
        return earlier(earlier(ready, parked.deadline(ofRun: run)), unclaimed.deadline(ofRun: run))
    }

    /// Takes out the next delivery of the run that is too late, wherever it waits.
    mutating func popExpired(ofRun run: Int32, at now: Instant) -> Delivery? {
        let expired =
            system.popExpired(ofRun: run, at: now) ?? chat.popExpired(ofRun: run, at: now)
            ?? parked.popExpired(ofRun: run, at: now) ?? unclaimed.popExpired(ofRun: run, at: now)
        if let expired { discount(expired) }
        return expired
    }

    // MARK: Claims

    /// Puts a delivery aside until it is claimed: it is in nobody's way there, and takes no turn.
    mutating func waitForClaim(_ delivery: Delivery) {
        count(delivery)
        unclaimed.insert(delivery)
    }

    func hasUnclaimed(ofRun run: Int32) -> Bool { unclaimed.contains(run: run) }

    /// Brings back what waited to be claimed, of one run.
    mutating func releaseUnclaimed(ofRun run: Int32, where condition: (Delivery) -> Bool) {
        var released: [Delivery] = []
        unclaimed.removeAll(ofRun: run, where: condition, into: &released)
        for delivery in released { takeTurn(delivery) }
    }

    /// Brings back everything that waited to be claimed.
    mutating func releaseUnclaimed() {
        for run in unclaimed.runs { releaseUnclaimed(ofRun: run) { _ in true } }
    }

    // MARK: Looking

    private mutating func count(_ delivery: Delivery) {
        guard let known = dues?.count else { return }
        let run = Int(delivery.key.run)
        if run >= known { dues?.append(contentsOf: repeatElement(DueCounts(), count: run + 1 - known)) }
        dues?[run].add(delivery.due)
    }

    private mutating func discount(_ delivery: Delivery) { dues?[Int(delivery.key.run)].remove(delivery.due) }

    /// A copy of the queue, for callers that take deliveries out of it: it does not count what is left.
    var uncounted: ReadyQueue {
        var copy = self
        copy.dues = nil
        return copy
    }

    /// How many of a run are late, and when the first was due.
    mutating func lateness(ofRun run: Int32, at now: Instant) -> (late: Int, first: Instant?) {
        guard let known = dues?.count, run < known else { return (0, nil) }
        dues?[Int(run)].look(at: now)
        return (dues?[Int(run)].late ?? 0, dues?[Int(run)].first)
    }

    /// Returns how many deliveries of a run wait for each room for which its next one is late. Takes time in proportion to the
    /// number of rooms that anything waits for.
    func lateRooms(ofRun run: Int32, at now: Instant) -> [Int32: Int] {
        parked.lateRooms(ofRun: run, before: now - DueCounts.lateness)
    }

    /// All waiting deliveries of a run, in no particular order.
    func deliveries(ofRun run: Int32) -> [Delivery] {
        var deliveries: [Delivery] = []
        func take(_ delivery: Delivery) { if delivery.key.run == run { deliveries.append(delivery) } }
        system.visit(take)
        chat.visit(take)
        parked.visit(take)
        unclaimed.visit(take)
        for retry in retries.unordered { take(retry.delivery) }
        return deliveries
    }

    // MARK: Taking out

    /// Takes out every delivery that `condition` picks, wherever it waits.
    mutating func removeAll(where condition: (Delivery) -> Bool) -> [Delivery] {
        var removed: [Delivery] = []
        system.removeAll(where: condition, into: &removed)
        chat.removeAll(where: condition, into: &removed)
        parked.removeAll(where: condition, into: &removed)
        if retries.unordered.contains(where: { condition($0.delivery) }) {
            var kept: [Retry] = []
            for retry in retries.unordered {
                if condition(retry.delivery) { removed.append(retry.delivery) } else { kept.append(retry) }
            }
            retries = Heap(kept)
        }
        unclaimed.removeAll(where: condition, into: &removed)
        for delivery in removed { discount(delivery) }
        return removed.sorted()
    }

    /// Frees what is kept for a run that has nothing left.
    mutating func forget(run: Int32) {
        system.forget(run: run)
        chat.forget(run: run)
        parked.forget(run: run)
        unclaimed.forget(run: run)
        if let known = dues?.count, run < known { dues?[Int(run)] = DueCounts() }
    }
}
