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
///
/// They take turns with the runs as if they were a run themselves: the first direct send goes before everything that waits,
/// and then each run that waits has a slot before the next direct send, whenever that one comes.
struct DirectSendQueue: Sendable {
    private var waiting: [DirectSend] = []
    /// The number of slots that runs had since the last direct send left; `.max` before the first.
    private var slotsOfRuns = Int.max

    var isEmpty: Bool { waiting.isEmpty }

    mutating func append(_ message: DirectSend) { waiting.append(message) }

    /// Takes note that a delivery of a run has left.
    mutating func otherLeft() { if slotsOfRuns < .max { slotsOfRuns += 1 } }

    mutating func remove(_ id: Attempt.ID) -> DirectSend? {
        waiting.firstIndex { $0.id == id }.map { waiting.remove(at: $0) }
    }

    mutating func removeAll() -> [DirectSend] {
        defer { waiting = [] }
        return waiting
    }

    /// Returns the earliest time at which the room of any of them is free.
    func earliest(_ roomPacers: [Pacer]) -> Uptime? {
        waiting.lazy.map { roomPacers[Int($0.roomSlot)].earliest(from: .distantPast) }.min()
    }

    /// Takes out the first one whose room may be called at `now`, if it is the direct sends' turn beside `runs` runs.
    mutating func popFirst(_ roomPacers: [Pacer], besideRuns runs: Int, at now: Uptime) -> DirectSend? {
        guard !waiting.isEmpty, slotsOfRuns >= runs else { return nil }
        let index = waiting.firstIndex { roomPacers[Int($0.roomSlot)].earliest(from: now) <= now }
        guard let index else { return nil }
        slotsOfRuns = 0
        return waiting.remove(at: index)
    }
}
