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

    /// The earliest offset at which anything is due.
    package var firstOffset: Interval { messages.lazy.map(\.schedule.first).min() ?? .zero }
}
