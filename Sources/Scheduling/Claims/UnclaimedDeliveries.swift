import ShowTime

/// Deliveries that could leave and wait until they are claimed, in nobody's way.
struct UnclaimedDeliveries: Sendable {
    /// By the index of the run.
    private var waiting: [Int32: [Delivery]] = [:]

    var isEmpty: Bool { waiting.isEmpty }

    mutating func insert(_ delivery: Delivery) { waiting[delivery.key.run, default: []].append(delivery) }

    /// Takes out those of one run that `condition` picks.
    mutating func remove(ofRun run: Int32, where condition: (Delivery) -> Bool) -> [Delivery] {
        guard let deliveries = waiting[run] else { return [] }
        let kept = deliveries.filter { !condition($0) }
        waiting[run] = kept.isEmpty ? nil : kept
        return kept.count == deliveries.count ? [] : deliveries.filter(condition)
    }

    /// Takes out what `condition` picks.
    mutating func removeAll(where condition: (Delivery) -> Bool) -> [Delivery] {
        waiting.keys.sorted().flatMap { remove(ofRun: $0, where: condition) }
    }

    /// After this the first that `condition` picks is too late.
    func firstLatest(where condition: (Delivery) -> Bool) -> Instant? {
        guard !waiting.isEmpty else { return nil }
        return waiting.values.flatMap { $0.filter(condition) }.map(\.latest).min()
    }
}
