/// A question about rooms that ZEGO answers without sending anything to anybody.
package enum RoomQuestion: Sendable, Hashable {
    /// Asks for the number of users in each of up to ten rooms: `DescribeUserNum`.
    case audiences(rooms: [String])
    /// Asks which of up to ten users are logged in to a room: `DescribeUsers`.
    case presence(users: [String], room: String)

    /// The most rooms, or users, of one question (documented).
    package static let most = 10
}
