/// The business parameters of a `SendBarrageMessage`, each known to be acceptable.
struct BarrageMessage: Hashable, Sendable {
    /// Bytes of UTF-8 before URL encoding. 1024 is documented, that bytes are meant is inferred (one schema says
    /// characters).
    static let maximumContentLength = 1024
    /// Bytes (documented: the SDK refuses 256).
    static let maximumUserNameLength = 255

    var roomID: String
    var userID: String
    var userName: String?
    /// 1 for a system message, 2 for a chat message.
    var category: Int
    var content: String

    /// - Throws: the code of the first parameter that is wrong; the order among them is inferred.
    init(_ query: Query) throws(ReturnCode) {
        roomID = try Identifier.roomID.checked(query["RoomId"])
        userID = try Identifier.userID.checked(query["UserId"])
        userName = query["UserName"]
        guard (userName?.utf8.count ?? 0) <= Self.maximumUserNameLength else { throw .parameterTooLong }
        switch query["MessageCategory"] {
        case "1": category = 1
        case "2": category = 2
        default: throw .badParameter
        }
        guard let content = query["MessageContent"], !content.isEmpty else { throw .contentEmpty }
        guard content.utf8.count <= Self.maximumContentLength else { throw .contentTooLong }
        self.content = content
    }
}
