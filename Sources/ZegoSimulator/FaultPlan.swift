import ShowTime

/// Decides which calls a list of faults hits.
struct FaultPlan: Sendable {
    private let faults: [Fault]
    private var generator: SeededGenerator

    init(_ faults: [Fault], seed: UInt64) {
        // Nobody hangs or answers where nobody listens.
        self.faults = faults.filter { $0.kind == .refuse } + faults.filter { $0.kind != .refuse }
        generator = SeededGenerator(seed: seed)
    }

    /// The first fault of the list that concerns the call and whose share it falls into.
    mutating func hit(room: String?, at offset: Interval) -> Fault.Kind? {
        for fault in faults where fault.concerns(room: room, at: offset) {
            if generator.hits(fault.share) { return fault.kind }
        }
        return nil
    }

    /// Whether a call without an answer was accepted before things went wrong: an even draw.
    mutating func wasAccepted() -> Bool { generator.hits(0.5) }
}
