import Synchronization

/// Threads that share work whose result does not depend on them. The shell lends them: the core starts none of its own.
package struct Workers: Sendable {
    private let perform: @Sendable (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

    /// - Parameter perform: calls a body with each number from 0 up to a count, some of them at once, and returns when all
    ///   of it is done.
    package init(perform: @escaping @Sendable (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void) {
        self.perform = perform
    }

    /// Nobody but the caller.
    package static let none = Workers { count, body in
        for number in 0..<count { body(number) }
    }

    /// Makes a part for each number from 0 up to a count, several at once, and adds them to a total in their order, each as
    /// soon as it can be.
    ///
    /// - Returns: nil where a part could not be made or added. No further one is begun then.
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
            // One owner at a time: two would copy it.
            defer { state.total = nil }
            return state.added == count ? state.total : nil
        }
    }
}

private struct Progress<Total, Part> {
    var total: Total?
    /// Parts that others come before.
    var waiting: [Int: Part] = [:]
    var added = 0
}
