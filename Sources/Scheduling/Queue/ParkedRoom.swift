import HeapModule
import ShowTime
import Timelines

/// Deliveries that wait for one room, in lanes: each is of one run and one category, and either with deadlines or without.
///
/// The lanes are in the order of their turns. A delivery that comes back and is parked again finds its lane where it was: an
/// empty lane stays as long as anything waits for the room.
struct ParkedRoom: Sendable {
    private struct Lane: Sendable {
        let run: Int32
        let category: Category
        let expires: Bool
        var deliveries: Heap<Delivery> = []
        /// When it is looked at for what is too late; not later than the first deadline.
        var watchedAt: Instant?

        /// Returns when the lane has to be looked at; nil where that is known already, or where there is no deadline.
        mutating func watch() -> Instant? {
            guard expires, let deadline = deliveries.min?.latest, watchedAt.map({ deadline < $0 }) ?? true else {
                return nil
            }
            watchedAt = deadline
            return deadline
        }

    }

    private var lanes: [Lane] = []
    /// The index of the last lane that was looked for, where the next search begins: what came back together is parked again in
    /// the same order.
    private var found = 0
    /// How many wait here.
    private var count = 0
    /// Whether it is known when the room is free.
    var isExpected = false

    var isEmpty: Bool { count == 0 }
    /// Whether nothing waits here, and no lane is to be looked at for a deadline.
    var isIdle: Bool { isEmpty && lanes.allSatisfy { $0.watchedAt == nil } }

    /// Returns when the lane has to be looked at for what is too late; nil where that is known already, or where there is no
    /// deadline.
    mutating func insert(_ delivery: Delivery) -> Instant? {
        let index = lane(of: delivery) ?? lanes.count
        if index == lanes.count {
            lanes.append(Lane(run: delivery.key.run, category: delivery.category, expires: delivery.expires))
        }
        lanes[index].deliveries.insert(delivery)
        count += 1
        found = index
        return lanes[index].watch()
    }

    private func lane(of delivery: Delivery) -> Int? {
        func isIts(_ index: Int) -> Bool {
            lanes[index].run == delivery.key.run && lanes[index].category == delivery.category
                && lanes[index].expires == delivery.expires
        }
        let likely = min(found, lanes.count)
        return (likely..<lanes.count).first(where: isIts) ?? (0..<likely).first(where: isIts)
    }

    /// Takes out the first of each lane.
    mutating func popFirsts(into firsts: inout [Delivery]) {
        for index in lanes.indices {
            guard let first = lanes[index].deliveries.popMin() else { continue }
            count -= 1
            firsts.append(first)
        }
    }

    /// Takes note that a delivery has left: the next time, the lanes of its run and category come after the others, both the one
    /// with deadlines and the one without.
    mutating func left(_ delivery: Delivery) {
        var (index, end) = (0, lanes.count)
        while index < end {
            if lanes[index].run == delivery.key.run, lanes[index].category == delivery.category {
                lanes.append(lanes.remove(at: index))
                end -= 1
            } else {
                index += 1
            }
        }
    }

    func contains(where condition: (Delivery) -> Bool) -> Bool {
        lanes.contains { $0.deliveries.unordered.contains(where: condition) }
    }

    /// Appends what `condition` picks to `picked`, and the rest to `others`.
    func split(
        by condition: (Delivery) -> Bool, into picked: inout [Delivery], orElse others: inout [Delivery]
    ) {
        for delivery in lanes.lazy.flatMap(\.deliveries.unordered) {
            if condition(delivery) { picked.append(delivery) } else { others.append(delivery) }
        }
    }

    /// Calls `body` with each delivery, in no particular order.
    func visit(_ body: (Delivery) -> Void) { for lane in lanes { lane.deliveries.unordered.forEach(body) } }

    /// How many deliveries of a run wait here, and the earliest due time of the first ones in its lanes.
    func waiting(ofRun run: Int32) -> (count: Int, first: Instant?) {
        lanes.lazy.filter { $0.run == run }.reduce((0, nil)) { sum, lane in
            (sum.0 + lane.deliveries.count, earlier(sum.1, lane.deliveries.min?.due))
        }
    }

    // MARK: Lateness

    func lane(ofRun run: Int32, _ category: Category, watchedAt time: Instant) -> Int? {
        lanes.firstIndex { $0.run == run && $0.category == category && $0.watchedAt == time }
    }

    /// Takes out the next delivery of a lane that is too late.
    mutating func popExpired(fromLane index: Int, at now: Instant) -> Delivery? {
        guard let first = lanes[index].deliveries.min, first.latest < now else { return nil }
        count -= 1
        return lanes[index].deliveries.removeMin()
    }

    /// Returns when a lane that was looked at has to be looked at again; nil where nothing waits in it.
    mutating func nextDeadline(ofLane index: Int) -> Instant? {
        lanes[index].watchedAt = nil
        return lanes[index].watch()
    }

    /// Frees what is kept for a run that has nothing left.
    mutating func forget(run: Int32) { lanes.removeAll { $0.run == run } }
}
