import ShowTime

/// Decides which calls a list of faults hits.
struct FaultInjector: Sendable {
    /// The faults with their places in the list as it was given, `refuse` first.
    private let faults: [(place: Int, fault: Fault)]
    private var generator: SeededGenerator

    init(_ faults: [Fault], seed: UInt64) {
        // Refusals come first: a server that refuses connections neither hangs nor answers.
        let all = faults.enumerated().map { (place: $0.offset, fault: $0.element) }
        self.faults = all.filter { $0.fault.kind == .refuse } + all.filter { $0.fault.kind != .refuse }
        generator = SeededGenerator(seed: seed)
    }

    /// Draws the first fault of the list that concerns the call and whose share it falls into.
    ///
    /// - Returns: its place in the list, and its kind.
    mutating func draw(room: String?, at offset: Interval) -> (place: Int, kind: Fault.Kind)? {
        for (place, fault) in faults where fault.concerns(room: room, at: offset) {
            if generator.hits(fault.share) { return (place, fault.kind) }
        }
        return nil
    }

    /// Draws evenly whether a call without an answer was accepted before things went wrong.
    mutating func drawAcceptance() -> Bool { generator.hits(0.5) }
}
