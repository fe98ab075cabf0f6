package import NIOCore

extension Answer {
    /// The body: compact, keys in alphabetical order as in the documented example.
    package func json(allocator: ByteBufferAllocator = ByteBufferAllocator()) -> ByteBuffer {
        var body = allocator.buffer(capacity: 160)
        body.writeStaticString(#"{"Code":"#)
        body.writeString(String(code.rawValue))
        switch data {
        case .messageID(let id):
            body.writeStaticString(#","Data":{"MessageId":"#)
            body.writeJSON(id)
            body.writeStaticString("}")
        case .userCounts(let counts):
            body.writeStaticString(#","Data":{"UserCountList":["#)
            for (place, room) in counts.enumerated() {
                if place > 0 { body.writeStaticString(",") }
                body.writeStaticString(#"{"RoomId":"#)
                body.writeJSON(room.roomID)
                body.writeStaticString(#","UserCount":"#)
                body.writeString(String(room.count))
                body.writeStaticString(#","AdminUserCount":0}"#)
            }
            body.writeStaticString("]}")
        case .userStates(let states):
            body.writeStaticString(#","Data":{"UserStatusList":["#)
            for (place, user) in states.enumerated() {
                if place > 0 { body.writeStaticString(",") }
                body.writeStaticString(#"{"UserId":"#)
                body.writeJSON(user.userID)
                body.writeStaticString(user.isInRoom ? #","Status":1}"# : #","Status":0}"#)
            }
            body.writeStaticString("]}")
        case nil: break
        }
        body.writeStaticString(#","Message":"#)
        body.writeJSON(code.message)
        body.writeStaticString(#","RequestId":""#)
        body.writeString(String(requestID))
        body.writeStaticString(#""}"#)
        return body
    }
}

extension ByteBuffer {
    /// Writes a JSON string with its quotes. Only what JSON demands is escaped; the rest stays UTF-8.
    mutating func writeJSON(_ text: String) {
        writeInteger(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                writeInteger(UInt8(ascii: "\\"))
                writeInteger(byte)
            case 0..<0x20:
                writeStaticString(byte < 0x10 ? #"\u000"# : #"\u001"#)
                writeString(String(byte & 15, radix: 16))
            default: writeInteger(byte)
            }
        }
        writeInteger(UInt8(ascii: "\""))
    }
}
