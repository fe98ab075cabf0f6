import JSONText
import Reporting
import Scheduling

extension RoomReply {
    /// Reads an answer: `{"Code":0,"Data":{"UserCountList":[{"RoomId":"r","UserCount":2,"AdminUserCount":1}]},…}`, or
    /// `{"UserStatusList":[{"UserId":"u","Status":1}]}` for its data. `UserCount` includes the administrators (documented).
    mutating func read(_ body: UnsafeBufferPointer<UInt8>) {
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
        let (room, numbers) = Self.fields(of: object, id: "RoomId")
        guard let room, let count = numbers["UserCount"], count >= 0 else { return }
        let administrators = min(max(0, numbers["AdminUserCount"] ?? 0), count)
        audiences[room] = RoomAudience(people: count - administrators, administrators: administrators)
    }

    private mutating func addPresence(_ object: UnsafeBufferPointer<UInt8>) {
        let (user, numbers) = Self.fields(of: object, id: "UserId")
        if let user, let status = numbers["Status"] { presence[user] = status == 1 }
    }

    /// The id of an element and its numbers.
    private static func fields(
        of object: UnsafeBufferPointer<UInt8>, id name: String
    ) -> (id: String?, numbers: [String: Int]) {
        var id: String?
        var numbers: [String: Int] = [:]
        _ = JSONObject.read(object) { key, value in
            let key = String(decoding: key, as: UTF8.self)
            if key == name { id = value.text } else { numbers[key] = value.integer }
        }
        return (id, numbers)
    }
}
