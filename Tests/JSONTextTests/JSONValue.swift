import JSONText

/// A member's value, copied out of the bytes it was read from.
enum JSONValue: Equatable {
    case string(String)
    case number(String)
    case bool(Bool)
    case null
    case object(String)
    case array(String)

    init(_ value: JSONObject.Value) {
        switch value {
        case .string(let slice): self = .string(slice.text)
        case .number(let bytes): self = .number(String(decoding: bytes, as: UTF8.self))
        case .bool(let flag): self = .bool(flag)
        case .null: self = .null
        case .object(let bytes): self = .object(String(decoding: bytes, as: UTF8.self))
        case .array(let bytes): self = .array(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// The members of an object in their order, nil where the text is not exactly one object.
    static func members(of bytes: [UInt8]) -> [(key: String, value: JSONValue)]? {
        var members: [(key: String, value: JSONValue)] = []
        let isObject = bytes.withUnsafeBufferPointer { bytes in
            JSONObject.read(bytes) { members.append((String(decoding: $0, as: UTF8.self), JSONValue($1))) }
        }
        return isObject ? members : nil
    }

    static func members(of text: String) -> [(key: String, value: JSONValue)]? { members(of: Array(text.utf8)) }

    /// What `read` finds in the one member of an object.
    static func only<Result>(_ text: String, _ read: (JSONObject.Value) -> Result?) -> Result? {
        var result: Result?
        let isObject = Array("{\"x\":\(text)}".utf8).withUnsafeBufferPointer { bytes in
            JSONObject.read(bytes) { result = read($1) }
        }
        return isObject ? result : nil
    }
}
