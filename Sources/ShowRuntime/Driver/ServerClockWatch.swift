import Scheduling
import ShowTime

/// Watches by ZEGO's answers whether this host's clock is right: shows start by it, and calls are signed with it.
struct ServerClockWatch {
    enum Change: Equatable {
        case wrong(by: Interval)
        case right
    }

    private static let leastAlarm = Interval.seconds(30)
    /// How long it must have been right before it is worth another alarm.
    private static let calm = Interval.seconds(60)

    /// How far this host's clock is ahead of ZEGO's, at least; nil while it is right.
    private(set) var ahead: Interval?
    private var rightSince: Uptime?

    /// Takes in a reading. Returns what people are to be told.
    mutating func note(_ reading: ClockReading, at now: Uptime) -> Change? {
        let sure = reading.ahead
        if sure.magnitude >= Self.leastAlarm {
            let isNew = ahead == nil
            ahead = sure
            rightSince = nil
            return isNew ? .wrong(by: sure) : nil
        }
        guard ahead != nil else { return nil }
        let since = rightSince ?? now
        rightSince = since
        guard now - since >= Self.calm else { return nil }
        ahead = nil
        rightSince = nil
        return .right
    }
}
