/// Shortens and splits texts that are longer than can be sent. All lengths are bytes of UTF-8.
///
/// Cuts are made between the characters that people see (extended grapheme clusters, UAX #29), never inside of one: a flag, a
/// family or a letter with its accents stays whole.
enum Overflow {
    static let ellipsis = "…"

    /// The beginning of a text, with `…` behind it: at most `limit` bytes, and no spaces before the `…`.
    ///
    /// - Returns: nil where not even the first character has room.
    static func truncated(_ text: String, to limit: Int) -> String? {
        var end = text.startIndex
        var length = ellipsis.utf8.count
        for index in text.indices {
            length += text[index].utf8.count
            guard length <= limit else { break }
            if !text[index].isWhitespace { end = text.index(after: index) }
        }
        return end == text.startIndex ? nil : text[..<end] + ellipsis
    }

    /// A text in parts of at most `limit` bytes, without spaces at either end of a part.
    ///
    /// A part ends with a paragraph or a sentence if one ends in the second half of the bytes that have room, else with a word,
    /// else, if one word is longer than a part, anywhere between two characters.
    ///
    /// - Returns: nil where a single character is longer than a part.
    static func parts(of text: String, limit: Int) -> [String]? {
        var parts: [String] = []
        var rest = Substring(text).trimmed
        while rest.utf8.count > limit {
            guard let end = Cut.best(in: rest, limit: limit) else { return nil }
            parts.append(String(rest[..<end].trimmed))
            rest = rest[end...].trimmed
        }
        parts.append(String(rest))
        return parts
    }
}

/// Looks for the place at which a part of a text ends.
private struct Cut {
    /// Behind the last sentence, word and character that end within the limit.
    private var sentence: (end: String.Index, length: Int)?
    private var word: String.Index?
    private var character: String.Index?

    static func best(in text: Substring, limit: Int) -> String.Index? {
        var cut = Cut()
        var length = 0
        var index = text.startIndex
        var previous: Character?
        var closesSentence = false
        while index < text.endIndex {
            let character = text[index]
            // A part may end before this character, because the character before it is complete.
            if let previous {
                cut.character = index
                if character.isWhitespace || previous.isWhitespace || previous.mayBreak(before: character) {
                    cut.word = index
                }
                let ends = closesSentence && (character.isWhitespace || previous.isIdeographicStop)
                if ends && !character.isClosing || character.isNewline { cut.sentence = (index, length) }
            }
            length += character.utf8.count
            // Spaces at the end of a part are not sent.
            guard length <= limit || character.isTrimmed else { break }
            closesSentence = character.endsSentence || closesSentence && character.isClosing
            previous = character
            index = text.index(after: index)
        }
        if let sentence = cut.sentence, sentence.length > limit / 2 { return sentence.end }
        return cut.word ?? cut.character
    }
}

/// The line breaking properties of a character, by its first scalar: the part of UAX #14 that chats need.
extension Character {
    private var first: UInt32 { unicodeScalars[unicodeScalars.startIndex].value }

    fileprivate var endsSentence: Bool {
        Punctuation.sentenceEnds.contains(first) || Punctuation.fullStops.contains(first)
    }

    /// Full stops and closing quotes that no space follows.
    fileprivate var isIdeographicStop: Bool { Punctuation.fullStops.contains(first) || isClosing }

    /// Whether the character belongs to the word or sentence before it.
    fileprivate var isClosing: Bool { Punctuation.closing.contains(first) }

    /// Whether a line may end between two characters without a space: beside a character that is written without spaces, but
    /// not before its punctuation.
    fileprivate func mayBreak(before next: Character) -> Bool {
        guard isUnspaced || next.isUnspaced else { return false }
        return !next.isClosing && !Punctuation.opening.contains(first) && !Punctuation.noLineStarts.contains(next.first)
    }

    /// Han, Hiragana, Katakana, and their punctuation and full-width forms. Korean has spaces.
    private var isUnspaced: Bool {
        switch first {
        case 0x3000...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x20000...0x3FFFF:
            true
        default: false
        }
    }
}

private enum Punctuation {
    static let sentenceEnds = scalars(".!?…")
    static let fullStops = scalars("。！？｡")
    static let closing = scalars("\"')]}’”»」』）】》〉")
    static let opening = scalars("([{‘“«「『（【《〈")
    static let noLineStarts = scalars("!?,.:;、。，．：；！？…ー々")

    private static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
}

extension Substring {
    /// The text without the spaces, tabs and newlines at its ends, which are not sent.
    fileprivate var trimmed: Substring {
        var text = self
        while let first = text.first, first.isTrimmed { text.removeFirst() }
        while let last = text.last, last.isTrimmed { text.removeLast() }
        return text
    }
}

extension Character {
    fileprivate var isTrimmed: Bool { self == " " || self == "\t" || self == "\n" || self == "\r\n" }
}
