package import ShowTime

extension Timeline {
    /// The same timeline with an end: of each message without one, its first day or its first 1,000 occurrences, whichever is
    /// less.
    ///
    /// - Returns: the timeline, and the ids of the messages that were cut.
    package func bounded() -> (timeline: Timeline, cut: [String]) {
        bounded { schedule in
            let inADay = Int((Interval.days(1).nanoseconds - 1) / schedule.every.nanoseconds) + 1
            return (min(1000, inADay), isCut: true)
        }
    }

    /// The most occurrences of a message without end that ``bounded(until:)`` keeps.
    package static let mostUnrolled = 1_000_000

    /// The same timeline with an end: of each message without one, the occurrences until an offset.
    ///
    /// - Returns: the timeline, and the ids of the messages that have more than ``mostUnrolled`` occurrences until then and
    ///   were cut at that many.
    package func bounded(until end: Interval) -> (timeline: Timeline, cut: [String]) {
        bounded { schedule in
            let periods = (end - schedule.first).nanoseconds.flooredDivision(by: schedule.every.nanoseconds)
            let last = max(1, Int(periods) + 1)
            return (min(last, Self.mostUnrolled), isCut: last > Self.mostUnrolled)
        }
    }

    /// - Parameter bound: the number of occurrences that a schedule without end keeps.
    private func bounded(by bound: (Schedule) -> (count: Int, isCut: Bool)) -> (timeline: Timeline, cut: [String]) {
        guard messages.contains(where: { $0.schedule.count == nil }) else { return (self, []) }
        var cut: [String] = []
        let messages = messages.map { message in
            let schedule = message.schedule
            guard schedule.count == nil else { return message }
            let (count, isCut) = bound(schedule)
            if isCut { cut.append(message.id) }
            var bounded = message
            bounded.schedule = Schedule(from: schedule.first, every: schedule.every, count: count)
            return bounded
        }
        return (replacing(messages: messages), cut)
    }

    /// The latest offset at which anything is due, nil where a message has no end.
    package var lastOffset: Interval? {
        var latest = firstOffset
        for index in messages.indices {
            guard let last = messages[index].schedule.last else { return nil }
            latest = max(latest, last)
        }
        return latest
    }

    /// The earliest offset at which anything is due.
    package var firstOffset: Interval { messages.lazy.map(\.schedule.first).min() ?? .zero }
}
