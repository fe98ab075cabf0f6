import HeapModule
import ShowTime
import Timelines

/// Deliveries that are due and wait: for the quota, for their room, or for their next try.
///
/// A delivery whose room may not be called yet is parked with its room, where it is in nobody's way. When the room is free
/// again, the first of those parked comes back; the next not before that one was looked at.
struct ReadyQueue: Sendable {
    private struct Retry: Comparable, Sendable {
        var time: Uptime
        var delivery: Delivery

        static func < (left: Retry, right: Retry) -> Bool {
            left.time != right.time ? left.time < right.time : left.delivery < right.delivery
        }
    }

    private struct FreeRoom: Comparable, Sendable {
        var time: Uptime
        var slot: Int32

        static func < (left: FreeRoom, right: FreeRoom) -> Bool { (left.time, left.slot) < (right.time, right.slot) }
    }

    private struct Parked: Sendable {
        var deliveries: Heap<Delivery> = []
        /// Whether the room is among `freeRooms`.
        var isExpected = false
    }

    private var system = DeliveryLane()
    private var chat = DeliveryLane()
    private var retries: Heap<Retry> = []
    private var parked: [Int32: Parked] = [:]
    private var freeRooms: Heap<FreeRoom> = []
    /// What waits until it is claimed.
    var unclaimed = UnclaimedDeliveries()

    /// Whether anything waits for nothing but the quota.
    var hasReady: Bool { !system.isEmpty || !chat.isEmpty }

    mutating func insert(_ delivery: Delivery) {
        switch delivery.category {
        case .system: system.insert(delivery)
        case .chat: chat.insert(delivery)
        }
    }

    mutating func popFirst() -> Delivery? { system.popFirst() ?? chat.popFirst() }

    /// The first of each category.
    var firsts: [Delivery] { [system.first, chat.first].compactMap(\.self) }

    mutating func popFirst(of category: Category) -> Delivery? {
        switch category {
        case .system: system.popFirst()
        case .chat: chat.popFirst()
        }
    }

    mutating func insert(_ delivery: Delivery, retryAt time: Uptime) {
        retries.insert(Retry(time: time, delivery: delivery))
    }

    /// Brings back what waits for its next try, whenever that would be.
    mutating func releaseRetries() {
        for retry in retries.unordered { insert(retry.delivery) }
        retries = []
    }

    /// Puts a delivery aside until its room is free.
    mutating func park(_ delivery: Delivery, until time: Uptime) {
        parked[delivery.roomSlot, default: Parked()].deliveries.insert(delivery)
        expect(delivery.roomSlot, at: time)
    }

    /// To be called after each delivery that was taken out: when those parked with its room can go on.
    mutating func looked(atRoom slot: Int32, isFreeAt time: Uptime) {
        if !parked.isEmpty, parked[slot] != nil { expect(slot, at: time) }
    }

    private mutating func expect(_ slot: Int32, at time: Uptime) {
        guard parked[slot]?.isExpected == false else { return }
        parked[slot]?.isExpected = true
        freeRooms.insert(FreeRoom(time: time, slot: slot))
    }

    /// Brings back what need not wait any longer.
    mutating func release(at now: Uptime) {
        while let retry = retries.min, retry.time <= now {
            retries.removeMin()
            insert(retry.delivery)
        }
        while let room = freeRooms.min, room.time <= now {
            freeRooms.removeMin()
            guard let first = parked[room.slot]?.deliveries.popMin() else { continue }
            insert(first)
            parked[room.slot]?.isExpected = false
            if parked[room.slot]?.deliveries.isEmpty == true { parked[room.slot] = nil }
        }
    }

    /// When something that waits for its room or its retry comes back.
    var nextRelease: Uptime? {
        switch (retries.min?.time, freeRooms.min?.time) {
        case (let retry?, let room?): min(retry, room)
        case (let retry, let room): retry ?? room
        }
    }

    /// Brings back what waited to be claimed, of one run.
    mutating func releaseUnclaimed(ofRun run: Int32, where condition: (Delivery) -> Bool) {
        for delivery in unclaimed.remove(ofRun: run, where: condition) { insert(delivery) }
    }

    /// Takes out every delivery that `condition` picks, wherever it waits.
    mutating func removeAll(where condition: (Delivery) -> Bool) -> [Delivery] {
        var removed: [Delivery] = []
        system.removeAll(where: condition, into: &removed)
        chat.removeAll(where: condition, into: &removed)
        var kept: [Retry] = []
        for retry in retries.unordered {
            if condition(retry.delivery) { removed.append(retry.delivery) } else { kept.append(retry) }
        }
        retries = Heap(kept)
        removeParked(where: condition, into: &removed)
        removed += unclaimed.removeAll(where: condition)
        return removed.sorted()
    }

    private mutating func removeParked(where condition: (Delivery) -> Bool, into removed: inout [Delivery]) {
        freeRooms = []
        for (slot, room) in parked {
            var kept: [Delivery] = []
            for delivery in room.deliveries.unordered {
                if condition(delivery) { removed.append(delivery) } else { kept.append(delivery) }
            }
            parked[slot] = kept.isEmpty ? nil : Parked(deliveries: Heap(kept))
            // What came back before may have been taken out: the room is looked at anew.
            expect(slot, at: .distantPast)
        }
    }
}
