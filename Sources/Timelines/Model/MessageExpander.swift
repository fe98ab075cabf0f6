package import ShowTime
package import Templates

/// Expands the messages of one run, delivery by delivery: the only place where a text comes into being, for check,
/// preview, rehearsal and the night itself.
package struct MessageExpander: Sendable {
    /// ZEGO's SendBarrageMessage page: `MessageContent` has at most 1024 bytes; counted in UTF-8 before URL encoding.
    package static let longestContent = 1024

    /// The most parts that a text is split into.
    package static let mostParts = 100

    private let timeline: Timeline
    private var scope: Scope
    private var buffer = TextBuffer(limit: longestContent)
    /// For texts that are cut or split. Made when the first one is.
    private var longBuffer: TextBuffer?
    /// The warnings of the last expansion.
    private(set) var warnings: [TemplateWarning] = []

    package init(_ timeline: Timeline, start: Instant) {
        self.timeline = timeline
        scope = Scope(title: timeline.title, timeline: timeline.name, zone: timeline.zone, start: start)
        scope.overrides = timeline.overrides
        scope.timelineVariables = timeline.timelineVariables
    }

    /// The text of one delivery: cut where the message says so, and of a message that may be split, one of its parts.
    ///
    /// - Parameters:
    ///   - occurrence: from 1.
    ///   - room: index into the timeline's rooms.
    ///   - due: shifts and holds counted in.
    ///   - part: from 1.
    /// - Returns: the text, nil where there is no such part; and how many parts there are.
    package mutating func content(
        of message: Message, occurrence: Int, room: Int, due: Instant, part: Int = 1
    ) throws(ExpansionError) -> (content: String?, parts: Int) {
        switch try expand(message, occurrence: occurrence, room: room, due: due) {
        case .whole: (part == 1 ? String(decoding: buffer.bytes, as: UTF8.self) : nil, 1)
        case .cut(let text): (part == 1 ? text : nil, 1)
        case .split(let parts): (part <= parts.count ? parts[part - 1] : nil, parts.count)
        }
    }

    /// All texts of one delivery: one, unless it is split.
    package mutating func contents(
        of message: Message, occurrence: Int, room: Int, due: Instant
    ) throws(ExpansionError) -> [String] {
        switch try expand(message, occurrence: occurrence, room: room, due: due) {
        case .whole: [String(decoding: buffer.bytes, as: UTF8.self)]
        case .cut(let text): [text]
        case .split(let parts): parts
        }
    }

    /// Whether the text of a delivery is longer than can be sent, and its end is left out.
    package mutating func isCut(_ message: Message, occurrence: Int, room: Int, due: Instant) -> Bool {
        guard message.policy.overflow == .truncate else { return false }
        if case .cut = try? expand(message, occurrence: occurrence, room: room, due: due) { return true }
        return false
    }

    /// Expands one delivery and throws away what comes of it.
    package mutating func check(
        _ message: Message, occurrence: Int, room: Int, due: Instant
    ) throws(ExpansionError) {
        _ = try expand(message, occurrence: occurrence, room: room, due: due)
    }

    /// Whether a delivery is wanted at all: what its message says under `when`, at its planned time, whatever has moved the
    /// show since.
    package mutating func isWanted(_ message: Message, occurrence: Int, room: Int) throws(TemplateError) -> Bool {
        guard let condition = message.condition else { return true }
        let due = scope.start + message.schedule.offset(ofOccurrence: occurrence)
        setScope(message, occurrence: occurrence, room: room, due: due)
        return try timeline.templates.isTrue(condition, in: scope)
    }

    /// How many API calls one occurrence comes to in one room at its planned time: none where it is not wanted, more than
    /// one where it is split. What cannot be expanded counts as one, for it ends as one.
    package mutating func deliveries(of message: Message, occurrence: Int, room: Int) -> Int {
        guard (try? isWanted(message, occurrence: occurrence, room: room)) ?? true else { return 0 }
        guard message.policy.overflow == .split else { return 1 }
        let due = scope.start + message.schedule.offset(ofOccurrence: occurrence)
        return (try? content(of: message, occurrence: occurrence, room: room, due: due).parts) ?? 1
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

    /// What a text has become.
    private enum Expanded {
        /// It is in ``buffer``.
        case whole
        case cut(String)
        case split([String])
    }

    private mutating func expand(
        _ message: Message, occurrence: Int, room: Int, due: Instant
    ) throws(ExpansionError) -> Expanded {
        setScope(message, occurrence: occurrence, room: room, due: due)
        let overflowPlace: Int?
        do throws(TemplateError) {
            let result = try timeline.templates.expand(message.template, in: scope, into: &buffer)
            (overflowPlace, warnings) = (result.overflowPlace, result.warnings)
        } catch {
            throw .template(error)
        }
        guard let overflowPlace, message.policy.overflow != .error else {
            try Self.check(buffer, overflowPlace: overflowPlace)
            return .whole
        }
        let tooLong = ExpansionError.tooLong(excess: buffer.excess, place: overflowPlace)
        let (text, isWhole) = try longText(of: message)
        if message.policy.overflow == .truncate {
            guard let cut = Overflow.truncated(text, to: Self.longestContent) else { throw tooLong }
            return .cut(cut)
        }
        guard isWhole, let parts = Overflow.parts(of: text, limit: Self.longestContent),
            parts.count <= Self.mostParts
        else { throw .tooManyParts }
        return .split(parts)
    }

    /// A text that is longer than can be sent, and whether all of it has room in as many parts as there may be.
    private mutating func longText(of message: Message) throws(ExpansionError) -> (text: String, isWhole: Bool) {
        var long = longBuffer ?? TextBuffer(limit: Self.mostParts * Self.longestContent)
        // One owner at a time: two would copy it.
        longBuffer = nil
        defer { longBuffer = long }
        do throws(TemplateError) {
            _ = try timeline.templates.expand(message.template, in: scope, into: &long)
        } catch {
            throw .template(error)
        }
        if let scalar = long.bytes.firstControlCharacter { throw .controlCharacter(scalar) }
        return (String(decoding: long.bytes, as: UTF8.self), long.excess == 0)
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
    /// A text that is to be split is longer than all parts that there may be.
    case tooManyParts
    case empty
    case controlCharacter(Unicode.Scalar)

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
