import JSONText
package import Scheduling
package import ShowTime
package import Timelines

/// One line of a log, read back.
package enum LogEntry: Sendable {
    case run(RunHeader)
    case attempt(LoggedAttempt)
    case result(LoggedResult)
    case control(ControlRecord.Action, time: Instant)
    case end(planned: Int, tally: Tally, time: Instant)

    /// Nil where the line is not a record.
    package init?(line: UnsafeBufferPointer<UInt8>) {
        var fields = LogFields()
        let isObject = JSONObject.read(line) { fields.take($0, $1) }
        guard isObject, let time = fields.time else { return nil }
        switch fields.event {
        case .attempt:
            guard let entry = LoggedAttempt(fields, time) else { return nil }
            self = .attempt(entry)
        case .result:
            guard let entry = LoggedResult(fields, time) else { return nil }
            self = .result(entry)
        case .run:
            guard let header = RunHeader(fields, time) else { return nil }
            self = .run(header)
        case .control:
            guard let action = ControlRecord.Action(fields) else { return nil }
            self = .control(action, time: time)
        case .end:
            guard let planned = fields.planned else { return nil }
            self = .end(planned: planned, tally: fields.tally, time: time)
        case nil: return nil
        }
    }
}

package struct LoggedAttempt: Sendable {
    package var time: Instant
    package var messageID: String
    package var occurrence: Int
    /// Nil where the text is whole.
    package var part: Part?
    package var roomID: String
    package var category: Category
    package var due: Instant
    package var number: Int
    package var bytes: Int
    package var content: String

    /// The key of the delivery.
    package var delivery: String {
        DeliveryName.text(messageID, occurrence: occurrence, part: part, roomID: roomID)
    }

    /// Far more than were ever made, and within the range of whatever counts them.
    fileprivate static let numbers = 0...1_000_000_000

    init?(_ fields: LogFields, _ time: Instant) {
        guard let (message, occurrence, room) = fields.deliveryParts, let category = fields.category,
            let due = fields.due, let number = fields.attempt, fields.hasRightPart, Self.numbers.contains(number),
            LoggedResult.allOccurrences.contains(occurrence)
        else { return nil }
        self.time = time
        messageID = message
        self.occurrence = occurrence
        part = fields.splitPart
        roomID = room
        self.category = category
        self.due = due
        self.number = number
        bytes = fields.bytes ?? 0
        content = fields.content ?? ""
    }
}

package struct LoggedResult: Sendable {
    package var time: Instant
    package var messageID: String
    package var occurrences: ClosedRange<Int>
    /// Nil where the text is whole.
    package var part: Part?
    package var roomID: String
    package var roomName: String
    package var category: Category
    package var due: Instant
    package var attempt: Int
    package var outcome: Outcome
    package var code: Int?
    package var reason: String?
    /// Milliseconds.
    package var late: Int
    /// Milliseconds.
    package var took: Int?

    /// One a millisecond for twenty years, and more: sums of many stay within 64 bits.
    fileprivate static let allOccurrences = 1...1_000_000_000_000

    init?(_ fields: LogFields, _ time: Instant) {
        guard let message = fields.message, let first = fields.occurrence, let room = fields.room,
            let category = fields.category, let due = fields.due, let outcome = fields.outcome,
            fields.hasRightPart, Self.allOccurrences.contains(first),
            LoggedAttempt.numbers.contains(fields.attempt ?? 0)
        else { return nil }
        var last = first
        if let occurrences = fields.occurrences {
            guard occurrences.count == 2, occurrences[0] == first, occurrences[1] >= first,
                Self.allOccurrences.contains(occurrences[1])
            else { return nil }
            last = occurrences[1]
        }
        self.time = time
        messageID = message
        occurrences = first...last
        part = fields.splitPart
        roomID = room
        roomName = fields.roomName ?? room
        self.category = category
        self.due = due
        attempt = fields.attempt ?? 0
        self.outcome = outcome
        code = fields.code
        reason = fields.reason
        late = fields.lateMilliseconds ?? 0
        took = fields.tookMilliseconds
    }

    /// The key of the delivery, of many the first.
    package var delivery: String {
        DeliveryName.text(messageID, occurrence: occurrences.lowerBound, part: part, roomID: roomID)
    }
}

extension RunHeader {
    /// Whether offsets and shifts can be added.
    private static func isWritable(_ start: Instant) -> Bool {
        // A local start may lie in another year than the instant does.
        let years = Instant.writableYears.lowerBound - 1...Instant.writableYears.upperBound + 1
        return years.contains(CivilDateTime(start, utcOffset: 0).year)
    }

    fileprivate init?(_ fields: LogFields, _ time: Instant) {
        guard let timeline = fields.timeline, let start = fields.start, Self.isWritable(start),
            let mode = fields.mode.flatMap(RunMode.init), let appID = fields.appID.flatMap(UInt32.init(exactly:)),
            let host = fields.host
        else { return nil }
        self.init(
            time: time, run: RunID(timeline: timeline, start: start), mode: mode, appID: appID, host: host,
            planned: fields.planned, sha256: fields.sha256 ?? "", isResumed: fields.resumed ?? false,
            version: fields.version ?? "")
    }
}

extension ControlRecord.Action {
    fileprivate init?(_ fields: LogFields) {
        func interval(_ milliseconds: Int?) -> Interval? {
            guard let milliseconds, milliseconds.magnitude <= Schedule.beyondAll.milliseconds.magnitude else {
                return nil
            }
            return .milliseconds(Int64(milliseconds))
        }
        switch fields.action {
        case "hold":
            self =
                if let message = fields.message, let due = fields.due {
                    .holdBefore(message: message, due: due)
                } else {
                    .hold
                }
        case "go":
            guard let held = interval(fields.heldMilliseconds), let total = interval(fields.shiftMilliseconds) else {
                return nil
            }
            self = .go(held: held, total: total)
        case "shift":
            guard let by = interval(fields.byMilliseconds), let total = interval(fields.shiftMilliseconds) else {
                return nil
            }
            self = .shift(by: by, total: total)
        case "skip":
            guard let message = fields.message else { return nil }
            self = .skip(message: message)
        case "cancel": self = .cancel
        case "reload": self = .reload
        case "shutdown": self = .shutdown
        case "account_hold": self = .accountHold(code: fields.code, reason: fields.reason ?? "")
        case "account_ok": self = .accountOK
        default: return nil
        }
    }
}
