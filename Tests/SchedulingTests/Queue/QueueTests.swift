import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

private func delivery(_ number: Int, due: Int64, room: Int32 = 0, _ category: Category = .system) -> Delivery {
    var policy = DeliveryPolicy()
    policy.maxLate = .zero
    let key = DeliveryKey(run: 0, message: Int32(number), position: 0, generation: 0, occurrence: 1)
    return Delivery(key, due: .seconds(due), policy: policy, roomSlot: room, category: category)
}

@Suite struct DeliveryLaneTests {
    /// Mostly in order, as a script is, with some that are not.
    @Test(arguments: 0..<30 as Range<UInt64>)
    func givesTheFirstFirst(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var lane = DeliveryLane()
        var model: [Delivery] = []
        var due: Int64 = 0
        for number in 0..<Int.random(in: 10...12_000, using: &generator) {
            due += .random(in: 0...2, using: &generator)
            let isEarly = generator.chance(seed % 3 == 0 ? 0.5 : 0.02)
            let new = delivery(number, due: isEarly ? .random(in: 0...due, using: &generator) : due)
            lane.insert(new)
            if seed < 10 { model.append(new) }
            if generator.chance(0.4) {
                let popped = lane.popFirst()
                if seed < 10, number < 400 {
                    model.sort()
                    #expect(popped == model.removeFirst(), "seed \(seed)")
                } else if seed < 10 {
                    // Sorting each time would take long: the rest is compared in one go.
                    if let popped, let index = model.firstIndex(of: popped) { model.remove(at: index) }
                }
            }
        }
        var rest: [Delivery] = []
        while let next = lane.popFirst() { rest.append(next) }
        #expect(lane.isEmpty)
        #expect(rest == rest.sorted(), "seed \(seed)")
        if seed < 10 { #expect(rest == model.sorted(), "seed \(seed)") }
    }

    @Test func takesOutWhatIsPicked() {
        var lane = DeliveryLane()
        for number in [1, 2, 3, 9, 4, 5, 6] { lane.insert(delivery(number, due: Int64(number))) }
        _ = lane.popFirst()
        var removed: [Delivery] = []
        lane.removeAll(where: { $0.key.message % 2 == 0 }, into: &removed)
        #expect(removed.map(\.key.message).sorted() == [2, 4, 6])
        var rest: [Int32] = []
        while let next = lane.popFirst() { rest.append(next.key.message) }
        #expect(rest == [3, 5, 9])
    }
}

@Suite struct ReadyQueueTests {
    private func ready(_ queue: inout ReadyQueue) -> [Int32] {
        var numbers: [Int32] = []
        while let next = queue.popFirst() { numbers.append(next.key.message) }
        return numbers
    }

    @Test func aFreeRoomGetsTheFirstOfThoseThatWaitForIt() {
        var queue = ReadyQueue()
        let now = Uptime(nanoseconds: 0)
        for number in [3, 1, 2] { queue.park(delivery(number, due: Int64(number), room: 7), until: now + .seconds(1)) }
        queue.park(delivery(9, due: 9, room: 8), until: now + .seconds(5))
        #expect(queue.nextRelease == now + .seconds(1))
        queue.release(at: now + .milliseconds(999))
        #expect(!queue.hasReady)
        queue.release(at: now + .seconds(1))
        #expect(ready(&queue) == [1])
        // The next one comes back after somebody has looked at this one.
        #expect(queue.nextRelease == now + .seconds(5))
        queue.looked(atRoom: 7, isFreeAt: now + .seconds(2))
        queue.release(at: now + .seconds(2))
        #expect(ready(&queue) == [2])
    }

    @Test func aRetryComesBackAtItsTime() {
        var queue = ReadyQueue()
        let now = Uptime(nanoseconds: 0)
        queue.insert(delivery(1, due: 1), retryAt: now + .seconds(3))
        queue.insert(delivery(2, due: 2), retryAt: now + .seconds(1))
        #expect(queue.nextRelease == now + .seconds(1))
        queue.release(at: now + .seconds(2))
        #expect(ready(&queue) == [2])
        queue.release(at: now + .seconds(3))
        #expect(ready(&queue) == [1])
        #expect(queue.nextRelease == nil)
    }

    @Test func systemComesBeforeChatWheneverItCame() {
        var queue = ReadyQueue()
        queue.insert(delivery(1, due: 1, .chat))
        queue.insert(delivery(2, due: 2))
        #expect(ready(&queue) == [2, 1])
    }

    @Test func whatIsTakenOutIsTakenFromEverywhereAndLosesNoRoom() {
        var queue = ReadyQueue()
        let now = Uptime(nanoseconds: 0)
        queue.insert(delivery(1, due: 1))
        queue.insert(delivery(2, due: 2, .chat))
        queue.insert(delivery(3, due: 3), retryAt: now + .seconds(1))
        for number in 4...7 { queue.park(delivery(number, due: Int64(number), room: 5), until: now + .seconds(2)) }
        queue.release(at: now + .seconds(2))
        let removed = queue.removeAll { [1, 2, 3, 4, 6].contains($0.key.message) }
        #expect(removed.map(\.key.message) == [1, 3, 4, 6, 2])
        // The one that had come back for the room was taken out: the room is not forgotten.
        queue.release(at: now + .seconds(2))
        #expect(ready(&queue) == [5])
        queue.looked(atRoom: 5, isFreeAt: now + .seconds(3))
        queue.release(at: now + .seconds(3))
        #expect(ready(&queue) == [7])
    }
}

/// Whatever is done with a queue, each delivery comes out once, what is too late as soon as it is, and what is late is known.
@Suite struct WholeQueueTests {
    private var queue = ReadyQueue()
    private var waiting: [DeliveryKey: Delivery] = [:]
    private var now = Uptime(nanoseconds: 0)
    private var generator = SeededGenerator(seed: 0)

