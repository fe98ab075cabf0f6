import Synchronization

/// Counts events, and lets a test wait until there have been a given number of them.
package final class Counter: Sendable {
    private struct State {
        var count = 0
        var waiters: [(count: Int, signal: AsyncStream<Never>.Continuation)] = []
    }

    private let state = Mutex(State())

    package init() {}

    package var count: Int { state.withLock(\.count) }

    /// - Returns: the count with this one.
    @discardableResult
    package func add() -> Int {
        let (count, reached) = state.withLock { state in
            state.count += 1
            let reached = state.waiters.filter { $0.count <= state.count }
            state.waiters.removeAll { $0.count <= state.count }
            return (state.count, reached)
        }
        for waiter in reached { waiter.signal.finish() }
        return count
    }

    /// Waits for a count.
    ///
    /// - Throws: `CancellationError`, for instance when the test's time is over.
    package func reach(_ count: Int) async throws {
        let (stream, signal) = AsyncStream.makeStream(of: Never.self)
        let isReached = state.withLock { state in
            if state.count < count { state.waiters.append((count, signal)) }
            return state.count >= count
        }
        if isReached { return }
        for await _ in stream {}
        try Task.checkCancellation()
    }
}
