import ShowTime
import Timelines

/// One message, one occurrence of it, one room: by indices, so that a queue of a hundred thousand stays small.
struct DeliveryKey: Hashable, Sendable {
    /// Index of the run in the scheduler.
    var run: Int32
    /// Index of the message in the run's timeline.
    var message: Int32
    /// Position of the room in the message's list of rooms.
    var position: Int32
    /// Which of the run's timelines the indices belong to: a reload begins a new one.
    var generation: Int32
    /// From 1.
    var occurrence: Int
}

/// A delivery that has not ended, on its way through the queue.
struct Delivery: Sendable {
    var key: DeliveryKey
    var category: Category
    /// Index among the rooms of the account.
    var roomSlot: Int32
    /// Shifts and holds counted in. Fixed by the first attempt.
    var due: Instant
    /// Attempts made, throttled ones not counted.
    var attempts: Int32 = 0
    /// Whether any attempt was made: its due time then no longer moves.
    var isAttempted = false
    /// What the last attempt, or the wait for the account, came to.
    var lastOutcome: Outcome?
    var lastCode: Int?
    var lastReason: String?

    /// `system` before `chat`, then due, file, room.
    static func goesFirst(_ left: Delivery, _ right: Delivery) -> Bool {
        if left.category != right.category { return left.category.rawValue < right.category.rawValue }
        if left.due != right.due { return left.due < right.due }
        if left.key.run != right.key.run { return left.key.run < right.key.run }
        if left.key.message != right.key.message { return left.key.message < right.key.message }
        if left.key.occurrence != right.key.occurrence { return left.key.occurrence < right.key.occurrence }
        return left.key.position < right.key.position
    }
}

extension Delivery: Comparable {
    static func < (left: Delivery, right: Delivery) -> Bool { goesFirst(left, right) }
    static func == (left: Delivery, right: Delivery) -> Bool { left.key == right.key }
}
