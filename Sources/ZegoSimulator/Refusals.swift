import ShowTime

/// When a simulator listens and when it refuses connections, as its `refuse` faults say.
struct Refusals: Sendable {
    struct Episode: Hashable, Sendable {
        var isListening: Bool
        /// When the next one begins, from the start; nil for never.
        var end: Interval?
    }

    /// One after the other from the start. Listening and refusing take turns, listening first, if only to learn the
    /// port.
    var episodes: [Episode]

    init(_ faults: [Fault]) {
        episodes = []
        var refusals = faults.filter { $0.kind == .refuse && $0.to.map { $0 > .zero } ?? true }
            .map { (from: max($0.from ?? .zero, .zero), to: $0.to) }
        refusals.sort { $0.from < $1.from }
        for refusal in refusals {
            if let last = episodes.last {
                guard let end = last.end else { return }
                if refusal.from <= end {
                    episodes[episodes.count - 1].end = refusal.to.map { max($0, end) }
                    continue
                }
            }
            episodes.append(Episode(isListening: true, end: refusal.from))
            episodes.append(Episode(isListening: false, end: refusal.to))
        }
        if episodes.last?.end != nil || episodes.isEmpty { episodes.append(Episode(isListening: true, end: nil)) }
    }
}
