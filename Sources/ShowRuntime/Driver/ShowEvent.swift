package import Scheduling
package import ShowTime

/// Something that an observer of a show is told. What has a record is told once that is in the log.
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
    /// The disk takes longer with what is to survive a power loss than was provided for.
    case diskStalls(Durability)
    case diskAnswers
    /// The process ends although not everything could be written: a later start finds out less than there was. What is
    /// told of the run after this is in no log.
    case recordsLost(RunID, reason: String)
    /// By ZEGO's answers this host's clock is wrong.
    case clockWrong(ahead: Interval)
    case clockRight
    /// Operators cannot command the show; it goes on all the same.
    case uncontrolled(reason: String)
    /// Another scheduler of the account has begun beside this one, which holds all that it plays.
    case notAlone(reason: String)
    /// Nobody can look at the show over the network; it goes on all the same.
    case unwatched(reason: String)
    /// Who may look at the show, and command it, has changed.
    case tokensRead(count: Int)
    case tokensRefused(reason: String)
    /// Somebody who should know of an alarm was perhaps not told.
    case alertFailed(reason: String)
}
