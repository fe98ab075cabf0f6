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

    /// What the show waits for before this delivery.
    package struct Hold: Sendable, Hashable {
        /// The names of inputs.
        package var inputs: [String] = []
        /// Whether it waits for an operator's "go" as well.
        package var needsGo = true

        /// What lets the show go on: `tell set winner=…`, `tell go`.
        ///
        /// - Parameter run: the timeline, where there are several.
        package func commands(forRun run: String? = nil) -> [String] {
            let tell = "tell\(run.map { " \($0)" } ?? "")"
            return inputs.map { "\(tell) set \($0)=…" } + (needsGo ? ["\(tell) go"] : [])
        }
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
    /// The quota it waits for, nil where it waits for none.
    package var delay: Delay?
    /// The text, with `‹winner›` in place of the value of an input.
    package var content: String
    /// The length of what is sent, with the longest values of inputs.
    package var bytes: Int
    /// Whether the text was longer than can be sent, and ends with `…`.
    package var isCut = false
    /// What the show waits for here, nil where it does not wait. In a preview it goes on at once.
    package var hold: Hold?
    package var isBehindHold: Bool { hold != nil }

    package var delivery: String {
        DeliveryName.text(messageID, occurrence: occurrence, part: part, roomID: roomID)
    }
    /// `doors`, `countdown#3`, `offer#1.2`
    package var cue: String {
        DeliveryName.cue(messageID, occurrence: occurrence, part: part, isRepeated: isRepeated)
    }

    /// How much later than due it goes; nil where it never does.
    package var late: Interval? { expected.map { $0 - due } }
}
