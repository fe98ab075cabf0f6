/// The rules that the names of a timeline and ZEGO's ids follow.
package enum Identifiers {
    /// `[a-z0-9][a-z0-9-]{0,63}`
    package static func isTimelineName(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, first != UInt8(ascii: "-"), bytes.count <= 64 else { return false }
        return bytes.allSatisfy { $0.isLowercaseLetter || $0.isDecimalDigit || $0 == UInt8(ascii: "-") }
    }

    /// `[A-Za-z0-9._-]{1,64}`
    package static func isMessageID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0.isLetter || $0.isDecimalDigit || "._-".utf8.contains($0) }
    }

    // MARK: ZEGO's rules

    /// A kind of ZEGO's ids, with the most bytes that such an id may have: the SDK fails at one more.
    package struct Kind: Sendable {
        var what: String
        package var longest: Int

        package static let room = Kind(what: "a room id", longest: 127)
        package static let user = Kind(what: "a sender id", longest: 63)
    }

    package static let longestUserName = 255

    /// Explains why ZEGO does not take an id, nil where it does.
    package static func problem(with id: String, _ kind: Kind) -> String? {
        if id.isEmpty { return "\(kind.what) cannot be empty" }
        if id.utf8.count > kind.longest {
            return "\(kind.what) has at most \(kind.longest) bytes, this one has \(id.utf8.count)"
        }
        return firstForbiddenCharacter(in: id).map { scalar in
            let shown = scalar.value < 0x20 || scalar.value == 0x7F ? "U+\(scalar.codePoint)" : "\"\(scalar)\""
            return "\(kind.what) has letters, digits and ~!@#$%^&*()_+=-`;',.<>\\, and no \(shown)"
        }
    }

    package static func problem(withUserName name: String?) -> String? {
        guard let length = name?.utf8.count, length > longestUserName else { return nil }
        return "a sender's name has at most \(longestUserName) bytes, this one has \(length)"
    }

    /// The characters besides letters and digits that ZEGO's SDK headers allow in a RoomId and a UserId. The headers print one
    /// of the quotes in its typographic form; both are let through.
    private static let zegoPunctuation = Set("~!@#$%^&*()_+=-`;'’,.<>\\".unicodeScalars)

    /// The first character that ZEGO does not allow in a RoomId or UserId.
    static func firstForbiddenCharacter(in id: String) -> Unicode.Scalar? {
        id.unicodeScalars.first { scalar in
            !(scalar.isASCII && (UInt8(scalar.value).isLetter || UInt8(scalar.value).isDecimalDigit))
                && !zegoPunctuation.contains(scalar)
        }
    }
}

extension UInt8 {
    fileprivate var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    fileprivate var isLetter: Bool { (self | 0x20).isLowercaseLetter && self < 0x80 }
    fileprivate var isDecimalDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