    private var wall: Instant { Instant(nanoseconds: now.nanoseconds) }

    private mutating func insert(_ number: Int) {
        let run = Int32.random(in: 0...2, using: &generator)
        let key = DeliveryKey(run: run, message: Int32(number), position: 0, generation: 0, occurrence: 1)
        var policy = DeliveryPolicy()
        policy.maxLate = generator.interval("0"..."20s")
        policy.late = generator.chance(0.2) ? .send : .skip
        // Mostly as time passes; a moved or a returned one was due before.
        let due = generator.chance(0.8) ? wall : wall - generator.interval("0"..."5s")
        let new = Delivery(
            key, due: due, policy: policy, roomSlot: .random(in: 0...3, using: &generator),
            category: generator.chance(0.3) ? .chat : .system)
        queue.insert(new)
        waiting[key] = new
    }

    /// It leaves, or it has to wait for its room or for its next try.
    private mutating func pop() {
        guard let first = queue.popFirst() else { return }
        #expect(waiting.removeValue(forKey: first.key) != nil)
        let pause = generator.interval("1ms"..."3s")
        switch Int.random(in: 0...3, using: &generator) {
        case 0: queue.left(first)
        case 1 where !first.expires || first.latest >= wall:
            let pause = RetryPolicy.shortened(pause, of: first, at: wall)
            queue.insert(first, retryAt: now + pause)
            waiting[first.key] = first
        default:
            queue.park(first, until: now + pause)
            waiting[first.key] = first
        }
        queue.looked(atRoom: first.roomSlot, isFreeAt: now + pause)
    }

    private mutating func expire() {
        for run: Int32 in 0...2 {
            while let expired = queue.popExpired(ofRun: run, at: wall) {
                #expect(expired.key.run == run && expired.expires && expired.latest < wall)
                #expect(waiting.removeValue(forKey: expired.key) != nil)
                queue.looked(atRoom: expired.roomSlot, isFreeAt: now)
            }
            #expect(!waiting.values.contains { $0.key.run == run && $0.expires && $0.latest < wall })
        }
    }

    private mutating func letPass(_ time: Interval) {
        now = now + time
        queue.release(at: now)
    }

    private mutating func removeSome() {
        let divisor = Int32.random(in: 2...9, using: &generator)
        for removed in queue.removeAll(where: { $0.key.message % divisor == 0 }) {
            #expect(removed.key.message % divisor == 0 && waiting.removeValue(forKey: removed.key) != nil)
        }
        #expect(!waiting.keys.contains { $0.message % divisor == 0 })
    }

    private mutating func look() {
        for run: Int32 in 0...2 {
            let dues = waiting.values.filter { $0.key.run == run }.map(\.due)
            let known = queue.lateness(ofRun: run, at: wall)
            #expect(known.late == dues.count { wall - $0 > .seconds(1) } && known.first == dues.min())
            var uncounted = queue.uncounted
            let uncountedLate = uncounted.lateness(ofRun: run, at: wall).late
            #expect(uncountedLate == 0)
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    mutating func nothingIsLost(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        for number in 0..<1500 {
            switch Int.random(in: 0..<40, using: &generator) {
            case 0..<17: insert(number)
            case 17: look()
            case 18..<34: pop()
            case 34..<37: letPass(generator.interval("1ms"..."2s"))
            case 37: removeSome()
            default: expire()
            }
        }
        // All that is left comes out in the end.
        for _ in 0..<10_000 where !waiting.isEmpty {
            letPass("1s")
            expire()
            look()
            while let next = queue.popFirst() {
                #expect(waiting.removeValue(forKey: next.key) != nil)
                queue.left(next)
                queue.looked(atRoom: next.roomSlot, isFreeAt: now)
            }
        }
        #expect(waiting.isEmpty)
    }
}

@Suite struct InFlightTableTests {
    private func flight(_ sent: Int64) -> InFlight {
        InFlight(delivery: nil, roomSlot: 0, sentAt: Uptime(nanoseconds: sent), bytes: 0)
    }

    @Test func anIDEndsOnce() {
        var table = InFlightTable()
        let id = table.reserve()
        #expect(table.count == 0)
        table.begin(id, flight(1))
        #expect(table.count == 1)
        #expect(table.end(id)?.sentAt.nanoseconds == 1)
        #expect(table.end(id) == nil)
        #expect(table.isEmpty)
    }

    @Test func aPlaceThatIsUsedAgainIsNotTheOldOne() {
        var table = InFlightTable()
        let old = table.reserve()
        table.begin(old, flight(1))
        _ = table.end(old)
        let new = table.reserve()
        table.begin(new, flight(2))
        #expect(new.slot == old.slot && new != old && old < new)
        #expect(table.end(old) == nil)
        #expect(table.count == 1)
        #expect(table.end(new)?.sentAt.nanoseconds == 2)
    }

    @Test func flightsAreInTheOrderInWhichTheyLeft() {
        var table = InFlightTable()
        var ids = (1...4).map { _ in table.reserve() }
        for id in ids { table.begin(id, flight(Int64(id.number))) }
        _ = table.end(ids.remove(at: 0))
        let last = table.reserve()
        table.begin(last, flight(5))
        #expect(table.flights.map(\.id) == ids + [last])
    }

    @Test func anIDOfAnotherTableIsUnknown() {
        var table = InFlightTable()
        #expect(table.end(Attempt.ID(number: 1, slot: 12)) == nil)
    }
}
