import HeapModule
import ShowTime
import Timelines

/// What is planned: most messages are one delivery for each occurrence and room; those with `when` or that may be split are
/// counted by what they say.
extension Run {
    /// How many deliveries of the timeline have not ended, nil where it has no end.
    func countOpen() -> Int? {
        guard var open = plan.plainDeliveries else { return nil }
        open -= ledger.count
        var counter = DeliveryCounter(timeline, start: id.start, inputs: inputValues)
        for index in plan.counted {
            let message = timeline.messages[index]
            let rooms = timeline.rooms(of: message).count
            open += ledger.count(ofMessage: index, rooms: rooms, planned: version.numbers(ofMessage: index))
            let lead = lead(of: index)
            open += counter.deliveries(of: message) { occurrence, position in
                !ledger.contains(message: index, position: position, occurrence: occurrence + lead)
            }
        }
        return open
    }

    /// As how many deliveries ``countOpen()`` counts what a key stands for.
    mutating func counted(_ key: DeliveryKey) -> Int {
        let message = timeline.messages[Int(key.message)]
        guard !message.isPlain else { return 1 }
        return expander.deliveries(of: message, occurrence: scheduled(key), room: timeline.roomIndex(of: key))
    }

    /// Corrects ``planned`` for a delivery that an earlier process began: only what is left of it counts.
    mutating func countBegun(_ delivery: Delivery) {
        guard delivery.parts > 0 else { return }
        let counted = counted(delivery.key)
        planned? += delivery.partsLeft - counted
    }

    /// Takes note of how many parts a text has: it may have been counted as another number, before a shift moved it or a
    /// reload changed it.
    mutating func settleParts(_ parts: Int, of delivery: inout Delivery) {
        var before = delivery.partsLeft
        if delivery.parts == 0 {
            let wasMoved = delivery.due != id.start + offset(of: delivery.key)
            before = wasMoved ? counted(delivery.key) : parts
        }
        planned? += max(0, parts - Int(delivery.part) + 1) - before
        delivery.parts = Int16(parts)
    }

    /// Counts again after a reload.
    ///
    /// - Parameter begun: what is on its way or in the queue, by the keys of any timeline of the run.
    mutating func recount(begun: [Delivery]) {
        planned = countOpen().map { $0 + tally.total }
        for delivery in begun + suspended.unordered.map(\.delivery) where delivery.parts > 0 {
            // What the timeline no longer has was not counted, but ends all the same.
            let counted = current(delivery.key).map { self.counted($0) } ?? 0
            planned? += delivery.partsLeft - counted
        }
    }

    /// Whether anybody wants a delivery that the plan has come to. Where that cannot be said, it goes on and ends as
    /// invalid.
    mutating func isWanted(_ key: DeliveryKey) -> Bool {
        let message = timeline.messages[Int(key.message)]
        guard message.condition != nil else { return true }
        return
            (try? expander.isWanted(
                message, occurrence: scheduled(key), room: timeline.roomIndex(of: key))) ?? true
    }
}
