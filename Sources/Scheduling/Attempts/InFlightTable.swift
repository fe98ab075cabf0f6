import ShowTime

/// An attempt on its way.
struct InFlight: Sendable {
    /// Nil for a message outside of any run.
    var delivery: Delivery?
    /// Index among the rooms of the account.
    var roomSlot: Int32
    var sentAt: Uptime
    var bytes: Int
}

/// Attempts on their way, found by their ids without hashing: an id says where its attempt is kept.
struct InFlightTable: Sendable {
    private struct Slot: Sendable {
        /// The number of the attempt that has the slot, 0 while the slot is free.
        var number: UInt64 = 0
        /// Nil while the attempt waits to be made.
        var flight: InFlight?
    }

    private var slots: [Slot] = []
    private var free: [Int32] = []
    private var lastNumber: UInt64 = 0
    /// How many are on their way.
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// Reserves a slot and returns its new id. ``end(_:)`` frees the slot.
    mutating func reserve() -> Attempt.ID {
        lastNumber += 1
        let slot: Int32
        if let last = free.popLast() {
            slot = last
        } else {
            slot = Int32(slots.count)
            slots.append(Slot())
        }
        slots[Int(slot)].number = lastNumber
        return Attempt.ID(number: lastNumber, slot: slot)
    }

    mutating func begin(_ id: Attempt.ID, _ flight: InFlight) {
        slots[Int(id.slot)].flight = flight
        count += 1
    }

    /// Frees the slot of an id and returns its attempt, nil where that is not in flight.
    mutating func end(_ id: Attempt.ID) -> InFlight? {
        guard slots.indices.contains(Int(id.slot)), slots[Int(id.slot)].number == id.number else { return nil }
        var slot = Slot()
        swap(&slot, &slots[Int(id.slot)])
        free.append(id.slot)
        if slot.flight != nil { count -= 1 }
        return slot.flight
    }

    /// In the order in which their ids were given: deliveries as they left, messages sent by hand as they were asked for.
    var flights: [(id: Attempt.ID, flight: InFlight)] {
        slots.enumerated().compactMap { index, slot in
            slot.flight.map { (Attempt.ID(number: slot.number, slot: Int32(index)), $0) }
        }
        .sorted { $0.id < $1.id }
    }

    /// Extends the deadlines of one run's deliveries in flight by the time for which a hold would have stopped them, had they
    /// come back.
    mutating func extend(run: Int32, by held: Interval) {
        for slot in slots.indices where slots[slot].flight?.delivery?.key.run == run {
            // A fired delivery does not wait for holds.
            if slots[slot].flight?.delivery?.isFired == true { continue }
            slots[slot].flight?.delivery?.extend(by: held)
        }
    }

    /// Clears the fired mark of deliveries in flight that an operator skips now, so that they do not go out once more.
    mutating func unfire(run: Int32, where isMeant: (DeliveryKey) -> Bool) {
        for slot in slots.indices {
            guard let delivery = slots[slot].flight?.delivery, delivery.key.run == run, isMeant(delivery.key) else {
                continue
            }
            slots[slot].flight?.delivery?.history = delivery.history?.unfired
        }
    }

    /// Deliveries of one run.
    func deliveries(ofRun run: Int32) -> [Delivery] {
        slots.compactMap { slot in slot.flight?.delivery.flatMap { $0.key.run == run ? $0 : nil } }
    }
}
