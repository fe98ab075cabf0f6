/// The users of a room. What ZEGO calls administrators (recorders, moderators) are no audience.
package struct RoomAudience: Sendable, Hashable {
    package var people: Int
    package var administrators: Int

    package init(people: Int, administrators: Int = 0) {
        self.people = people
        self.administrators = administrators
    }

    /// A room dies with its last user.
    package var roomExists: Bool { people + administrators > 0 }
}
