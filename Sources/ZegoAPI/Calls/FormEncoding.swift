/// Percent-encoding of names and values in a URL's query.
package enum FormEncoding {
    /// The encoding of a space. Form style, as in ZEGO's own example, is `+`; some readers of URLs take only `%20`.
    package enum Space: Sendable {
        case plus
        case percent20
    }

    /// Encodes a text: letters, digits and `-._~` stay, every other byte of its UTF-8 becomes `%XX`.
    package static func encode(_ text: String, space: Space = .plus) -> String {
        var bytes: [UInt8] = []
        append(text, to: &bytes, space: space)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Encodes a text at the end of a query that is being built.
    package static func append(_ text: String, to query: inout [UInt8], space: Space = .plus) {
        for byte in text.utf8 {
            switch byte {
            case _ where byte.isHostCharacter || byte == UInt8(ascii: "~"): query.append(byte)
            case UInt8(ascii: " ") where space == .plus: query.append(UInt8(ascii: "+"))
            default:
                query.append(UInt8(ascii: "%"))
                query.append(hexadecimal: byte, ten: "A")
            }
        }
    }
}
