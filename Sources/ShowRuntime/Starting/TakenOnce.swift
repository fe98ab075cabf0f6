import Synchronization

/// Holds a value until the first caller takes it. All copies share it.
final class TakenOnce<Value: Sendable>: Sendable {
    private struct Kept {
        var value: Value?
        var wasTaken = false
    }

    private let kept: Mutex<Kept>

    init(_ value: Value?) { kept = Mutex(Kept(value: value)) }

    /// Nil where it was taken.
    var value: Value? { kept.withLock { $0.value } }

    /// To be called once: a second caller would believe that there was nothing to take.
    func take() -> Value? {
        kept.withLock { kept in
            precondition(!kept.wasTaken, "it was taken before")
            kept.wasTaken = true
            return kept.value.take()
        }
    }
}
