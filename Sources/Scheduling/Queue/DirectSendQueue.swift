import Pacing
import ShowTime
import Timelines

/// A message outside of any run that waits to be sent.
struct DirectSend: Sendable {
    var id: Attempt.ID
    var roomID: String
    /// Index among the rooms of the account.
    var roomSlot: Int32
    var sender: Sender
    var category: Category
    var content: String
}

/// Direct sends in the order in which they came. One that waits for its room does not block those behind.
struct DirectSendQueue: Sendable {
    private var waiting: [DirectSend] = []

    var isEmpty: Bool { waiting.isEmpty }

    mutating func append(_ message: DirectSend) { waiting.append(message) }

    mutating func removeAll() -> [DirectSend] {
        defer { waiting = [] }
        return waiting
    }

    /// Returns when the first room of any of them is free.
    func earliest(_ roomPacers: [Pacer]) -> Uptime? {
        waiting.lazy.map { roomPacers[Int($0.roomSlot)].earliest(from: .distantPast) }.min()
    }

    /// Takes the first one whose room may be called at `now`.
    mutating func popFirst(_ roomPacers: [Pacer], at now: Uptime) -> DirectSend? {
        guard !waiting.isEmpty else { return nil }
        let index = waiting.firstIndex { roomPacers[Int($0.roomSlot)].earliest(from: now) <= now }
        return index.map { waiting.remove(at: $0) }
    }
}
