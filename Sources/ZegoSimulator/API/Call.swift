/// A call by its action, with each parameter known to be acceptable.
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
    /// Whether the call belongs to the test environment: `IsTest` is true in any case; left out, it is false.
    var isTest: Bool

    init(_ name: Name, _ query: Query) throws(ReturnCode) {
        switch query["IsTest"]?.lowercased() {
        case "true": isTest = true
        case nil, "false": isTest = false
        default: throw .badParameter
        }
        switch name {
        case .sendBarrageMessage: action = .send(try BarrageMessage(query))
        case .describeUserNum:
            action = .countUsers(rooms: try Self.identifiers(.roomID, query.values(of: "RoomId[]")))
        case .describeUsers:
            let room = try Identifier.roomID.checked(query["RoomId"])
            action = .findUsers(try Self.identifiers(.userID, query.values(of: "UserId[]")), room: room)
        }
    }

    init(_ call: TrustedCall) throws(ReturnCode) {
        isTest = call.isTest
        switch call.action {
        case .send(let roomID, let userID, let userName, let category, let content):
            action = .send(
                try BarrageMessage(
                    roomID: roomID, userID: userID, userName: userName, category: category, content: content))
        case .countUsers(let rooms): action = .countUsers(rooms: try Self.identifiers(.roomID, rooms))
        }
    }

    /// The values of a parameter that is given up to ten times (documented).
    private static func identifiers(_ kind: Identifier, _ values: [String]) throws(ReturnCode) -> [String] {
        guard (1...10).contains(values.count) else { throw .badParameter }
        for value in values { _ = try kind.checked(value) }
        return values
    }
}
