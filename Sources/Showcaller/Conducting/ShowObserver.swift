package import Scheduling

/// Something that those who watch a show are told.
package enum ShowEvent: Sendable {
    case result(ResultRecord)
    case control(ControlRecord)
    case ended(RunID, Tally)
    case stopped(RunID)
    /// Records cannot be written: nothing is sent until they can.
    case recordsBlocked(reason: String)
    case recordsRestored
}

/// Watches a show. Called where messages are sent: it must not wait for anything, a terminal least of all.
package protocol ShowObserver: Sendable {
    func observe(_ event: ShowEvent)
}
