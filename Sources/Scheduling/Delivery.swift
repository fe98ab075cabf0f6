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
    /// Which part of its text goes next, from 1.
    private(set) var part: Int16 = 1
    /// How many parts its text has, 0 while nobody has asked.
    var parts: Int16 = 0
    /// What became of the last attempt at this part, nil before the first.
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

    /// The same delivery with the next part of its text, nil where this was the last.
    ///
    /// Half a text is worse than a late one: a part is late when it is so by the end of the part before it, and for ten
    /// seconds it is not.
    func nextPart(endedAt now: Instant, maxLate: Interval) -> Delivery? {
        guard part < parts else { return nil }
        var next = self
        next.part += 1
        next.trouble = nil
        next.latest = max(latest, now + Self.patience(withPart: maxLate))
        return next
    }

    /// How long after the part before it a part may go.
    static func patience(withPart maxLate: Interval) -> Interval { max(maxLate, .seconds(10)) }

    /// A hold stopped it between two parts.
    mutating func extend(by held: Interval) {
        if part > 1, trouble == nil { latest = latest + held }
    }

    /// Goes on where another delivery, or an earlier process, has come to.
    mutating func goOn(withPart part: Int16, of parts: Int16, latest: Instant? = nil) {
        self.part = part
        self.parts = parts
        if let latest { self.latest = latest }
    }

    /// How many API calls of it have not ended; 0 while nobody has asked.
    var partsLeft: Int { parts == 0 ? 0 : Int(parts - part) + 1 }

    /// Whether any attempt was made, at this part or one before: its due time then no longer moves.
    var isBegun: Bool { trouble != nil || part > 1 }
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
