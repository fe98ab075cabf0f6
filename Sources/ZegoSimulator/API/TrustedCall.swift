/// A call given by its parameters, from a sender that is known to sign each call in time and with a nonce of its own. None of
/// that is checked; everything else is as if the parameters stood in a query.
package struct TrustedCall: Sendable {
    package enum Action: Sendable {
        case send(roomID: String, userID: String, userName: String?, category: String, content: String)
        case countUsers(rooms: [String])
    }

    package var action: Action
    package var isTest: Bool

    package init(_ action: Action, isTest: Bool) {
        self.action = action
        self.isTest = isTest
    }
}

/// A call as it comes to the API.
enum ReceivedCall {
    case query(Query)
    case trusted(TrustedCall)

    /// The room of a message, or of a question after users.
    var room: String? {
        switch self {
        case .query(let query): return query["RoomId"]
        case .trusted(let call):
            guard case .send(let roomID, _, _, _, _) = call.action else { return nil }
            return roomID
        }
    }

    /// Whether it says that it sends a message.
    var isMessage: Bool {
        switch self {
        case .query(let query): return query["Action"] == Call.Name.sendBarrageMessage.rawValue
        case .trusted(let call):
            if case .send = call.action { return true }
            return false
        }
    }
}
