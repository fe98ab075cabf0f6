/// A call by what it asks for, each parameter known to be what ZEGO accepts.
struct Call: Hashable, Sendable {
    /// The actions that are simulated, by their names in the query.
    enum Name: String {
        case sendBarrageMessage = "SendBarrageMessage"
        case describeUserNum = "DescribeUserNum"
        case describeUsers = "DescribeUsers"

        /// - Throws: ``ReturnCode/actionEmpty`` or ``ReturnCode/actionUnsupported``.
        init(_ query: Query) throws(ReturnCode) {
            guard let text = query["Action"], !text.isEmpty else { throw .actionEmpty }
            guard let name = Name(rawValue: text) else { throw .actionUnsupported }
            self = name
        }
    }

    enum Action: Hashable {
        case send(BarrageMessage)
        case countUsers(rooms: [String])
        case findUsers([String], room: String)
    }

    var action: Action
    var isTest: Bool

    init(_ name: Name, _ query: Query) throws(ReturnCode) {
        isTest = try query.isTest()
        switch name {
        case .sendBarrageMessage: action = .send(try BarrageMessage(query))
        case .describeUserNum:
            let rooms = query.values(of: "RoomId[]")
            // Ten is documented.
            guard (1...10).contains(rooms.count) else { throw .badParameter }
            for room in rooms { _ = try Identifier.checked(room, longest: Identifier.longestRoomID) }
            action = .countUsers(rooms: rooms)
        case .describeUsers:
            let room = try Identifier.checked(query["RoomId"], longest: Identifier.longestRoomID)
            let users = query.values(of: "UserId[]")
            // Ten is documented.
            guard (1...10).contains(users.count) else { throw .badParameter }
            for user in users { _ = try Identifier.checked(user, longest: Identifier.longestUserID) }
            action = .findUsers(users, room: room)
        }
    }
}
