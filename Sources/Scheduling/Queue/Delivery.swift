import ShowTime
import Timelines

/// A delivery that has not ended, on its way through the queue.
struct Delivery: Sendable {
    var key: DeliveryKey
    /// Shifts and holds counted in. Fixed by the first attempt.
    private(set) var due: Instant
    /// After this it is too late.
    private(set) var latest: Instant
    /// Whether it is not sent at all when it is too late.
    let expires: Bool
    /// By how much ``latest`` is later because it waited for its claim.
    private var claimWait = Interval.zero
    /// How long holds have stopped it since it was begun, counted into ``latest``.
    private(set) var held = Interval.zero
    /// Index among the rooms of the account.
    var roomSlot: Int32
    var category: Category
    /// Which part of its text goes next, from 1.
    private(set) var part: Int16 = 1
    /// How many parts its text has, 0 before it was expanded.
    var parts: Int16 = 0
    /// The attempts at this part, nil before the first.
    var history: AttemptHistory?

    init(_ key: DeliveryKey, due: Instant, policy: DeliveryPolicy, roomSlot: Int32, category: Category) {
        self.key = key
        self.due = due
        latest = due + policy.maxLate
        expires = policy.late == .skip
        self.roomSlot = roomSlot
        self.category = category
    }

    /// Moves it with a shift or a hold.
    mutating func move(to due: Instant) {
        guard due != self.due else { return }
        latest = latest + (due - self.due) - claimWait
        claimWait = .zero
        self.due = due
    }

    /// Moves ``latest`` to an instant, for a delivery whose turn came in time and that has to wait for its claim alone: that
    /// wait does not make it too late.
    mutating func waitForClaim(until instant: Instant) {
        guard expires, claimWait == .zero, instant > latest else { return }
        claimWait = instant - latest
        latest = instant
    }

    /// The same delivery with the next part of its text, nil where this was the last.
    ///
    /// Half a text is worse than a late one: the lateness of a part is counted from the end of the part before it, and for ten
    /// seconds from then it is never too late.
    func nextPart(endedAt now: Instant, maxLate: Interval) -> Delivery? {
        guard part < parts else { return nil }
        var next = self
        next.part += 1
        next.history = isFired ? .fired : nil
        next.latest = max(latest, now + Self.patience(withPart: maxLate))
        return next
    }

    /// How long after the end of the part before it a part may still go.
    static func patience(withPart maxLate: Interval) -> Interval { max(maxLate, .seconds(10)) }

    /// Adds the time for which a hold stopped it to ``latest``, once its due time no longer moves: nothing ages while the show's
    /// clock stands.
    mutating func extend(by held: Interval) {
        self.held += held
        latest = latest + held
    }

    /// Continues from the part that another delivery, or an earlier process, has come to.
    mutating func resume(atPart part: Int16, of parts: Int16, latest: Instant? = nil) {
        self.part = part
        self.parts = parts
        if let latest { self.latest = latest }
    }

    /// Takes over how long `other` waited for its claim: the same delivery, not yet begun, in another version of the timeline.
    mutating func resume(waitingLike other: Delivery) {
        latest = latest + other.claimWait
        claimWait = other.claimWait
    }

    /// How many API calls of it have not ended; 0 before its text was expanded.
    var partsLeft: Int { parts == 0 ? 0 : Int(parts - part) + 1 }

    /// Whether any attempt was made, at this part or one before, or an operator sends it: its due time then no longer moves.
    var isBegun: Bool { history != nil || part > 1 }
    /// Whether an operator sends it: no hold stops it, and nothing newer takes its place.
    var isFired: Bool { history?.isFired ?? false }
    /// Whether a newer occurrence may take its place once that one is too late as well.
    var isReplaceable: Bool { !expires && attempts == 0 && part == 1 && !isFired }
    /// Attempts made, throttled ones not counted.
    var attempts: Int { history?.attempts ?? 0 }
    /// Whether an attempt had no answer, so that it may have been shown.
    var mayHaveBeenShown: Bool { history?.mayHaveBeenShown ?? false }
}

extension Delivery {
    /// Nil where the text is whole.
    var splitPart: Part? { parts > 1 || part > 1 ? Part(Int(part), of: Int(parts)) : nil }
}

extension Delivery: Comparable {
    /// Orders by category (`system` before `chat`), deadline (what has none comes last), due, run, file, room.
    static func < (left: Delivery, right: Delivery) -> Bool {
        if left.category != right.category { return left.category.rawValue < right.category.rawValue }
        if left.expires != right.expires { return left.expires }
        if left.expires, left.latest != right.latest { return left.latest < right.latest }
        if left.due != right.due { return left.due < right.due }
        if left.key.run != right.key.run { return left.key.run < right.key.run }
        return left.key < right.key
    }

    static func == (left: Delivery, right: Delivery) -> Bool { left.key == right.key }
}
