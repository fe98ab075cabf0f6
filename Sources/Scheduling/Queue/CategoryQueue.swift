import DequeModule
import ShowTime

/// Deliveries of one category, fair between runs: however much one run has waiting, every run gets its turn.
///
/// This is deficit round robin with calls that all cost the same: one slot a turn.
struct CategoryQueue: Sendable {
    /// By the number of the run.
    private var lanes: [RunLane] = []
    /// The runs that have something waiting; the one whose turn it is comes first.
    private var turns: Deque<Int32> = []

    var isEmpty: Bool { turns.isEmpty }
    /// How many runs have something waiting.
    var runCount: Int { turns.count }

    mutating func insert(_ delivery: Delivery) {
        let run = Int(delivery.key.run)
        while lanes.count <= run { lanes.append(RunLane()) }
        if lanes[run].isEmpty { turns.append(delivery.key.run) }
        lanes[run].insert(delivery)
    }

    /// Takes out the first delivery of the run whose turn it is. The turn ends when ``left(_:)`` is called.
    mutating func popFirst() -> Delivery? {
        guard let run = turns.first else { return nil }
        let first = lanes[Int(run)].popFirst()
        if lanes[Int(run)].isEmpty { turns.removeFirst() }
        return first
    }

    /// Takes note that a delivery that was taken out has used its slot.
    mutating func left(_ delivery: Delivery) {
        lanes[Int(delivery.key.run)].left(delivery)
        if turns.count > 1, turns[0] == delivery.key.run { turns.append(turns.removeFirst()) }
    }

    /// The earliest instant after which a delivery of the run is too late.
    func deadline(ofRun run: Int32) -> Instant? {
        lanes.indices.contains(Int(run)) ? lanes[Int(run)].deadline : nil
    }

    /// Takes out the next delivery of the run that is too late.
    mutating func popExpired(ofRun run: Int32, at now: Instant) -> Delivery? {
        guard lanes.indices.contains(Int(run)), let expired = lanes[Int(run)].popExpired(at: now) else { return nil }
        if lanes[Int(run)].isEmpty { turns.removeAll { $0 == run } }
        return expired
    }

    /// Calls `body` with each delivery, in no particular order.
    func visit(_ body: (Delivery) -> Void) { for run in turns { lanes[Int(run)].visit(body) } }

    mutating func removeAll(where condition: (Delivery) -> Bool, into removed: inout [Delivery]) {
        for run in turns { lanes[Int(run)].removeAll(where: condition, into: &removed) }
        turns.removeAll { lanes[Int($0)].isEmpty }
    }

    /// Frees what is kept for a run that has nothing left.
    mutating func forget(run: Int32) { if lanes.indices.contains(Int(run)) { lanes[Int(run)] = RunLane() } }
}
