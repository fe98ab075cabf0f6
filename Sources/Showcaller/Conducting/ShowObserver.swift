package import Scheduling

/// Something that those who watch a show are told.
package enum ShowEvent: Sendable {
    case result(ResultRecord)
    case control(ControlRecord)
    /// The run is over and its log is whole.
    case ended(RunID, Tally)
    /// The run was stopped, and what happened until then is in its log.
    case stopped(RunID)
    /// Records cannot be written: nothing is sent until they can.
    case recordsBlocked(reason: String)
    case recordsRestored
    /// The process ends although not everything could be written: a later start finds out less than there was.
    case recordsLost(RunID, reason: String)
    /// Operators cannot command the show; it goes on all the same.
    case uncontrolled(reason: String)
}

/// Watches a show. Called where messages are sent: it must not wait for anything, a terminal least of all.
package protocol ShowObserver: Sendable {
    func observe(_ event: ShowEvent)
}
