/// What a RoomId and a UserId may be.
enum Identifier {
    /// Documented: the SDK refuses 128.
    static let longestRoomID = 127
    /// Documented: the SDK refuses 64.
    static let longestUserID = 63

    /// The value of a required id.
    ///
    /// - Throws: ``ReturnCode/badParameter`` where it is missing, empty or has a character that is not allowed,
    ///   ``ReturnCode/parameterTooLong`` beyond `longest` bytes of UTF-8.
    static func checked(_ text: String?, longest: Int) throws(ReturnCode) -> String {
        guard let text, !text.isEmpty else { throw .badParameter }
        guard text.utf8.count <= longest else { throw .parameterTooLong }
        guard isLegal(text) else { throw .badParameter }
        return text
    }

    /// Whether every character is a digit, an English letter or one of the documented signs. Both apostrophes pass:
    /// the documentation prints the curved one and most likely means the straight one.
    static func isLegal(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "0"..."9", "A"..."Z", "a"..."z", "’", "'": true
            case "~", "!", "@", "#", "$", "%", "^", "&", "*", "(", ")", "_", "+", "=", "-", "`", ";", ",", ".", "<",
                ">", "\\":
                true
            default: false
            }
        }
    }
}
