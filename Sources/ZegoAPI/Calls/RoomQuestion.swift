/// A question to ZEGO about rooms, which sends no message.
package enum RoomQuestion: Sendable, Hashable {
    /// The number of users in each of up to ten rooms: `DescribeUserNum`.
    case audiences(rooms: [String])
    /// Which of up to ten users are logged in to a room: `DescribeUsers`.
    case presence(users: [String], room: String)

    /// The most rooms, or users, of one question (documented).
    package static let most = 10

    var action: String {
        switch self {
        case .audiences: "DescribeUserNum"
        case .presence: "DescribeUsers"
        }
    }

    var parameters: [(name: String, value: String)] {
        switch self {
        case .audiences(let rooms): rooms.map { ("RoomId[]", $0) }
        case .presence(let users, let room): [("RoomId", room)] + users.map { ("UserId[]", $0) }
        }
    }
}
