import Dispatch
import Synchronization

/// Runs something that takes long, or may never return, on another thread: a file system that does not answer holds up nothing
/// else.
func elsewhere<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        DispatchQueue.global(qos: .utility).async { continuation.resume(returning: body()) }
    }
}

/// Does the same, but returns nil as soon as the task is cancelled: then nobody waits for the result any more.
func elsewhereUnlessCancelled<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result? {
    let waiter = Mutex<CheckedContinuation<Result?, Never>?>(nil)
    return await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
            waiter.withLock { $0 = continuation }
            DispatchQueue.global(qos: .utility).async {
                let result = body()
                waiter.withLock { $0.take() }?.resume(returning: result)
            }
            if Task.isCancelled { waiter.withLock { $0.take() }?.resume(returning: nil) }
        }
    } onCancel: {
        waiter.withLock { $0.take() }?.resume(returning: nil)
    }
}
