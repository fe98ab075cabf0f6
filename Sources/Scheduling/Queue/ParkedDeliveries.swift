import HeapModule
import ShowTime
import Timelines

/// Deliveries that wait for their rooms, where they are in nobody's way.
///
/// When a room is free, the first delivery of each of its lanes goes back to the queue, whose order decides which of them gets
/// the room; the others are parked again. The next ones come back after a delivery for the room was taken out of the queue.
struct ParkedDeliveries: Sendable {
    private struct FreeRoom: Comparable, Sendable {
        var time: Uptime
        var slot: Int32

        static func < (left: FreeRoom, right: FreeRoom) -> Bool { (left.time, left.slot) < (right.time, right.slot) }
    }

    /// When a lane is looked at for what is too late.
    private struct Deadline: Comparable, Sendable {
        var time: Instant
        var slot: Int32
        var category: Category

        static func < (left: Deadline, right: Deadline) -> Bool {
            (left.time, left.slot, left.category.rawValue) < (right.time, right.slot, right.category.rawValue)
        }
    }

    private(set) var rooms: [Int32: ParkedRoom] = [:]
    private var freeRooms: Heap<FreeRoom> = []
    /// By the number of the run. For each lane only the deadline that it remembers counts (`watchedAt`); this may be that of a
    /// delivery that has left.
    private var deadlines: [Heap<Deadline>] = []

    /// Puts a delivery aside until its room is free.
    mutating func park(_ delivery: Delivery, until time: Uptime) {
        let slot = delivery.roomSlot
        if let deadline = rooms[slot, default: ParkedRoom()].insert(delivery) {
            watch(deadline, ofRun: delivery.key.run, delivery.category, inRoom: slot)
        }
        expect(slot, at: time)
    }

    /// Takes note of when the deliveries parked for a room can go on. To be called after each delivery that was taken out of the
    /// queue, for its room.
    mutating func looked(atRoom slot: Int32, isFreeAt time: Uptime) {
        if !rooms.isEmpty { expect(slot, at: time) }
    }

    private mutating func expect(_ slot: Int32, at time: Uptime) {
        guard let room = rooms[slot], !room.isExpected, !room.isEmpty else { return }
        rooms[slot]?.isExpected = true
        freeRooms.insert(FreeRoom(time: time, slot: slot))
    }

    /// When the next room is free.
    var nextRelease: Uptime? { freeRooms.min?.time }

    /// Takes out what need not wait any longer.
    mutating func release(at now: Uptime) -> [Delivery] {
        var released: [Delivery] = []
        while let free = freeRooms.min, free.time <= now {
            freeRooms.removeMin()
            rooms[free.slot]?.isExpected = false
            rooms[free.slot]?.popFirsts(into: &released)
            removeIfIdle(free.slot)
        }
        return released
    }

    /// Takes note that a delivery has left for its room: the next time, its run comes after the others.
    mutating func left(_ delivery: Delivery) {
        if !rooms.isEmpty { rooms[delivery.roomSlot]?.left(delivery) }
    }

    private mutating func removeIfIdle(_ slot: Int32) { if rooms[slot]?.isIdle == true { rooms[slot] = nil } }

    // MARK: Lateness

    /// The earliest instant after which a delivery of the run may be too late.
    func deadline(ofRun run: Int32) -> Instant? {
        deadlines.indices.contains(Int(run)) ? deadlines[Int(run)].min?.time : nil
    }

    /// Takes out the next delivery of the run that is too late.
    mutating func popExpired(ofRun run: Int32, at now: Instant) -> Delivery? {
        guard deadlines.indices.contains(Int(run)) else { return nil }
        while let next = deadlines[Int(run)].min, next.time < now {
            guard let lane = rooms[next.slot]?.lane(ofRun: run, next.category, watchedAt: next.time) else {
                deadlines[Int(run)].removeMin()
                continue
            }
            if let expired = rooms[next.slot]?.popExpired(fromLane: lane, at: now) { return expired }
            deadlines[Int(run)].removeMin()
            if let deadline = rooms[next.slot]?.nextDeadline(ofLane: lane) {
                watch(deadline, ofRun: run, next.category, inRoom: next.slot)
            } else {
                removeIfIdle(next.slot)
            }
        }
        return nil
    }

    private mutating func watch(_ deadline: Instant, ofRun run: Int32, _ category: Category, inRoom slot: Int32) {
        while deadlines.count <= Int(run) { deadlines.append([]) }
        deadlines[Int(run)].insert(Deadline(time: deadline, slot: slot, category: category))
    }

    /// Returns how many deliveries of a run wait for each room for which the first of them was due before an instant.
    func lateRooms(ofRun run: Int32, before instant: Instant) -> [Int32: Int] {
        rooms.compactMapValues { room in
            let waiting = room.waiting(ofRun: run)
            return waiting.first.map { $0 < instant } ?? false ? waiting.count : nil
        }
    }

    /// Calls `body` with each delivery, in no particular order.
    func visit(_ body: (Delivery) -> Void) { for room in rooms.values { room.visit(body) } }

    // MARK: Taking out

    /// Takes out what `condition` picks and appends it to `removed`.
    mutating func removeAll(where condition: (Delivery) -> Bool, into removed: inout [Delivery]) {
        guard rooms.values.contains(where: { $0.contains(where: condition) }) else { return }
        var kept: [Delivery] = []
        for room in rooms.values { room.split(by: condition, into: &removed, orElse: &kept) }
        self = ParkedDeliveries()
        // What was released before may have been removed from the queue, and then nobody would ask for its room again: each room
        // is looked at anew.
        for delivery in kept { park(delivery, until: .distantPast) }
    }

    /// Frees what is kept for a run that has nothing left.
    mutating func forget(run: Int32) {
        for slot in Array(rooms.keys) {
            rooms[slot]?.forget(run: run)
            removeIfIdle(slot)
        }
        if deadlines.indices.contains(Int(run)) { deadlines[Int(run)] = [] }
    }
}
