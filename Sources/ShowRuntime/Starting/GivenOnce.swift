import Synchronization

/// A value that nobody keeps any more once it was given to the one who needs it, however often this was copied.
final class GivenOnce<Value: Sendable>: Sendable {
    private let kept: Mutex<Value?>

    init(_ value: Value?) { kept = Mutex(value) }

    /// Nil where it was given.
    var value: Value? { kept.withLock { $0 } }

    func give() -> Value? {
        kept.withLock { kept in
            defer { kept = nil }
            return kept
        }
    }
}
