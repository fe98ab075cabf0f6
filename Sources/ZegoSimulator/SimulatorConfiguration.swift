package import ShowTime

/// What a simulator is to be like. As it comes: the account of ZEGO's signature example, the documented limits, no
/// faults, any free port.
package struct SimulatorConfiguration: Sendable {
    package var appID: UInt32 = 12345
    package var serverSecret = ServerSecret.published

    /// Messages a second over all rooms; nil for no limit. 100 is documented.
    package var rate: Int? = 100
    /// The same for calls with `IsTest=true`, which are counted apart (inferred). 10 is documented.
    package var testRate: Int? = 10
    /// Messages a second into one room; nil for no limit. That there is one is documented, its number is not.
    package var roomRate: Int?
    /// `DescribeUserNum` calls a second; nil for no limit. 10 is documented.
    package var userNumRate: Int? = 10
    /// The same for calls with `IsTest=true`. 1 is documented.
    package var userNumTestRate: Int? = 1
    /// `DescribeUsers` calls a second; nil for no limit. 10 is documented.
    package var usersRate: Int? = 10
    /// The same for calls with `IsTest=true`: that it is that of `DescribeUserNum` is inferred.
    package var usersTestRate: Int? = 1

    /// How long every call takes, from its arrival to its answer.
    package var latency = Interval.zero

    package var missingRooms: Set<String> = []
    /// What a message into a missing room is answered: 104, 5024, 50001 or 0 (unknown which).
    package var missingRoomCode = ReturnCode.roomDoesNotExist
    /// How many users a room has; missing rooms have none, whatever is said here.
    package var audiences: [String: Int] = [:]
    /// Who is logged in to a room, for `DescribeUsers`; nothing is counted by it.
    package var users: [String: Set<String>] = [:]
    /// How many users there are in a room that `audiences` does not name: a room with nobody in it would not exist.
    package var defaultAudience = 1

    /// In the order in which they are tried; the first that hits a call decides.
    package var faults: [Fault] = []
    /// What the shares of faults and the request ids are drawn from.
    package var seed: UInt64 = 0

    /// The port on 127.0.0.1; 0 for any free one.
    package var port = 0
    /// How many calls the journal remembers in full, at half a kilobyte to two each.
    package var journalCapacity = 100_000

    package init() {}
}
