package import Scheduling
package import ShowTime

/// Something that an observer of a show is told. What has a record is reported once the record is in the log.
package enum ShowEvent: Sendable {
    /// A delivery is about to leave.
    case attempt(AttemptRecord)
    case result(ResultRecord)
    case control(ControlRecord)
    /// The run is over and its log is whole.
    case ended(RunID, Tally)
    /// The run was stopped, and what happened until then is in its log.
    case stopped(RunID)
    /// The log was deleted, emptied or replaced under the show: nothing is sent until there is a whole one again.
    case logLost(RunID, reason: String)
    /// Records cannot be written: nothing is sent until they can.
    case recordsBlocked(reason: String)
    case recordsRestored
    /// The disk takes longer than provided for with what has to survive a power loss.
    case diskStalls(Durability)
    case diskAnswers
    /// Not everything could be written before the log was closed or the process ended: a later start knows less than there
    /// was. What is told of the run after this is in no log.
    case recordsLost(RunID, reason: String)
    /// By ZEGO's answers this host's clock is wrong.
    case clockWrong(ahead: Interval)
    case clockRight
    /// Operators cannot command the show; it goes on all the same.
    case uncontrolled(reason: String)
    /// Another scheduler of the account has begun beside this one; this one holds all its runs.
    case notAlone(reason: String)
    /// Nobody can look at the show over the network; it goes on all the same.
    case unwatched(reason: String)
    /// Who may look at the show, and command it, has changed.
    case tokensRead(count: Int)
    case tokensRefused(reason: String)
    /// Somebody who should know of an alarm was perhaps not told.
    case alertFailed(reason: String)
}
