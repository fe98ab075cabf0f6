package import ShowTime

/// Something that happened to a run as a whole.
package struct ControlRecord: Sendable, Hashable {
    package enum Action: Sendable, Hashable {
        case hold
        /// The timeline holds the show before a message.
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
        case networkHold(reason: String)
        case networkOK
    }

    package var time: Instant
    package var run: RunID
    package var action: Action

    package init(time: Instant, run: RunID, action: Action) {
        self.time = time.wholeMilliseconds
        self.run = run
        self.action = action
    }
}
