package import ShowTime

/// The configuration of a simulator. The defaults: the account of ZEGO's signature example, the documented limits, no
/// faults, any free port.
package struct SimulatorConfiguration: Sendable {
    package var appID: UInt32 = 12345
    package var serverSecret = ServerSecret.published

    /// Messages a second over all rooms; nil for no limit. 100 is documented.
    package var rate: Int? = 100
    /// Messages a second into one room; nil for no limit. That there is one is documented, its number is not.
    package var roomRate: Int?

    /// The time from a call's arrival to its answer.
    package var latency = Interval.zero

    package var missingRooms: Set<String> = []
    /// The answer to a message into a missing room: 104, 5024, 50001 or 0 (unknown which).
    package var missingRoomCode = ReturnCode.roomDoesNotExist
    /// The number of users of a room, 1 where it is not here: an empty room would not exist. Missing rooms have none.
    package var audiences: [String: Int] = [:]
    /// The users that are logged in to a room, for `DescribeUsers`; `DescribeUserNum` does not count them.
    package var users: [String: Set<String>] = [:]

    /// In the order in which they are tried; the first that hits a call decides.
    package var faults: [Fault] = []
    /// The seed of the draws: which calls faults hit, and the request ids.
    package var seed: UInt64 = 0

    /// The port on 127.0.0.1; 0 for any free one.
    package var port = 0

    package init() {}
}
