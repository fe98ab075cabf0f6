package import ShowTime
package import Timelines

/// What an earlier process left of a run, gathered from its log record by record.
///
/// What has ended stays ended. An attempt without a result may have been shown. Names that the timeline no longer has
/// count in the account book and nowhere else.
package struct RunRecovery: Sendable {
    /// An attempt that did not end the delivery.
    struct OpenDelivery: Sendable {
        var attempts: Int32
        /// False where the log has no result of the last attempt.
        var isAnswered: Bool
        var due: Instant
        var lastOutcome: Outcome?
        var lastCode: Int?
        var lastReason: String?
    }

    let timeline: Timeline
    private(set) var ledger: Ledger
    private(set) var tally = Tally()
    private(set) var open: [DeliveryKey: OpenDelivery] = [:]
    /// Deliveries that were begun and have not ended, of messages that the timeline no longer has.
    private(set) var orphans: [Orphan] = []
    private(set) var shift = Interval.zero
    private(set) var heldSince: Instant?
    private(set) var skipped: Set<String> = []
    private(set) var isCancelled = false
    /// How the run ended, if it did.
    package private(set) var end: (planned: Int, tally: Tally)?

    private let index: TimelineIndex
    private var orphanKeys: [String: Orphan] = [:]

    struct Orphan: Sendable {
        /// False where the log has no result of the attempt.
        var isAnswered = false
        var messageID: String
        var occurrence: Int
        var roomID: String
        var category: Category
        var due: Instant
        var attempt: Int
        var bytes: Int
    }

    package init(_ timeline: Timeline) {
        self.timeline = timeline
        ledger = Ledger(timeline)
        index = TimelineIndex(timeline)
    }

    package mutating func takeAttempt(
        messageID: String, occurrence: Int, roomID: String, category: Category, due: Instant, number: Int, bytes: Int
    ) {
        guard let key = key(messageID, occurrence, roomID) else {
            orphanKeys["\(messageID)#\(occurrence)@\(roomID)"] = Orphan(
                messageID: messageID, occurrence: occurrence, roomID: roomID, category: category, due: due,
                attempt: number, bytes: bytes)
            return
        }
        open[key] = OpenDelivery(attempts: Int32(number - 1), isAnswered: false, due: due)
    }

    /// - Parameter occurrences: more than one where the record ends many at once.
    package mutating func takeResult(
        messageID: String, occurrences: ClosedRange<Int>, roomID: String, due: Instant, attempt: Int, outcome: Outcome,
        code: Int?, reason: String?
    ) {
        guard let key = key(messageID, occurrences.lowerBound, roomID) else {
            let name = "\(messageID)#\(occurrences.lowerBound)@\(roomID)"
            if outcome.isFinal {
                orphanKeys[name] = nil
                tally[outcome] += occurrences.count
            } else {
                orphanKeys[name]?.isAnswered = true
            }
            return
        }
        if outcome.isFinal {
            tally[outcome] += occurrences.count
            ledger.insert(timeline, message: Int(key.message), position: Int(key.position), occurrences: occurrences)
            open[key] = nil
        } else {
            open[key] = OpenDelivery(
                attempts: Int32(outcome == .retrying ? attempt : max(attempt - 1, 0)), isAnswered: true, due: due,
                lastOutcome: outcome, lastCode: code, lastReason: reason)
        }
    }

    package mutating func takeControl(_ action: ControlRecord.Action, time: Instant) {
        switch action {
        case .hold: heldSince = time
        case .go(_, let total):
            heldSince = nil
            shift = total
        case .shift(_, let total): shift = total
        case .skip(let message): skipped.insert(message)
        case .cancel: isCancelled = true
        case .reload, .shutdown, .accountHold, .accountOK: break
        }
    }

    package mutating func takeEnd(planned: Int, tally: Tally) { end = (planned, tally) }

    /// To be called when the log is read.
    package mutating func finish() {
        orphans = orphanKeys.values.sorted { ($0.due, $0.messageID, $0.roomID) < ($1.due, $1.messageID, $1.roomID) }
        orphanKeys = [:]
    }

    /// Whether anything of the run can still be sent at `now`: its last due time and lateness bound lie ahead.
    package func canBePlayed(from start: Instant, at now: Instant) -> Bool {
        guard end == nil else { return false }
        if heldSince != nil { return true }
        guard let last = timeline.end else { return true }
        return now <= start + last + shift
    }

    private func key(_ messageID: String, _ occurrence: Int, _ roomID: String) -> DeliveryKey? {
        guard let message = index.message(messageID), let position = index.position(of: roomID, in: message),
            timeline.messages[message].schedule.contains(occurrence: occurrence)
        else { return nil }
        return DeliveryKey(
            run: 0, message: Int32(message), position: Int32(position), generation: 0, occurrence: occurrence)
    }
}

/// Finds messages and rooms by their ids.
struct TimelineIndex: Sendable {
    private let timeline: Timeline
    private let messages: [String: Int]
    private let rooms: [String: Int]

    init(_ timeline: Timeline) {
        self.timeline = timeline
        messages = Dictionary(zip(timeline.messages.lazy.map(\.id), 0...)) { first, _ in first }
        rooms = Dictionary(zip(timeline.rooms.lazy.map(\.id), 0...)) { first, _ in first }
    }

    func message(_ id: String) -> Int? { messages[id] }

    /// The position of a room in a message's list of rooms.
    func position(of roomID: String, in message: Int) -> Int? {
        guard let room = rooms[roomID] else { return nil }
        return timeline.rooms(of: timeline.messages[message]).firstIndex(of: room)
    }
}

extension RunRecovery {
    /// Deliveries that have ended.
    package var finished: Int { tally.total }
}
