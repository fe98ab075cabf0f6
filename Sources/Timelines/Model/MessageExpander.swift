package import ShowTime
package import Templates

/// Expands the messages of one run, delivery by delivery: the only place where a text comes into being, for check,
/// preview, rehearsal and the night itself.
package struct MessageExpander: Sendable {
    /// ZEGO's SendBarrageMessage page: `MessageContent` has at most 1024 bytes; counted in UTF-8 before URL encoding.
    package static let longestContent = 1024

    private let timeline: Timeline
    private var scope: Scope
    private var buffer = TextBuffer(limit: longestContent)

    package init(_ timeline: Timeline, start: Instant) {
        self.timeline = timeline
        scope = Scope(title: timeline.title, timeline: timeline.name, zone: timeline.zone, start: start)
        scope.overrides = timeline.overrides
        scope.timelineVariables = timeline.timelineVariables
    }

    /// The text of one delivery.
    ///
    /// - Parameters:
    ///   - occurrence: from 1.
    ///   - room: index into the timeline's rooms.
    ///   - due: shifts and holds counted in.
    package mutating func content(
        of message: Message, occurrence: Int, room: Int, due: Instant
    ) throws(ExpansionError) -> String {
        try expand(message, occurrence: occurrence, room: room, due: due)
        return String(decoding: buffer.bytes, as: UTF8.self)
    }

    /// The length in bytes of the text that ``content(of:occurrence:room:due:)`` gives.
    package mutating func check(
        _ message: Message, occurrence: Int, room: Int, due: Instant
    ) throws(ExpansionError) -> Int {
        try expand(message, occurrence: occurrence, room: room, due: due)
        return buffer.bytes.count
    }

    /// Everything that is wrong with the template for one delivery, where ``check(_:occurrence:room:due:)`` stops at the
    /// first.
    mutating func templateProblems(
        of message: Message, occurrence: Int, room: Int, due: Instant
    ) -> [TemplateError] {
        setScope(message, occurrence: occurrence, room: room, due: due)
        return timeline.templates.problems(of: message.template, in: scope)
    }

    private mutating func setScope(_ message: Message, occurrence: Int, room: Int, due: Instant) {
        scope.messageVariables = timeline.variableSets[message.variables]
        scope.roomVariables = timeline.rooms[room].variables
        scope.room = timeline.rooms[room].value
        scope.message = message.id
        scope.due = due
        scope.offset = message.schedule.offset(ofOccurrence: occurrence)
        scope.occurrence = occurrence
    }

    private mutating func expand(
        _ message: Message, occurrence: Int, room: Int, due: Instant
    ) throws(ExpansionError) {
        setScope(message, occurrence: occurrence, room: room, due: due)
        let overflowPlace: Int?
        do throws(TemplateError) {
            overflowPlace = try timeline.templates.expand(message.template, in: scope, into: &buffer)
        } catch {
            throw .template(error)
        }
        try Self.check(buffer, overflowPlace: overflowPlace)
    }

    /// A text that is no template, as it would be sent.
    static func checked(_ text: String) throws(ExpansionError) -> String {
        var buffer = TextBuffer(limit: longestContent)
        buffer.append(text)
        buffer.finish()
        try check(buffer, overflowPlace: buffer.excess > 0 ? 0 : nil)
        return String(decoding: buffer.bytes, as: UTF8.self)
    }

    private static func check(_ buffer: TextBuffer, overflowPlace: Int?) throws(ExpansionError) {
        if let place = overflowPlace { throw .tooLong(excess: buffer.excess, place: place) }
        if buffer.bytes.isEmpty { throw .empty }
        if let scalar = buffer.bytes.firstControlCharacter { throw .controlCharacter(scalar) }
    }
}

/// Why a delivery has no text that could be sent.
package enum ExpansionError: Error, Equatable, Sendable {
    case template(TemplateError)
    /// - Parameters:
    ///   - excess: bytes beyond 1024.
    ///   - place: byte offset in the template at which the text went over.
    case tooLong(excess: Int, place: Int)
    case empty
    case controlCharacter(Unicode.Scalar)

    package var message: String {
        switch self {
        case .template(let error): error.message
        case .tooLong(let excess, _):
            "the text is \(MessageExpander.longestContent + excess) bytes, \(excess) more than the "
                + "\(MessageExpander.longestContent) that can be sent"
        case .empty: "the text is empty"
        case .controlCharacter(let scalar):
            "the text has the control character U+\(scalar.codePoint) in it: only newlines and tabs can be sent"
        }
    }
}

extension Unicode.Scalar {
    /// `000B`
    package var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension [UInt8] {
    /// The first C0 (but newline and tab), DEL or C1 of UTF-8 text.
    fileprivate var firstControlCharacter: Unicode.Scalar? {
        withUnsafeBufferPointer { bytes in
            bytes.firstControlCharacter.map { range in
                // C1 is U+0080 to U+009F: C2 80 to C2 9F.
                Unicode.Scalar(bytes[range.upperBound - 1])
            }
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where the first C0 (but newline and tab), DEL or C1 of UTF-8 text stands.
    var firstControlCharacter: Range<Int>? {
        for index in indices {
            let byte = self[index]
            if byte < 0x20, byte != 0x0A, byte != 0x09 { return index..<index + 1 }
            if byte == 0x7F { return index..<index + 1 }
            if byte == 0xC2, index + 1 < count, self[index + 1] < 0xA0 { return index..<index + 2 }
        }
        return nil
    }
}
