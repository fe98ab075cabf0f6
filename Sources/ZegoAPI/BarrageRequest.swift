import Scheduling
import Timelines

/// The one call that this is all for: `GET /?Action=SendBarrageMessage&…`
enum BarrageRequest {
    static func url(for attempt: Attempt, from account: ZegoAccount, signature: Signature) -> String {
        var query = QueryBuilder(base: account.endpoint.url, capacity: 320 + attempt.content.utf8.count * 3)
        query.add("Action", "SendBarrageMessage")
        query.add(account, signature)
        query.add("RoomId", attempt.roomID)
        query.add("UserId", attempt.sender.id)
        if let name = attempt.sender.name { query.add("UserName", name) }
        query.add("MessageCategory", String(attempt.category.rawValue))
        query.add("MessageContent", attempt.content)
        return query.url
    }
}

/// Builds the query of a signed call.
struct QueryBuilder {
    private var bytes: [UInt8] = []
    private var hasParameters = false

    init(base: String, capacity: Int) {
        bytes.reserveCapacity(base.utf8.count + capacity)
        bytes.append(contentsOf: base.utf8)
        bytes.append(contentsOf: "/?".utf8)
    }

    var url: String { String(decoding: bytes, as: UTF8.self) }

    mutating func add(_ name: StaticString, _ value: String) {
        if hasParameters { bytes.append(UInt8(ascii: "&")) }
        hasParameters = true
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "="))
        append(formEncoded: value)
    }

    /// The parameters that every call carries.
    mutating func add(_ account: ZegoAccount, _ signature: Signature) {
        add("AppId", String(account.appID))
        add("SignatureNonce", signature.nonce)
        add("Timestamp", String(signature.timestamp))
        add("Signature", signature.signature)
        add("SignatureVersion", "2.0")
        if let isTest = account.isTest { add("IsTest", isTest ? "true" : "false") }
    }

    /// Form style, as in ZEGO's own example: a space is `+`; of the rest only letters, digits and `-._~` stay.
    private mutating func append(formEncoded text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            case UInt8(ascii: " "): bytes.append(UInt8(ascii: "+"))
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(Self.digit(byte >> 4))
                bytes.append(Self.digit(byte & 15))
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
