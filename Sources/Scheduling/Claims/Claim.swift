package import ShowTime

/// Asks the store of a run to note, so that it outlives a power loss, which deliveries may leave from now on.
///
/// It takes the place of the claim before it. The store takes its time and answers with
/// ``Scheduler/claimed(_:at:)`` or ``Scheduler/claimFailed(_:at:)``.
package struct Claim: Sendable {
    package struct ID: Hashable, Sendable {
        /// Index of the run in the scheduler.
        let run: Int32
        let number: UInt64
    }

    package let id: ID
    package let run: RunID
    /// By the run's own time.
    package let time: Instant
    package let deliveries: [ClaimedDelivery]
}

/// A delivery as a claim names it: all attempts at it, and all parts of its text.
package struct ClaimedDelivery: Hashable, Sendable {
    package var messageID: String
    /// From 1.
    package var occurrence: Int
    package var roomID: String

    package init(messageID: String, occurrence: Int, roomID: String) {
        self.messageID = messageID
        self.occurrence = occurrence
        self.roomID = roomID
    }

    package init(_ attempt: AttemptRecord) {
        self.init(messageID: attempt.messageID, occurrence: attempt.occurrence, roomID: attempt.roomID)
    }

    /// `welcome#1@123`
    package var name: String { DeliveryName.text(messageID, occurrence: occurrence, part: nil, roomID: roomID) }
}
