/// The rules that names in a script and names for ZEGO follow.
enum Identifiers {
    /// `[a-z0-9][a-z0-9-]{0,63}`
    static func isTimelineName(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, first != UInt8(ascii: "-"), bytes.count <= 64 else { return false }
        return bytes.allSatisfy { $0.isLowercaseLetter || $0.isDecimalDigit || $0 == UInt8(ascii: "-") }
    }

    /// `[A-Za-z0-9._-]{1,64}`
    static func isMessageID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isLetter || $0.isDecimalDigit || "._-".utf8.contains($0) }
    }

    /// What ZEGO's SDK headers allow in a RoomId and a UserId besides letters and digits. The headers print one of
    /// the quotes in its typographic form; both are let through.
    private static let zegoPunctuation = Set("~!@#$%^&*()_+=-`;'’,.<>\\".unicodeScalars)

    /// The first character that ZEGO does not allow in a RoomId or UserId.
    static func firstForbiddenCharacter(in id: String) -> Unicode.Scalar? {
        id.unicodeScalars.first { scalar in
            !(scalar.isASCII && (UInt8(scalar.value).isLetter || UInt8(scalar.value).isDecimalDigit))
                && !zegoPunctuation.contains(scalar)
        }
    }

    /// The SDK fails at 128, 64 and 256 bytes.
    static let longestRoomID = 127
    static let longestUserID = 63
    static let longestUserName = 255
}

extension UInt8 {
    fileprivate var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    fileprivate var isLetter: Bool { (self | 0x20).isLowercaseLetter && self < 0x80 }
    fileprivate var isDecimalDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
