package import ShowTime
import Templates

extension Timeline {
    /// Counts the deliveries of a run that starts at `start`; nil where a message has no end.
    ///
    /// Expands every message whose number of deliveries depends on its text or condition, and no other.
    package func plannedDeliveries(start: Instant) -> Int? {
        guard let plain = plainDeliveries else { return nil }
        var total = plain
        var counter = DeliveryCounter(self, start: start)
        for index in messages.indices where !messages[index].isPlain {
            total = total.addingOrMax(counter.deliveries(of: messages[index]) { _, _ in true })
        }
        return total
    }

    /// Counts the deliveries of the plain messages of a run, nil where any message has no end.
    package var plainDeliveries: Int? {
        var total = 0
        // By index: copying a message costs more than reading two of its fields.
        for index in messages.indices {
            guard let count = messages[index].schedule.count else { return nil }
            guard messages[index].isPlain else { continue }
            let (deliveries, isTooMany) = count.multipliedReportingOverflow(
                by: roomLists[messages[index].roomList].count)
            total = isTooMany ? .max : total.addingOrMax(deliveries)
        }
        return total
    }

    /// Indices of the messages that are not plain.
    package var countedMessages: [Int] { messages.indices.filter { !messages[$0].isPlain } }
}

/// Counts the deliveries of messages that may be split or have a condition.
package struct DeliveryCounter {
    private let timeline: Timeline
    private var expander: MessageExpander

    /// - Parameter inputs: the values that were given, by name; nil to count with placeholders, as long as the longest values.
    package init(_ timeline: Timeline, start: Instant, inputs: [String: String]? = nil) {
        self.timeline = timeline
        expander = MessageExpander(timeline, start: start)
        if let inputs { expander.give(inputs) }
    }

    /// Counts the deliveries of a message; 0 where it has no end.
    ///
    /// - Parameter isIncluded: whether the deliveries of an occurrence at a position in the message's list of rooms count.
    package mutating func deliveries(
        of message: Message, where isIncluded: (_ occurrence: Int, _ position: Int) -> Bool
    ) -> Int {
        guard let last = message.schedule.count else { return 0 }
        var total = 0
        for (position, room) in timeline.rooms(of: message).enumerated() {
            var known: Int?
            for occurrence in 1...last where isIncluded(occurrence, position) {
                let count = known ?? expander.deliveries(of: message, occurrence: occurrence, room: room)
                if !message.looksAtTime { known = count }
                total = total.addingOrMax(count)
            }
        }
        return total
    }
}

extension Int {
    fileprivate func addingOrMax(_ other: Int) -> Int {
        let (sum, isTooMany) = addingReportingOverflow(other)
        return isTooMany ? .max : sum
    }
}
