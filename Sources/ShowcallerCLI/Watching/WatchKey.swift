/// A key that was pressed, or text that was pasted.
enum WatchKey: Hashable {
    /// A printable character.
    case character(Character)
    case enter, backspace, escape, up, down, tab
    /// Ctrl and a letter.
    case control(Character)
    case pasted(String)
}

/// Parses keys from the bytes that a terminal sends, however these are split.
struct WatchKeys {
    private static let escapeByte: UInt8 = 0x1B
    private static let replacement: Character = "\u{FFFD}"
    private static let pasteBegin = Array("[200~".utf8)
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    private var rest: [UInt8] = []
    /// Whether an escape by itself came last. A connection that stalls may have split it from the rest of the sequence of an
    /// arrow or Home, whose letters would then count as keys.
    private var isBehindEscape = false
    /// The number of silences since the last bytes.
    private var silences = 0
    /// The number of silences for which the rest of a sequence is awaited that has begun with more than an escape: its letters
    /// are not keys.
    private static let patience = 10

    /// Whether a sequence has begun whose end is still to come.
    var isInSequence: Bool { !rest.isEmpty }

    mutating func take(_ bytes: [UInt8]) -> [WatchKey] {
        if isBehindEscape, let first = bytes.first, Self.isIntroducer(first) { rest.append(Self.escapeByte) }
        isBehindEscape = false
        silences = 0
        rest += bytes
        var keys: [WatchKey] = []
        while let (key, length) = next(isWhole: false) {
            if let key { keys.append(key) }
            rest.removeFirst(length)
        }
        return keys
    }

    /// Takes note that nothing came for a while: what looks like the beginning of a sequence was all of it.
    mutating func flush() -> [WatchKey] {
        silences += 1
        if rest == [Self.escapeByte] { isBehindEscape = true }
        if silences > Self.patience { isBehindEscape = false }
        if rest.count > 1, rest[0] == Self.escapeByte, silences < Self.patience { return [] }
        var keys: [WatchKey] = []
        while let (key, length) = next(isWhole: true) {
            if let key { keys.append(key) }
            rest.removeFirst(length)
        }
        return keys
    }

    /// Returns the first key and its length in bytes. A nil key is a sequence that means nothing here; nil means that more bytes
    /// have to come.
    private func next(isWhole: Bool) -> (key: WatchKey?, length: Int)? {
        guard let first = rest.first else { return nil }
        switch first {
        case Self.escapeByte: return sequence(isWhole: isWhole)
        case 0x0D, 0x0A: return (.enter, 1)
        case 0x09: return (.tab, 1)
        case 0x08, 0x7F: return (.backspace, 1)
        case 0x01..<0x1B: return (.control(Character(Unicode.Scalar(first + 0x60))), 1)
        case 0..<0x20: return (nil, 1)
        default: break
        }
        // Decodes all printable bytes so far and takes the first `Character`: for people, an accent and its letter are one.
        let end = rest.firstIndex { $0 < 0x20 || $0 == 0x7F } ?? rest.count
        var length = end
        if end == rest.count, !isWhole { length -= Self.unfinished(rest) }
        guard length > 0 else { return isWhole ? (nil, 1) : nil }
        let text = String(decoding: rest[..<length], as: UTF8.self)
        guard let character = text.first else { return (nil, length) }
        // A byte that is not UTF-8 is decoded as a character of three bytes.
        let isBroken = character == Self.replacement && !rest.starts(with: String(Self.replacement).utf8)
        return (.character(character), isBroken ? 1 : min(length, max(1, String(character).utf8.count)))
    }

    /// The number of bytes at the end that are an incomplete character of UTF-8.
    private static func unfinished(_ bytes: [UInt8]) -> Int {
        for back in 1...min(3, bytes.count) {
            let byte = bytes[bytes.count - back]
            guard byte & 0xC0 != 0x80 else { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > back ? back : 0
        }
        return 0
    }

    /// Whether an escape followed by this byte begins a sequence.
    private static func isIntroducer(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") }

    private func sequence(isWhole: Bool) -> (key: WatchKey?, length: Int)? {
        guard rest.count > 1 else { return isWhole ? (.escape, 1) : nil }
        // An escape that begins no sequence is a key: two presses of Esc are two keys.
        guard Self.isIntroducer(rest[1]) else { return (.escape, 1) }
        let body = rest[1...]
        if body.starts(with: Self.pasteBegin) { return paste(isWhole: isWhole) }
        guard let end = body.dropFirst().firstIndex(where: { (0x40...0x7E).contains($0) }) else {
            return isWhole || rest.count > 32 ? (nil, rest.count) : nil
        }
        let key: WatchKey? =
            switch rest[end] {
            case UInt8(ascii: "A"): .up
            case UInt8(ascii: "B"): .down
            default: nil
            }
        return (key, end + 1)
    }

    private func paste(isWhole: Bool) -> (key: WatchKey?, length: Int)? {
        let begin = 1 + Self.pasteBegin.count
        var index = begin
        while index + Self.pasteEnd.count <= rest.count {
            if rest[index...].starts(with: Self.pasteEnd) {
                return (.pasted(String(decoding: rest[begin..<index], as: UTF8.self)), index + Self.pasteEnd.count)
            }
            index += 1
        }
        return isWhole && rest.count > 1 << 16 ? (nil, rest.count) : nil
    }
}
