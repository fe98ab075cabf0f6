import Synchronization

/// A value that comes once, for any number of tasks that wait for it.
final class Promise<Value: Sendable>: Sendable {
    private struct State {
        var result: Result<Value, any Error>?
        var waiters: [AsyncStream<Never>.Continuation] = []
    }

    private let state = Mutex(State())

    /// Lets all tasks go on, now and later. Only the first result counts.
    func resolve(_ result: Result<Value, any Error>) {
        let waiters = state.withLock { state in
            if state.result == nil { state.result = result }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.finish() }
    }

    /// - Throws: the failure that the promise was resolved with, or `CancellationError` if the waiting task is
    ///   cancelled first.
    func value() async throws -> Value {
        let (stream, waiter) = AsyncStream.makeStream(of: Never.self)
        let isResolved = state.withLock { state in
            if state.result == nil { state.waiters.append(waiter) }
            return state.result != nil
        }
        if !isResolved { for await _ in stream {} }
        guard let result = state.withLock(\.result) else { throw CancellationError() }
        return try result.get()
    }
}
