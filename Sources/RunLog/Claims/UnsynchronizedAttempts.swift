package import Scheduling

/// The attempts that are in the log, but perhaps not on the disk yet. Until they are, every claim has to include them.
package struct UnsynchronizedAttempts: Sendable {
    package private(set) var deliveries: [ClaimedDelivery] = []

    /// - Parameter deliveries: those that an earlier process claimed. They stay until the log says, on the disk, how they ended.
    package init(_ deliveries: [ClaimedDelivery] = []) { self.deliveries = deliveries }

    package mutating func append(_ attempt: AttemptRecord) { deliveries.append(ClaimedDelivery(attempt)) }

    /// Removes the first `count` of them, which are on the disk now.
    package mutating func synchronized(_ count: Int) { deliveries.removeFirst(min(count, deliveries.count)) }

    /// Returns what a claim has to include: what may leave, and what has left and is not on the disk. Each delivery once.
    package func claim(of upcoming: [ClaimedDelivery]) -> [ClaimedDelivery] {
        var seen: Set<ClaimedDelivery> = []
        return (upcoming + deliveries).filter { seen.insert($0).inserted }
    }
}
