import Synchronization

/// Threads that share work whose result does not depend on how it is shared. The shell provides them: the core starts no threads
/// of its own.
package struct Workers: Sendable {
    private let perform: @Sendable (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

    /// - Parameter perform: calls `body` with each number in `0..<count`, possibly several at the same time, and returns when all
    ///   calls have returned.
    package init(perform: @escaping @Sendable (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void) {
        self.perform = perform
    }

    /// No other threads: the caller does all of the work.
    package static let none = Workers { count, body in
        for number in 0..<count { body(number) }
    }

    /// Makes a part for each number in `0..<count`, several at the same time, and adds the parts to a total in the order of their
    /// numbers, each as soon as all before it have been added.
    ///
    /// - Returns: the total, or nil if a part could not be made or added. After that, no further part is begun.
    package func total<Total: Sendable, Part: Sendable>(
        _ total: consuming Total, ofParts count: Int, make: @Sendable (Int) -> Part?,
        add: @Sendable (Part, inout Total) -> Bool
    ) -> Total? {
        let state = Mutex(Progress<Total, Part>(total: total))
        let hasFailed = Atomic(false)
        perform(count) { number in
            guard !hasFailed.load(ordering: .relaxed) else { return }
            guard let part = make(number) else { return hasFailed.store(true, ordering: .relaxed) }
            state.withLock { state in
                state.waiting[number] = part
                while let next = state.waiting.removeValue(forKey: state.added) {
                    guard state.total != nil, add(next, &state.total!) else {
                        return hasFailed.store(true, ordering: .relaxed)
                    }
                    state.added += 1
                }
            }
        }
        return state.withLock { state in
            // Hands over the only reference: with a second one, the next change would copy the total.
            defer { state.total = nil }
            return state.added == count ? state.total : nil
        }
    }
}

private struct Progress<Total, Part> {
    var total: Total?
    /// Finished parts that wait for an earlier one.
    var waiting: [Int: Part] = [:]
    var added = 0
}
