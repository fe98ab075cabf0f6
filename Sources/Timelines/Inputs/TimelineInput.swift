import Templates

/// What a timeline declares of a value that is known only on the night.
package struct TimelineInput: Sendable, Hashable {
    package let name: String
    /// What an operator is asked; the name where the timeline asks nothing.
    package let prompt: String
    /// The most bytes of UTF-8 that a value has.
    package let max: Int
    /// The value where none was given; nil for one that has to be given.
    package let usual: String?
    let symbol: Symbol

    /// The most bytes that any input may have: as many as a message.
    static let largest = MessageExpander.longestContent
    /// The most inputs of a timeline: ``InputPlaceholder`` has characters for this many.
    static let most = 100

    /// A value of exactly ``max`` bytes that people can read, for a rehearsal in which nobody gives one.
    package var sample: String { String(filling: max, with: name) }

    /// Returns a value as templates get it: without the blanks at its ends.
    ///
    /// - Throws: why it cannot be the value.
    package func value(of text: String) throws(InputProblem) -> String {
        let value = Self.trimmed(text)
        if value.isEmpty { throw .empty }
        if let scalar = value.unicodeScalars.first(where: \.isControl) { throw .controlCharacter(scalar) }
        if value.utf8.count > max { throw .tooLong(bytes: value.utf8.count, max: max) }
        return value
    }

    /// Trims white space, which nobody sees. Its bytes would count as well, and it may have come with pasted text.
    private static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...].drop { $0.properties.isWhitespace }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}

/// The reasons why a text cannot be the value of an input.
package enum InputProblem: Error, Equatable, Sendable {
    case empty
    case controlCharacter(Unicode.Scalar)
    case tooLong(bytes: Int, max: Int)

    /// The reason, to be written behind the name of the input.
    package var message: String {
        switch self {
        case .empty: "cannot be empty"
        case .controlCharacter(let scalar):
            "has the control character U+\(scalar.codePoint) in it: it is one line of text"
        case .tooLong(let bytes, let max): "has at most \(max) bytes, and this is \(bytes)"
        }
    }
}

extension String {
    /// Repeats a text up to exactly `count` bytes, with `.` for the bytes in which its next character has no room.
    init(filling count: Int, with text: String) {
        self = ""
        var length = 0
        while length < count {
            for character in text {
                let size = character.utf8.count
                guard length + size <= count else {
                    self += String(repeating: ".", count: count - length)
                    return
                }
                append(character)
                length += size
            }
        }
    }
}

extension Unicode.Scalar {
    /// C0, DEL or C1, newlines and tabs included.
    fileprivate var isControl: Bool { value < 0x20 || (0x7F..<0xA0).contains(value) }
}
