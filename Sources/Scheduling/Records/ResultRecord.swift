package import ShowTime
package import Timelines

/// How an attempt ended, or a delivery that was never attempted.
package struct ResultRecord: Sendable, Hashable {
    package var time: Instant
    package var run: RunID
    package var messageID: String
    /// More than one where many occurrences end at once.
    package var occurrences: ClosedRange<Int>
    /// Nil where the text is whole.
    package var part: Part?
    package var roomID: String
    package var roomName: String
    package var category: Category
    package var due: Instant
    /// 0 where there was no attempt.
    package var attempt: Int
    package var outcome: Outcome
    /// ZEGO's return code.
    package var code: Int?
    package var reason: String?
    /// ZEGO's id of the message.
    package var apiMessageID: String?
    package var requestID: String?
    /// From the due time to the hand-over, or to the decision where nothing was handed over.
    package var late: Interval
    /// From the attempt to its end; nil where there was none.
    package var took: Interval?
    package var bytes: Int?

    package init(
        time: Instant, run: RunID, messageID: String, occurrences: ClosedRange<Int>, part: Part? = nil, roomID: String,
        roomName: String, category: Category, due: Instant, attempt: Int, outcome: Outcome, code: Int? = nil,
        reason: String? = nil, apiMessageID: String? = nil, requestID: String? = nil, late: Interval,
        took: Interval? = nil, bytes: Int? = nil
    ) {
        self.time = time.wholeMilliseconds
        self.run = run
        self.messageID = messageID
        self.occurrences = occurrences
        self.part = part
        self.roomID = roomID
        self.roomName = roomName
        self.category = category
        self.due = due
        self.attempt = attempt
        self.outcome = outcome
        self.code = code
        self.reason = reason
        self.apiMessageID = apiMessageID
        self.requestID = requestID
        self.late = .milliseconds(late.milliseconds)
        self.took = took.map { .milliseconds($0.milliseconds) }
        self.bytes = bytes
    }

    /// The first of the occurrences.
    package var occurrence: Int { occurrences.lowerBound }

    /// `welcome`, `countdown#3`, `offer#1.2`, and of many occurrences at once `countdown#4–#5003`.
    package func cue(isRepeated: Bool) -> String {
        guard occurrences.count == 1 else { return "\(messageID)#\(occurrence)–#\(occurrences.upperBound)" }
        return DeliveryName.cue(messageID, occurrence: occurrence, part: part, isRepeated: isRepeated || occurrence > 1)
    }

    /// The key of the delivery; where there are many occurrences, that of the first.
    package var delivery: String {
        DeliveryName.text(messageID, occurrence: occurrence, part: part, roomID: roomID)
    }
}
