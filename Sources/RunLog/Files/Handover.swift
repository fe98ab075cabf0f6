import Dispatch
import Synchronization

/// What one thread makes and another takes, in the order in which it was made. Whoever makes it waits where too much was not
/// taken yet.
final class Handover<Piece: Sendable>: Sendable {
    private let pieces = Mutex<[Piece]>([])
    private let room: DispatchSemaphore
    private let ready = DispatchSemaphore(value: 0)

    /// - Parameter most: how many pieces may wait to be taken.
    init(most: Int) { room = DispatchSemaphore(value: most) }

    func give(_ piece: Piece) {
        room.wait()
        pieces.withLock { $0.append(piece) }
        ready.signal()
    }

    /// Waits for the next one.
    func take() -> Piece {
        ready.wait()
        defer { room.signal() }
        return pieces.withLock { $0.removeFirst() }
    }
}
