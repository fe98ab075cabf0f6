package import ShowTime
package import Timelines

/// What the scheduler writes into the log of a run, in the order in which it happens.
package enum Record: Sendable {
    case attempt(Attempt, time: Instant)
    case result(ResultRecord)
    case control(ControlRecord)
    case end(EndRecord)
}

/// How an attempt, or a delivery that was never attempted, ended.
package struct ResultRecord: Sendable {
    package var time: Instant
    package var run: RunID
    package var messageID: String
    package var occurrence: Int
    /// Where one record ends many occurrences at once: the last of them; `occurrence` is the first.
    package var lastOccurrence: Int?
    package var part: Part?
    package var roomID: String
    package var roomName: String
    package var category: Category
    package var due: Instant
    /// 0 where there was no attempt.
    package var attempt: Int
    package var outcome: Outcome
    package var code: Int?
    package var reason: String?
    package var apiMessageID: String?
    package var requestID: String?
    /// From the due time to the hand-over, or to the decision where nothing was handed over.
    package var late: Interval
    package var took: Interval?
    package var bytes: Int?
}

/// Something that happened to a run as a whole.
package struct ControlRecord: Sendable {
    package enum Action: Sendable, Hashable {
        case hold
        /// The script holds the show before a message.
        ///
        /// - Parameter due: of the message, at which the show's clock stands still.
        case holdBefore(message: String, due: Instant)
        /// - Parameters:
        ///   - held: how long the show stood still.
        ///   - total: by how much everything not yet attempted is moved, all shifts and holds together.
        case go(held: Interval, total: Interval)
        case shift(by: Interval, total: Interval)
        case skip(message: String)
        case cancel
        case reload
        case shutdown
        case accountHold(code: Int?, reason: String)
        case accountOK
    }

    package var time: Instant
    package var run: RunID
    package var action: Action
}

/// The account book of a run that has ended.
package struct EndRecord: Sendable {
    package var time: Instant
    package var run: RunID
    package var planned: Int
    package var tally: Tally
}
