import JSONText
package import Scheduling
package import ShowTime

/// What came back for a question about rooms.
package struct RoomReply: Sendable {
    /// Users of a room. What ZEGO calls administrators (recorders, moderators) are no audience.
    package struct Audience: Sendable, Hashable {
        package var people: Int
        package var administrators: Int

        package init(people: Int, administrators: Int = 0) {
            self.people = people
            self.administrators = administrators
        }

        /// A room dies with its last user.
        package var roomExists: Bool { people + administrators > 0 }
    }

    /// How the call ended, as a message's call does. `accepted` with neither of the next two is an answer that says nothing.
    package var end: AttemptEnd
    /// By RoomId, those that the answer has.
    package var audiences: [String: Audience] = [:]
    /// By UserId, those that the answer has: whether they are in the room.
    package var presence: [String: Bool] = [:]
    package var clock: ClockReading?

    package init(_ end: AttemptEnd) { self.end = end }
}

/// One look at the server's clock: its `Date` has whole seconds, and was written between two moments of ours.
package struct ClockReading: Sendable, Hashable {
    package var server: Instant
    package var asked: Instant
    package var answered: Instant

    package init(server: Instant, asked: Instant, answered: Instant) {
        self.server = server
        self.asked = asked
        self.answered = answered
    }
}

extension RoomReply {
    /// Reads an answer: `{"Code":0,"Data":{"UserCountList":[{"RoomId":"r","UserCount":2,"AdminUserCount":1}]},…}`, or
    /// `{"UserStatusList":[{"UserId":"u","Status":1}]}` for its data. `UserCount` has the administrators in it (documented).
    init(status: Int, body: UnsafeBufferPointer<UInt8>) {
        self.init(Answer.end(status: status, body: body))
        guard end.kind == .accepted else { return }
        _ = JSONObject.read(body) { key, value in
            guard String(decoding: key, as: UTF8.self) == "Data", case .object(let data) = value else { return }
            _ = JSONObject.read(data) { key, value in
                guard case .array(let list) = value else { return }
                let name = String(decoding: key, as: UTF8.self)
                JSONObject.readArray(list) { element in
                    guard case .object(let object) = element else { return }
                    if name == "UserCountList" { addAudience(object) }
                    if name == "UserStatusList" { addPresence(object) }
                }
            }
        }
    }

    private mutating func addAudience(_ object: UnsafeBufferPointer<UInt8>) {
        var room: String?
        var count: Int?
        var administrators = 0
        _ = JSONObject.read(object) { key, value in
            switch String(decoding: key, as: UTF8.self) {
            case "RoomId": room = value.text
            case "UserCount": count = value.integer
            case "AdminUserCount": administrators = value.integer ?? 0
            default: break
            }
        }
        guard let room, let count, count >= 0 else { return }
        administrators = min(max(0, administrators), count)
        audiences[room] = Audience(people: count - administrators, administrators: administrators)
    }

    private mutating func addPresence(_ object: UnsafeBufferPointer<UInt8>) {
        var user: String?
        var status: Int?
        _ = JSONObject.read(object) { key, value in
            switch String(decoding: key, as: UTF8.self) {
            case "UserId": user = value.text
            case "Status": status = value.integer
            default: break
            }
        }
        if let user, let status { presence[user] = status == 1 }
    }
}
