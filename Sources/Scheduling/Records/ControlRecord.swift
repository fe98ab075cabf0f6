package import ShowTime

/// Something that happened to a run as a whole.
package struct ControlRecord: Sendable, Hashable {
    package enum Action: Sendable, Hashable {
        case hold
        /// The timeline holds the show before a message.
        ///
        /// - Parameters:
        ///   - due: the due time of the message, at which the show's clock stands still.
        ///   - inputs: the inputs that it waits for.
        ///   - needsGo: whether the timeline says that it waits for an operator as well.
        case holdBefore(message: String, due: Instant, inputs: [String] = [], needsGo: Bool = true)
        /// - Parameters:
        ///   - held: how long the show stood still.
        ///   - total: by how much everything not yet attempted is moved, all shifts and holds together.
        case go(held: Interval, total: Interval)
        case shift(by: Interval, total: Interval)
        case skip(CueSelector)
        /// What was skipped and is still to come goes out after all.
        ///
        /// - Parameter from: the number of the first occurrence that is brought back.
        case unskip(CueSelector, from: Int)
        case cancel
        /// An operator sends a cue at once, ahead of its time.
        case fire(Firing)
        /// An operator sends a cue once more that had ended without being shown: the end that it had does not count.
        case again(Firing)
        /// An operator gives an input its value.
        case set(name: String, value: String)
        /// The value of an input does not count any more.
        case unset(name: String, reason: String)
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
        ///   - off: how far it is ahead of the run's own time from then on.
        ///   - uptimeAtStart: the value of ``RunHeader/uptimeAtStart`` from then on.
        case clockStep(by: Interval, off: Interval, uptimeAtStart: Uptime)
        /// A part of the log was lost and the rest of it saved: whatever was due by the end of the lost part and has no record
        /// may have been shown.
        ///
        /// - Parameters:
        ///   - from: the time of the last record before what was lost, or as near to it as can be said.
        ///   - to: a time by which the loss was over.
        case salvaged(from: Instant, to: Instant)
        /// The log was lost under the running process, which wrote what it knew into a new one.
        ///
        /// - Parameter inputs: those that texts were sent with; the records of these attempts may be lost.
        case logRestored(reason: String, inputs: [String] = [])
    }

    package var time: Instant
    package var run: RunID
    package var action: Action
    /// Who did it, where it was an operator.
    package var origin: CommandOrigin

    package init(time: Instant, run: RunID, action: Action, origin: CommandOrigin = CommandOrigin()) {
        self.origin = origin
        self.time = time.wholeMilliseconds
        self.run = run
        self.action = action
    }
}

extension ControlRecord.Action {
    /// Whether a claim means something else after the action than before it: its names stand for other deliveries, or a delivery
    /// that had ended goes out.
    package var changesClaims: Bool {
        switch self {
        case .reload, .fire, .again, .unskip: true
        default: false
        }
    }
}
