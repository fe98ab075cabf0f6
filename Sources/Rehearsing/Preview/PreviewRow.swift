package import Scheduling
package import ShowTime
package import Timelines

/// One delivery as it will be made.
package struct PreviewRow: Sendable {
    /// Which quota a delivery waits for.
    package enum Delay: Sendable, Hashable {
        case account
        case room
    }

    package var run: RunID
    package var messageID: String
    package var occurrence: Int
    /// Whether its message has other occurrences.
    package var isRepeated = false
    /// Nil where the text is whole.
    package var part: Part?
    package var roomID: String
    package var roomName: String
    package var category: Category
    package var sender: Sender
    package var policy: DeliveryPolicy
    package var offset: Interval
    package var due: Instant
    /// When the pacer lets it go; nil where the quota is so overrun that it is never sent.
    package var expected: Instant?
    /// Nil where it waits for none.
    package var delay: Delay?
    package var content: String
    /// Whether the text was longer than can be sent, and ends with `…`.
    package var isCut = false
    /// Whether the show waits here for an operator: it goes on at once in a preview.
    package var isBehindHold = false

    package var delivery: String {
        DeliveryName.text(messageID, occurrence: occurrence, part: part, roomID: roomID)
    }
    /// `doors`, `countdown#3`, `offer#1.2`
    package var cue: String {
        DeliveryName.cue(messageID, occurrence: occurrence, part: part, isRepeated: isRepeated)
    }
    package var bytes: Int { content.utf8.count }

    /// How much later than due it goes; nil where it never does.
    package var late: Interval? { expected.map { $0 - due } }
}
