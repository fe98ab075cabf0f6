import ShowTime

/// A delivery that was due and goes on later: a hold or a shift took it out of the queue, or it is left from before a reload
/// or from an earlier process.
struct SuspendedDelivery: Comparable, Sendable {
    /// Nil where an attempt has fixed its due time: it goes on at once.
    var offset: Interval?
    var delivery: Delivery

    static func < (left: SuspendedDelivery, right: SuspendedDelivery) -> Bool {
        let leftOffset = left.offset?.nanoseconds ?? .min
        let rightOffset = right.offset?.nanoseconds ?? .min
        return leftOffset != rightOffset ? leftOffset < rightOffset : left.delivery < right.delivery
    }
}
