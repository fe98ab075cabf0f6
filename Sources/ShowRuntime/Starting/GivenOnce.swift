import Synchronization

/// Holds a value until the first caller takes it. All copies share it.
final class GivenOnce<Value: Sendable>: Sendable {
    private struct Kept {
        var value: Value?
        var wasGiven = false
    }

    private let kept: Mutex<Kept>

    init(_ value: Value?) { kept = Mutex(Kept(value: value)) }

    /// Nil where it was given.
    var value: Value? { kept.withLock { $0.value } }

    /// To be called once: the second caller would take what was given for nothing.
    func give() -> Value? {
        kept.withLock { kept in
            precondition(!kept.wasGiven, "it was given before")
            kept.wasGiven = true
            return kept.value.take()
        }
    }
}
