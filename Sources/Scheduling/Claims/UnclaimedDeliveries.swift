import ShowTime
import Timelines

/// Deliveries that could leave and wait until they are claimed.
struct UnclaimedDeliveries: Sendable {
    private struct Lanes: Sendable {
        var system = RunLane()
        var chat = RunLane()

        var isEmpty: Bool { system.isEmpty && chat.isEmpty }
    }

    /// By the number of the run; none is empty.
    private var lanes: [Int32: Lanes] = [:]

    var runs: [Int32] { lanes.keys.sorted() }

    func contains(run: Int32) -> Bool { lanes[run] != nil }

    mutating func insert(_ delivery: Delivery) {
        switch delivery.category {
        case .system: lanes[delivery.key.run, default: Lanes()].system.insert(delivery)
        case .chat: lanes[delivery.key.run, default: Lanes()].chat.insert(delivery)
        }
    }

    /// Shows each to `body`, in no order.
    func visit(_ body: (Delivery) -> Void) {
        for lanes in lanes.values {
            lanes.system.visit(body)
            lanes.chat.visit(body)
        }
    }

    // MARK: Lateness

    /// The instant after which the first delivery of the run is too late.
    func deadline(ofRun run: Int32) -> Instant? {
        lanes.isEmpty ? nil : lanes[run].flatMap { earlier($0.system.deadline, $0.chat.deadline) }
    }

    /// Takes out the next of the run that is too late.
    mutating func popExpired(ofRun run: Int32, at now: Instant) -> Delivery? {
        guard let deadline = deadline(ofRun: run), deadline < now else { return nil }
        let expired = lanes[run]?.system.popExpired(at: now) ?? lanes[run]?.chat.popExpired(at: now)
        forgetIfEmpty(run)
        return expired
    }

    // MARK: Taking out

    /// Takes out what `condition` picks of one run.
    mutating func removeAll(ofRun run: Int32, where condition: (Delivery) -> Bool, into removed: inout [Delivery]) {
        guard !lanes.isEmpty else { return }
        lanes[run]?.system.removeAll(where: condition, into: &removed)
        lanes[run]?.chat.removeAll(where: condition, into: &removed)
        forgetIfEmpty(run)
    }

    mutating func removeAll(where condition: (Delivery) -> Bool, into removed: inout [Delivery]) {
        for run in runs { removeAll(ofRun: run, where: condition, into: &removed) }
    }

    private mutating func forgetIfEmpty(_ run: Int32) { if lanes[run]?.isEmpty == true { lanes[run] = nil } }

    /// Frees what is kept for a run that is over.
    mutating func forget(run: Int32) { lanes[run] = nil }
}
