import ShowTime

/// Collects the deliveries that may leave within a claim's reach, in the order in which they would, and only as many as the
/// quotas let go.
struct UpcomingDeliveries {
    /// The most deliveries that each source (queue, plans, attempts in flight) adds to the claims, where no quota says less.
    private static let mostWithoutQuota = 4096
    /// The deliveries taken beyond what a quota lets go: the pacer catches up, and the queue may later come to another order than
    /// here.
    private static let spare = 8

    private let most: Int
    private let mostOfRoom: Int
    private(set) var keys: [Int32: [DeliveryKey]] = [:]

    init(_ configuration: Scheduler.Configuration) {
        most = Self.most(atRate: configuration.rate) ?? Self.mostWithoutQuota
        mostOfRoom = Self.most(atRate: configuration.roomRate) ?? Self.mostWithoutQuota
    }

    private static func most(atRate rate: Double?) -> Int? {
        rate.map { min(Int(($0 * RunClaims.reach.seconds).rounded(.up)) + spare, mostWithoutQuota) }
    }

    /// Takes what leaves `queue` first.
    mutating func take(from queue: inout ReadyQueue, until end: Uptime) {
        var count = 0
        var looks = most * 8
        var ofRoom: [Int32: Int] = [:]
        queue.release(at: end)
        while count < most, looks > 0, let delivery = queue.popFirst() {
            looks -= 1
            guard ofRoom[delivery.roomSlot, default: 0] < mostOfRoom else { continue }
            ofRoom[delivery.roomSlot, default: 0] += 1
            count += 1
            insert(delivery)
            // The next of the runs and rooms have their turn.
            queue.left(delivery)
            queue.looked(atRoom: delivery.roomSlot, isFreeAt: .distantPast)
            queue.release(at: end)
        }
    }

    /// Takes what comes to be due within the reach, each run by its own time.
    mutating func take(from runs: [Run], at now: Moment) {
        var coming = ReadyQueue().uncounted
        for var run in runs {
            let time = run.time(at: now)
            var late: [Delivery] = []
            _ = run.release(at: time + RunClaims.reach, most: most, into: &coming, late: &late)
            for delivery in late where !delivery.expires || delivery.latest >= time { coming.insert(delivery) }
        }
        take(from: &coming, until: now.uptime)
    }

    /// Takes the deliveries in flight: they, or the next parts of their texts, may have to leave again.
    mutating func take(from flights: InFlightTable) {
        for entry in flights.flights.prefix(most) { if let delivery = entry.flight.delivery { insert(delivery) } }
    }

    private mutating func insert(_ delivery: Delivery) { keys[delivery.key.run, default: []].append(delivery.key) }
}
