import HeapModule

extension Heap<Delivery> {
    /// Takes out what `condition` picks and appends it to `removed`.
    mutating func removeAll(where condition: (Delivery) -> Bool, into removed: inout [Delivery]) {
        guard unordered.contains(where: condition) else { return }
        var kept: [Delivery] = []
        for delivery in unordered {
            if condition(delivery) { removed.append(delivery) } else { kept.append(delivery) }
        }
        self = Heap(kept)
    }
}
