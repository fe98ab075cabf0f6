import Reporting

extension RoomQuestion {
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
