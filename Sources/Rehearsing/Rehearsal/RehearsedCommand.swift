package import Scheduling
package import ShowTime

/// What an operator does in a rehearsal, and when.
package struct RehearsedCommand: Sendable, Hashable {
    /// What became of it.
    package enum Fate: Sendable, Equatable {
        /// The show was over before its time had come.
        case neverGiven
        case done
        case refused(CommandError)
    }

    package let run: RunID
    package let command: Command
    /// The time that has passed since the start of the run: neither holds nor shifts move it, as they do not move an operator's
    /// watch.
    package let offset: Interval

    package init(_ command: Command, on run: RunID, at offset: Interval) {
        self.run = run
        self.command = command
        self.offset = offset
    }

    var time: Instant { run.start + offset }
}
