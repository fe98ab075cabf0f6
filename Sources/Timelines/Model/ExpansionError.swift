import ShowTime
package import Templates

/// The reasons why a delivery has no text that can be sent.
package enum ExpansionError: ExplainedError, Equatable, Sendable {
    case template(TemplateError)
    /// - Parameters:
    ///   - excess: bytes beyond 1024.
    ///   - place: byte offset in the template at which the text went over.
    case tooLong(excess: Int, place: Int)
    /// A text that is to be split is longer than the most parts that there may be.
    case tooManyParts
    case empty
    case controlCharacter(Unicode.Scalar)
    /// Nobody has given an input its value.
    case noInput(String)

    package var message: String {
        switch self {
        case .template(let error): error.message
        case .tooLong(let excess, _):
            "the text is \(MessageExpander.longestContent + excess) bytes, \(excess) more than the "
                + "\(MessageExpander.longestContent) that can be sent"
        case .tooManyParts:
            "the text is too long to be split: it would be more than \(MessageExpander.mostParts) parts of "
                + "\(MessageExpander.longestContent) bytes"
        case .empty: "the text is empty"
        case .controlCharacter(let scalar):
            "the text has the control character U+\(scalar.codePoint) in it: only newlines and tabs can be sent"
        case .noInput(let name): "\"\(name)\" has no value"
        }
    }
}
