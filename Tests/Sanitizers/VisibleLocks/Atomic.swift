/// Stands in the place of `Synchronization.Atomic`, whose module is replaced as a whole: what the sources use of it, and under a lock.
public struct Atomic<Value: Sendable>: ~Copyable, Sendable {
    public enum Ordering {
        case relaxed, acquiring, releasing
    }

    private let value: Mutex<Value>

    public init(_ initial: Value) { value = Mutex(initial) }

    public borrowing func load(ordering: Ordering) -> Value { value.withLock { $0 } }

    public borrowing func store(_ new: Value, ordering: Ordering) { value.withLock { $0 = new } }

    public borrowing func exchange(_ new: Value, ordering: Ordering) -> Value {
        value.withLock { value in
            defer { value = new }
            return value
        }
    }
}
