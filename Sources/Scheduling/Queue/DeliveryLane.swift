import HeapModule

/// Deliveries in their order. Those that are inserted in order, as nearly all of a timeline's are, cost no sorting.
struct DeliveryLane: Sendable {
    /// Ascending from `head` on.
    private var sorted: [Delivery] = []
    private var head = 0
    /// What came out of order.
    private var others: Heap<Delivery> = []

    var isEmpty: Bool { head == sorted.count && others.isEmpty }

    mutating func insert(_ delivery: Delivery) {
        if head < sorted.count, delivery < sorted[sorted.count - 1] {
            others.insert(delivery)
        } else {
            sorted.append(delivery)
        }
    }

    var first: Delivery? {
        guard head < sorted.count else { return others.min }
        return others.min.map { min($0, sorted[head]) } ?? sorted[head]
    }

    mutating func popFirst() -> Delivery? {
        guard head < sorted.count else { return others.popMin() }
        if let other = others.min, other < sorted[head] { return others.removeMin() }
        let first = sorted[head]
        head += 1
        if head == sorted.count {
            sorted.removeAll(keepingCapacity: head <= Self.mostIdle)
            head = 0
        } else if head > Self.mostIdle, head > sorted.count / 2 {
            sorted.removeSubrange(..<head)
            head = 0
        }
        return first
    }

    /// Memory for this many deliveries may be kept although nothing needs it.
    private static let mostIdle = 512

    /// Calls `body` with each delivery, in no particular order.
    func visit(_ body: (Delivery) -> Void) {
        sorted[head...].forEach(body)
        others.unordered.forEach(body)
    }

    /// Takes out what `condition` picks and appends it to `removed`.
    mutating func removeAll(where condition: (Delivery) -> Bool, into removed: inout [Delivery]) {
        others.removeAll(where: condition, into: &removed)
        guard sorted[head...].contains(where: condition) else { return }
        var kept: [Delivery] = []
        for delivery in sorted[head...] {
            if condition(delivery) { removed.append(delivery) } else { kept.append(delivery) }
        }
        sorted = kept
        head = 0
    }
}
