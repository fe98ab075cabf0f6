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

    init(_ query: Query) throws(ReturnCode) {
        try self.init(
            roomID: query["RoomId"], userID: query["UserId"], userName: query["UserName"],
            category: query["MessageCategory"], content: query["MessageContent"])
    }

    /// - Throws: the code of the first parameter that is wrong; the order among them is inferred.
    init(
        roomID: String?, userID: String?, userName: String?, category: String?, content: String?
    ) throws(ReturnCode) {
        self.roomID = try Identifier.roomID.checked(roomID)
        self.userID = try Identifier.userID.checked(userID)
        self.userName = userName
        guard (userName?.utf8.count ?? 0) <= Self.maximumUserNameLength else { throw .parameterTooLong }
        switch category {
        case "1": self.category = 1
        case "2": self.category = 2
        default: throw .badParameter
        }
        guard let content, !content.isEmpty else { throw .contentEmpty }
        guard content.utf8.count <= Self.maximumContentLength else { throw .contentTooLong }
        self.content = content
    }
}
