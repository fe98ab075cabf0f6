package import ShowTime

extension Timeline {
    /// The same script with an end: of each message without one, its first day or its first 1,000 occurrences, whichever is
    /// less.
    ///
    /// - Returns: the script, and the ids of the messages that were cut.
    package func bounded() -> (timeline: Timeline, cut: [String]) {
        var cut: [String] = []
        let messages = messages.map { message in
            guard message.schedule.count == nil else { return message }
            cut.append(message.id)
            let schedule = message.schedule
            let inADay = Int((Interval.days(1).nanoseconds - 1) / schedule.every.nanoseconds) + 1
            var bounded = message
            bounded.schedule = Schedule(from: schedule.first, every: schedule.every, count: min(1000, inADay))
            return bounded
        }
        guard !cut.isEmpty else { return (self, []) }
        return (replacing(messages: messages), cut)
    }

    /// The most occurrences of a message without end that ``bounded(until:)`` leaves.
    package static let mostUnrolled = 1_000_000

    /// The same script with an end: of each message without one, what is due until an offset.
    ///
    /// - Returns: the script, and the ids of the messages that have more than ``mostUnrolled`` occurrences until then and were
    ///   cut at that many.
    package func bounded(until end: Interval) -> (timeline: Timeline, cut: [String]) {
        var cut: [String] = []
        var isEndless = false
        let messages = messages.map { message in
            guard message.schedule.count == nil else { return message }
            isEndless = true
            let schedule = message.schedule
            let last = max(
                1, Int((end - schedule.first).nanoseconds.flooredDivision(by: schedule.every.nanoseconds)) + 1)
            if last > Self.mostUnrolled { cut.append(message.id) }
            var bounded = message
            bounded.schedule = Schedule(
                from: schedule.first, every: schedule.every, count: min(last, Self.mostUnrolled))
            return bounded
        }
        return (isEndless ? replacing(messages: messages) : self, cut)
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
