import Dispatch

/// Does what takes long, or may not come back, on a thread of its own: a file system that does not answer holds up nothing else.
func elsewhere<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        DispatchQueue.global(qos: .utility).async { continuation.resume(returning: body()) }
    }
}
