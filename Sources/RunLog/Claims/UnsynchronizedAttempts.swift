package import Scheduling

/// What was attempted and is in the log, but perhaps not on the disk yet. Until it is, every claim has to have it.
package struct UnsynchronizedAttempts: Sendable {
    package private(set) var deliveries: [ClaimedDelivery] = []

    /// - Parameter deliveries: what an earlier process claimed, until the log says how it ended.
    package init(_ deliveries: [ClaimedDelivery] = []) { self.deliveries = deliveries }

    package mutating func append(_ attempt: AttemptRecord) { deliveries.append(ClaimedDelivery(attempt)) }

    /// The first `count` of them are on the disk.
    package mutating func synchronized(_ count: Int) { deliveries.removeFirst(min(count, deliveries.count)) }

    /// What a claim has to have: what may leave, and what has left and is not on the disk. Each once.
    package func claim(of upcoming: [ClaimedDelivery]) -> [ClaimedDelivery] {
        var seen: Set<ClaimedDelivery> = []
        return (upcoming + deliveries).filter { seen.insert($0).inserted }
    }
}
