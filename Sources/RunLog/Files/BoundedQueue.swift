import Dispatch
import Synchronization

/// A queue from a thread that produces elements to one that consumes them. ``put(_:)`` waits while it is full, ``take()`` while
/// it is empty.
final class BoundedQueue<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])
    private let room: DispatchSemaphore
    private let ready = DispatchSemaphore(value: 0)

    /// - Parameter most: how many may wait to be taken.
    init(most: Int) { room = DispatchSemaphore(value: most) }

    func put(_ element: Element) {
        room.wait()
        elements.withLock { $0.append(element) }
        ready.signal()
    }

    func take() -> Element {
        ready.wait()
        defer { room.signal() }
        return elements.withLock { $0.removeFirst() }
    }
}
