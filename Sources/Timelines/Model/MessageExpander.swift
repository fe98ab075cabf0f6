package import ShowTime
package import Templates

/// Expands the messages of one run, delivery by delivery: the one source of texts for check, preview, rehearsal and run.
package struct MessageExpander: Sendable {
    /// ZEGO's SendBarrageMessage page: `MessageContent` has at most 1024 bytes; counted in UTF-8 before URL encoding.
    package static let longestContent = 1024

    /// The most parts that a text is split into.
    package static let mostParts = 100

    private let timeline: Timeline
    private var scope: Scope
    private var buffer = TextBuffer(limit: longestContent)
    /// For texts that are cut or split; made when there is the first of them.
    private var longBuffer: TextBuffer?
    /// By room.
    private var knownTexts: [KnownTexts]
    /// The warnings of the last expansion.
    private(set) var warnings: [TemplateWarning] = []
    /// The steps that all expansions without an error have taken.
    private(set) var steps = 0

    package init(_ timeline: Timeline, start: Instant) {
        self.timeline = timeline
        knownTexts = Array(repeating: KnownTexts(), count: timeline.rooms.count)
        scope = Scope(title: timeline.title, timeline: timeline.name, zone: timeline.zone, start: start)
        scope.overrides = timeline.overrides
        scope.timelineVariables = timeline.timelineVariables
        scope.inputs = timeline.placeholders
    }

    /// Sets the values of the timeline's inputs. An input without a value gets its usual value, or else a placeholder as long as
    /// the longest value (see ``Timeline/shown(_:)``). Until the first call, all inputs have their placeholders.
    package mutating func give(_ values: [String: String]) {
        for input in timeline.inputs {
            let value = values[input.name] ?? input.usual
            scope.inputs[input.symbol] = value.map(Value.string) ?? timeline.placeholders[input.symbol]
        }
    }

    /// Takes back all values: the inputs have their placeholders again.
    mutating func giveNothing() { scope.inputs = timeline.placeholders }

    /// Expands one delivery. The text is cut if the message says so; for a message that may be split, it is one of the parts.
    ///
    /// - Parameters:
    ///   - occurrence: from 1.
    ///   - room: index into the timeline's rooms.
    ///   - due: the due time, with shifts and holds counted in.
    ///   - part: from 1.
    /// - Returns: the text, nil where there is no such part; and how many parts there are.
    package mutating func content(
        of message: Message, occurrence: Int, room: Int, due: Instant, part: Int = 1
    ) throws(ExpansionError) -> (content: String?, parts: Int) {
        switch try expand(message, occurrence: occurrence, room: room, due: due) {
        case .whole: (part == 1 ? text : nil, 1)
        case .cut(let text): (part == 1 ? text : nil, 1)
        case .split(let parts): (parts.indices.contains(part - 1) ? parts[part - 1] : nil, parts.count)
        }
    }

    /// The text of the last expansion, if it was neither cut nor split.
    private var text: String { String(decoding: buffer.bytes, as: UTF8.self) }

    /// All texts of one delivery: one, unless it is split.
    package mutating func contents(
        of message: Message, occurrence: Int, room: Int, due: Instant
    ) throws(ExpansionError) -> [String] {
        switch try expand(message, occurrence: occurrence, room: room, due: due) {
        case .whole: [text]
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

    /// Expands one delivery for its errors alone.
    package mutating func check(
        _ message: Message, occurrence: Int, room: Int, due: Instant
    ) throws(ExpansionError) {
        if timeline.variableSets[message.variables].isEmpty,
            let known = timeline.templates.stepsOfShortText(
                of: message.template, known: knownTexts[room], limit: Self.longestContent)
        {
            steps += known
            warnings = []
            return
        }
        _ = try expand(message, occurrence: occurrence, room: room, due: due)
    }

    /// Evaluates the message's `when` for a delivery, at its planned time, whatever has moved the show since.
    package mutating func isWanted(_ message: Message, occurrence: Int, room: Int) throws(TemplateError) -> Bool {
        guard let condition = message.condition else { return true }
        let due = scope.start + message.schedule.offset(ofOccurrence: occurrence)
        setScope(message, occurrence: occurrence, room: room, due: due)
        let result = try timeline.templates.isTrue(condition, in: scope)
        steps += result.steps
        return result.isTrue
    }

    /// The warnings of evaluating the message's `when` for its first occurrence.
    mutating func conditionWarnings(of message: Message, room: Int) -> [TemplateWarning] {
        guard let condition = message.condition else { return [] }
        setScope(message, occurrence: 1, room: room, due: scope.start + message.schedule.offset(ofOccurrence: 1))
        return timeline.templates.warnings(of: condition, in: scope)
    }

    /// Counts the API calls of one occurrence in one room at its planned time: none if it is not wanted, more than one if it is
    /// split. A delivery that cannot be expanded counts as one, because it has one outcome.
    package mutating func deliveries(of message: Message, occurrence: Int, room: Int) -> Int {
        guard (try? isWanted(message, occurrence: occurrence, room: room)) ?? true else { return 0 }
        guard message.policy.overflow == .split else { return 1 }
        let due = scope.start + message.schedule.offset(ofOccurrence: occurrence)
        return (try? content(of: message, occurrence: occurrence, room: room, due: due).parts) ?? 1
    }

    /// Whether it is certain, from the lengths that their texts can have, that all occurrences can be sent in the room of the
    /// last expansion, if that one could be expanded. Even if it is not certain, all of them may turn out to be short enough.
    func canAllBeSent(_ message: Message, occurrences: Int) -> Bool {
        let (first, last) = (message.schedule.first, message.schedule.offset(ofOccurrence: occurrences))
        let isWhole = [first, message.schedule.every].allSatisfy { $0.nanoseconds % 1_000_000_000 == 0 }
        let seconds = first.nanoseconds / 1_000_000_000...last.nanoseconds / 1_000_000_000
        let facts = OccurrenceFacts(
            occurrences: 1...occurrences, offsets: isWhole ? Int(seconds.lowerBound)...Int(seconds.upperBound) : nil)
        guard let growth = timeline.templates.growth(of: message.template, in: scope, over: facts) else { return false }
        return buffer.bytes.count + growth <= Self.longestContent
    }

    /// Returns all errors of the template for one delivery, whereas ``check(_:occurrence:room:due:)`` stops at the first.
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

    private enum Expanded {
        /// The text is in ``buffer``.
        case whole
        case cut(String)
        case split([String])
    }

    private mutating func expand(
        _ message: Message, occurrence: Int, room: Int, due: Instant
    ) throws(ExpansionError) -> Expanded {
        setScope(message, occurrence: occurrence, room: room, due: due)
        let result = try Self.fill(&buffer, with: message.template, of: timeline, in: scope, known: &knownTexts[room])
        warnings = result.warnings
        steps += result.steps
        let overflowPlace = result.overflowPlace
        guard let overflowPlace, message.policy.overflow != .error else {
            try Self.check(buffer, overflowPlace: overflowPlace)
            return .whole
        }
        let tooLong = ExpansionError.tooLong(excess: buffer.excess, place: overflowPlace)
        let (text, isWhole) = try longText(of: message, room: room)
        if message.policy.overflow == .truncate {
            guard let cut = Overflow.truncated(text, to: Self.longestContent) else { throw tooLong }
            return .cut(cut)
        }
        guard isWhole, let parts = Overflow.parts(of: text, limit: Self.longestContent),
            parts.count <= Self.mostParts
        else { throw .tooManyParts }
        return .split(parts)
    }

    /// Returns a text that is longer than can be sent, and whether all of it has room in the most parts that there may be.
    private mutating func longText(
        of message: Message, room: Int
    ) throws(ExpansionError) -> (text: String, isWhole: Bool) {
        var long = longBuffer ?? TextBuffer(limit: Self.mostParts * Self.longestContent)
        // Takes over the only reference: with a second one, the next change would copy the buffer.
        longBuffer = nil
        defer { longBuffer = long }
        _ = try Self.fill(&long, with: message.template, of: timeline, in: scope, known: &knownTexts[room])
        if let scalar = long.bytes.firstControlCharacter { throw .controlCharacter(scalar) }
        return (String(decoding: long.bytes, as: UTF8.self), long.excess == 0)
    }

    private static func fill(
        _ buffer: inout TextBuffer, with template: Template, of timeline: Timeline, in scope: Scope,
        known: inout KnownTexts
    ) throws(ExpansionError) -> TemplateSet.ExpansionResult {
        do throws(TemplateError) {
            return try timeline.templates.expand(template, in: scope, known: &known, into: &buffer)
        } catch {
            throw .template(error)
        }
    }

    /// Returns a text that is no template, in the form in which it would be sent.
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
