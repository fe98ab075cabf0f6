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
        /// The timeline was read again and is played from now on.
        case reload(ReloadRecord)
        /// It was read again and not taken: the version before plays on.
        case reloadRefused(reason: String)
        case shutdown
        case accountHold(code: Int?, reason: String)
        case accountOK
        case networkHold(reason: String)
        case networkOK
        /// The wall clock was set while the run kept its own time, or small steps of it that the run followed have added up.
        ///
        /// - Parameters:
        ///   - by: how far it was set.
        ///   - off: how far it is ahead of the run's own time since.
        ///   - uptimeAtStart: what ``RunHeader/uptimeAtStart`` is since.
        case clockStep(by: Interval, off: Interval, uptimeAtStart: Uptime)
        /// A part of the log was lost and the rest of it saved: whatever was due by its end and has no record may have been
        /// shown.
        ///
        /// - Parameters:
        ///   - from: the time of the last record before what was lost, or as near to it as can be said.
        ///   - to: a time by which the loss was over.
        case salvaged(from: Instant, to: Instant)
        /// The log was lost under the running process, which wrote what it knew into a new one.
        case logRestored(reason: String)
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
