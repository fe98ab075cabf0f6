/// The buffer that an expansion is written to: a text of at most `limit` bytes, without the spaces at both ends.
///
/// Beyond the limit nothing is kept, only counted, so that a text that runs away costs no memory.
package struct TextBuffer: Sendable {
    package let limit: Int
    /// At most `limit` bytes. Final after ``finish()``.
    package private(set) var bytes: [UInt8] = []
    /// Bytes behind the limit, the spaces at the end included.
    private(set) var dropped = 0
    /// How many bytes the text is longer than the limit.
    package private(set) var excess = 0

    package init(limit: Int) {
        self.limit = limit
        bytes.reserveCapacity(limit)
    }

    package mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        dropped = 0
        excess = 0
    }

    package mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        var text = text[...]
        if bytes.isEmpty { text = text.drop(while: \.isTrimmed) }
        let kept = dropped == 0 ? min(text.count, limit - bytes.count) : 0
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text.prefix(kept)))
        for byte in text.dropFirst(kept) {
            dropped += 1
            if !byte.isTrimmed { excess = dropped }
        }
    }

    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    /// Takes the spaces off the end.
    package mutating func finish() {
        guard excess == 0 else { return }
        while let last = bytes.last, last.isTrimmed { bytes.removeLast() }
    }
}

extension UInt8 {
    /// Spaces, tabs and newlines at both ends of a text are not sent.
    fileprivate var isTrimmed: Bool { self == 0x20 || self == 0x09 || self == 0x0A }
}
