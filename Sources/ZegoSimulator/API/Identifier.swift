/// The rules for an id of a room or user.
enum Identifier {
    case roomID
    case userID

    /// In bytes of UTF-8. Documented: the SDK refuses 128 for a room and 64 for a user.
    var maximumLength: Int { self == .roomID ? 127 : 63 }

    /// Checks the value of a required id.
    ///
    /// - Throws: ``ReturnCode/badParameter`` where it is missing, empty or has a character that is not allowed,
    ///   ``ReturnCode/parameterTooLong`` beyond the longest length.
    func checked(_ text: String?) throws(ReturnCode) -> String {
        guard let text, !text.isEmpty else { throw .badParameter }
        guard text.utf8.count <= maximumLength else { throw .parameterTooLong }
        guard Self.isLegal(text) else { throw .badParameter }
        return text
    }

    /// Whether every character is a digit, an English letter or one of the documented signs. Both apostrophes pass:
    /// the documentation prints the curved one and most likely means the straight one.
    static func isLegal(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "0"..."9", "A"..."Z", "a"..."z": true
            default: "’'~!@#$%^&*()_+=-`;,.<>\\".unicodeScalars.contains(scalar)
            }
        }
    }
}
