import ShowTime

/// Deliveries of one run and category: the earliest deadline first, so that what has time gives way to what is urgent.
///
/// Deliveries without a deadline (`late: send`) come after those with one, for which a slot may be the last chance. A
/// twentieth of the slots is kept for them.
struct RunLane: Sendable {
    private var expiring = DeliveryLane()
    private var lasting = DeliveryLane()
    private var share = ReservedShare()

    var isEmpty: Bool { expiring.isEmpty && lasting.isEmpty }

    mutating func insert(_ delivery: Delivery) {
        if delivery.expires { expiring.insert(delivery) } else { lasting.insert(delivery) }
    }

    mutating func popFirst() -> Delivery? {
        if share.isSecondsTurn, let delivery = lasting.popFirst() { return delivery }
        return expiring.popFirst() ?? lasting.popFirst()
    }

    /// Takes note that a delivery that was taken out has used its slot.
    mutating func left(_ delivery: Delivery) {
        if delivery.expires { share.firstLeft(whileSecondWaits: !lasting.isEmpty) } else { share.secondLeft() }
    }

    /// The earliest instant after which one of them is too late.
    var deadline: Instant? { expiring.first?.latest }

    /// Takes out the next that is too late.
    mutating func popExpired(at now: Instant) -> Delivery? {
        guard let deadline, deadline < now else { return nil }
        return expiring.popFirst()
    }

    /// Calls `body` with each delivery, in no particular order.
    func visit(_ body: (Delivery) -> Void) {
        expiring.visit(body)
        lasting.visit(body)
    }

    mutating func removeAll(where condition: (Delivery) -> Bool, into removed: inout [Delivery]) {
        expiring.removeAll(where: condition, into: &removed)
        lasting.removeAll(where: condition, into: &removed)
    }
}
