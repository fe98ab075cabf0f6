import HeapModule
import Pacing
import ShowTime

/// Deliveries that are due and wait: for the quota, for their room, or for their next try.
///
/// A delivery whose room may not be called yet is parked with its room, where it is in nobody's way. When the room is free
/// again, the first of those parked comes back.
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

    private var ready: Heap<Delivery> = []
    private var retries: Heap<Retry> = []
    private var parked: [Int32: Heap<Delivery>] = [:]
    private var freeRooms: Heap<FreeRoom> = []

    private(set) var count = 0

    var first: Delivery? { ready.min }

    mutating func insert(_ delivery: Delivery) {
        ready.insert(delivery)
        count += 1
    }

    mutating func popFirst() -> Delivery? {
        guard let first = ready.popMin() else { return nil }
        count -= 1
        return first
    }

    mutating func insert(_ delivery: Delivery, retryAt time: Uptime) {
        retries.insert(Retry(time: time, delivery: delivery))
        count += 1
    }

    mutating func park(_ delivery: Delivery, until time: Uptime) {
        if parked[delivery.roomSlot] == nil { freeRooms.insert(FreeRoom(time: time, slot: delivery.roomSlot)) }
        parked[delivery.roomSlot, default: []].insert(delivery)
        count += 1
    }

    /// Brings back what need not wait any longer.
    mutating func release(at now: Uptime, earliest: (Int32) -> Uptime) {
        while let retry = retries.min, retry.time <= now {
            retries.removeMin()
            ready.insert(retry.delivery)
        }
        while let room = freeRooms.min, room.time <= now {
            freeRooms.removeMin()
            guard var waiting = parked.removeValue(forKey: room.slot), let first = waiting.popMin() else { continue }
            ready.insert(first)
            guard !waiting.isEmpty else { continue }
            // The one that came back may go now; the next not before the room's interval after it.
            parked[room.slot] = waiting
            freeRooms.insert(FreeRoom(time: max(earliest(room.slot), now + .milliseconds(1)), slot: room.slot))
        }
    }

    /// When something that waits for its room or its retry comes back.
    var nextRelease: Uptime? {
        switch (retries.min?.time, freeRooms.min?.time) {
        case (let retry?, let room?): min(retry, room)
        case (let retry, let room): retry ?? room
        }
    }

    /// Takes out every delivery that `condition` picks, wherever it waits.
    mutating func removeAll(where condition: (Delivery) -> Bool) -> [Delivery] {
        var removed: [Delivery] = []
        func split(_ heap: Heap<Delivery>) -> Heap<Delivery> {
            var kept: [Delivery] = []
            for delivery in heap.unordered {
                if condition(delivery) { removed.append(delivery) } else { kept.append(delivery) }
            }
            return Heap(kept)
        }
        ready = split(ready)
        for (slot, heap) in parked {
            let kept = split(heap)
            parked[slot] = kept.isEmpty ? nil : kept
        }
        freeRooms = Heap(freeRooms.unordered.filter { parked[$0.slot] != nil })
        var keptRetries: [Retry] = []
        for retry in retries.unordered {
            if condition(retry.delivery) { removed.append(retry.delivery) } else { keptRetries.append(retry) }
        }
        retries = Heap(keptRetries)
        count -= removed.count
        return removed.sorted()
    }
}
