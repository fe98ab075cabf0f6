/// What ZEGO can be asked about rooms, without sending anything to anybody.
package enum RoomQuestion: Sendable, Hashable {
    /// How many users there are in each of up to ten rooms: `DescribeUserNum`.
    case audiences(rooms: [String])
    /// Which of up to ten users are logged in to a room: `DescribeUsers`.
    case presence(users: [String], room: String)

    /// The most rooms, or users, of one question (documented).
    package static let most = 10

    func url(from account: ZegoAccount, signature: Signature) -> String {
        var query = QueryBuilder(base: account.endpoint.url, capacity: 2048)
        switch self {
        case .audiences(let rooms):
            query.add("Action", "DescribeUserNum")
            query.add(account, signature)
            for room in rooms { query.add("RoomId%5B%5D", room) }
        case .presence(let users, let room):
            query.add("Action", "DescribeUsers")
            query.add(account, signature)
            query.add("RoomId", room)
            for user in users { query.add("UserId%5B%5D", user) }
        }
        return query.url
    }
}
