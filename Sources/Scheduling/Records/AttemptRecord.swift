package import ShowTime
package import Timelines

/// An attempt at a delivery, written before any byte of it leaves.
package struct AttemptRecord: Sendable, Hashable {
    package var time: Instant
    package var run: RunID
    package var messageID: String
    /// From 1.
    package var occurrence: Int
    /// Nil where the text is whole.
    package var part: Part?
    /// From 1. A throttled attempt does not count.
    package var number: Int
    package var roomID: String
    package var category: Category
    package var due: Instant
    package var content: String
    /// The inputs whose values are in the text, or that decided that it is sent.
    package var inputs: [String]

    package init(
        time: Instant, run: RunID, messageID: String, occurrence: Int, part: Part? = nil, number: Int, roomID: String,
        category: Category, due: Instant, content: String, inputs: [String] = []
    ) {
        self.time = time.wholeMilliseconds
        self.run = run
        self.messageID = messageID
        self.occurrence = occurrence
        self.part = part
        self.number = number
        self.roomID = roomID
        self.category = category
        self.due = due
        self.content = content
        self.inputs = inputs
    }

    /// The key of the delivery, `offer#1@123`.
    package var delivery: String {
        DeliveryName.text(messageID, occurrence: occurrence, part: part, roomID: roomID)
    }
}
