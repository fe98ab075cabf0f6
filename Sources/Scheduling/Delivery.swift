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

extension DeliveryKey: Comparable {
    /// The order of the file, among the deliveries of one run.
    static func < (left: DeliveryKey, right: DeliveryKey) -> Bool {
        (left.message, left.occurrence, left.position) < (right.message, right.occurrence, right.position)
    }
}

/// A delivery that has not ended, on its way through the queue.
struct Delivery: Sendable {
    var key: DeliveryKey
    /// Shifts and holds counted in. Fixed by the first attempt.
    private(set) var due: Instant
    /// After this it is too late.
    private(set) var latest: Instant
    /// Index among the rooms of the account.
    var roomSlot: Int32
    var category: Category
    /// What became of the last attempt, nil before the first.
    var trouble: Trouble?

    init(_ key: DeliveryKey, due: Instant, maxLate: Interval, roomSlot: Int32, category: Category) {
        self.key = key
        self.due = due
        latest = due + maxLate
        self.roomSlot = roomSlot
        self.category = category
    }

    /// A shift or a hold moved it.
    mutating func move(to due: Instant) {
        latest = latest + (due - self.due)
        self.due = due
    }

    /// Whether any attempt was made: its due time then no longer moves.
    var isAttempted: Bool { trouble != nil }
    /// Attempts made, throttled ones not counted.
    var attempts: Int { trouble?.attempts ?? 0 }
    /// Whether an attempt had no answer: nobody can say any more that it was not shown.
    var mayHaveBeenShown: Bool { trouble?.mayHaveBeenShown ?? false }
}

extension Delivery: Comparable {
    /// Which of two goes first: `system` before `chat`, then due, file, room.
    static func < (left: Delivery, right: Delivery) -> Bool {
        if left.category != right.category { return left.category.rawValue < right.category.rawValue }
        if left.due != right.due { return left.due < right.due }
        if left.key.run != right.key.run { return left.key.run < right.key.run }
        return left.key < right.key
    }

    static func == (left: Delivery, right: Delivery) -> Bool { left.key == right.key }
}

/// What became of the attempts at a delivery that did not end it. An object, because few deliveries ever have it and all
/// are moved through the queue.
final class Trouble: Sendable {
    /// Attempts made, throttled ones not counted.
    let attempts: Int
    /// How often in a row it was throttled.
    let throttles: Int
    let mayHaveBeenShown: Bool
    /// `retrying`, `throttled` or `held`.
    let outcome: Outcome
    let code: Int?
    let reason: String?

    init(
        attempts: Int, throttles: Int = 0, mayHaveBeenShown: Bool, outcome: Outcome, code: Int?, reason: String?
    ) {
        self.attempts = attempts
        self.throttles = throttles
        self.mayHaveBeenShown = mayHaveBeenShown
        self.outcome = outcome
        self.code = code
        self.reason = reason
    }
}
