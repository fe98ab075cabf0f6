import ShowTime

/// What waits of one run, as far as it was looked at.
struct WaitingDeliveries: Sendable {
    /// More of all runs are not looked at: whoever watches a show must not slow it down.
    static let mostLookedAt = 10_000
    /// Waiting for longer than this is late.
    static let lateness = Interval.seconds(1)

    /// How many are late.
    var late = 0
    /// How many of those wait for their rooms, by the room's slot.
    var lateByRoom: [Int32: Int] = [:]
    /// Of all that waits or is on its way.
    var firstDue: Instant?

    mutating func add(_ delivery: Delivery, isParked: Bool, at now: Instant) {
        firstDue = min(firstDue ?? delivery.due, delivery.due)
        guard now - delivery.due > Self.lateness else { return }
        late += 1
        if isParked { lateByRoom[delivery.roomSlot, default: 0] += 1 }
    }
}
