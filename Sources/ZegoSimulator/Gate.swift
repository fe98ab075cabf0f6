import Synchronization

/// A value that comes once, and those who wait for it.
final class Gate<Value: Sendable>: Sendable {
    private enum State {
        case closed(waiters: [Int: CheckedContinuation<Value, any Error>])
        case open(Result<Value, any Error>)
    }

    private let state = Mutex((state: State.closed(waiters: [:]), nextWaiter: 0))

    /// Lets everyone through, now and later. Only the first result counts.
    func open(_ result: Result<Value, any Error>) {
        let waiters = state.withLock { contents -> [CheckedContinuation<Value, any Error>] in
            guard case .closed(let waiters) = contents.state else { return [] }
            contents.state = .open(result)
            return Array(waiters.values)
        }
        for waiter in waiters { waiter.resume(with: result) }
    }

    /// What the gate was opened with; nil while it is closed.
    var result: Result<Value, any Error>? {
        state.withLock { if case .open(let result) = $0.state { result } else { nil } }
    }

    /// - Throws: what the gate was opened with, or `CancellationError` if the waiting task is cancelled first.
    func value() async throws -> Value {
        let number = state.withLock { contents in
            contents.nextWaiter += 1
            return contents.nextWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { contents -> Result<Value, any Error>? in
                    switch contents.state {
                    case .open(let result): return result
                    // The cancellation handler has run already, and found nobody.
                    case .closed where Task.isCancelled: return .failure(CancellationError())
                    case .closed(var waiters):
                        waiters[number] = continuation
                        contents.state = .closed(waiters: waiters)
                        return nil
                    }
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            let waiter = state.withLock { contents -> CheckedContinuation<Value, any Error>? in
                guard case .closed(var waiters) = contents.state else { return nil }
                let waiter = waiters.removeValue(forKey: number)
                contents.state = .closed(waiters: waiters)
                return waiter
            }
            waiter?.resume(throwing: CancellationError())
        }
    }
}
