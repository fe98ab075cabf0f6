import ShowTime

/// Decides which calls a list of faults hits.
struct FaultInjector: Sendable {
    private let faults: [Fault]
    private var generator: SeededGenerator

    init(_ faults: [Fault], seed: UInt64) {
        // A server that refuses connections neither hangs nor answers.
        self.faults = faults.filter { $0.kind == .refuse } + faults.filter { $0.kind != .refuse }
        generator = SeededGenerator(seed: seed)
    }

    /// Draws the first fault of the list that concerns the call and whose share it falls into.
    mutating func draw(room: String?, at offset: Interval) -> Fault.Kind? {
        for fault in faults where fault.concerns(room: room, at: offset) {
            if generator.hits(fault.share) { return fault.kind }
        }
        return nil
    }

    /// Draws evenly whether a call without an answer was accepted before things went wrong.
    mutating func drawAcceptance() -> Bool { generator.hits(0.5) }
}
