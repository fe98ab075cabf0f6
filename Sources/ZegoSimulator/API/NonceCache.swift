import DequeModule
import ShowTime

/// Remembers the nonces of the last ten minutes. That ZEGO refuses a second use is inferred from "a new one for every
/// call"; ten minutes is how long a `Timestamp` stays good.
struct NonceCache: Sendable {
    private let capacity: Int
    private var known: Set<UInt64> = []
    private var order = Deque<(nonce: UInt64, time: Uptime)>()

    /// - Parameter capacity: the most nonces to remember. A benchmark would otherwise fill the memory.
    init(capacity: Int = 1 << 20) { self.capacity = capacity }

    /// Adds a nonce. Returns whether it is new.
    mutating func insert(_ nonce: String, at time: Uptime) -> Bool {
        while let first = order.first, time - first.time > Query.timestampTolerance { removeOldest() }
        // FNV-1a: eight bytes instead of a string. In one of thirty million runs, two of a million nonces have the same hash.
        let hash = nonce.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        guard known.insert(hash).inserted else { return false }
        order.append((hash, time))
        if order.count > capacity { removeOldest() }
        return true
    }

    private mutating func removeOldest() { known.remove(order.removeFirst().nonce) }
}
