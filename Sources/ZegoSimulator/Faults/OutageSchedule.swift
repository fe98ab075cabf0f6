import ShowTime

/// The periods in which a simulator listens and in which it refuses connections, by its `refuse` faults.
struct OutageSchedule: Sendable {
    struct Period: Hashable, Sendable {
        var isListening: Bool
        /// The beginning of the next one, from the start; nil for never.
        var end: Interval?
    }

    /// In order from the start. Listening and refusing take turns, listening first, if only to learn the port.
    private(set) var periods: [Period] = []

    init(_ faults: [Fault]) {
        let refusals = faults.filter { $0.kind == .refuse && $0.to.map { $0 > .zero } ?? true }
            .map { (from: max($0.from ?? .zero, .zero), to: $0.to) }
            .sorted { $0.from < $1.from }
        for refusal in refusals {
            if let last = periods.last {
                guard let end = last.end else { return }
                if refusal.from <= end {
                    periods[periods.count - 1].end = refusal.to.map { max($0, end) }
                    continue
                }
            }
            periods.append(Period(isListening: true, end: refusal.from))
            periods.append(Period(isListening: false, end: refusal.to))
        }
        if periods.isEmpty || periods.last?.end != nil { periods.append(Period(isListening: true, end: nil)) }
    }
}
