import MarkedYAML
import ShowTime
import Templates

/// What is worth a second look, although it can be played.
extension TimelineLoader {
    /// - Parameter timeline: with all messages, those that are left out included.
    mutating func warn(about timeline: Timeline, _ loaded: LoadedMessages) {
        let mentions = templates.mentions()
        warnOfUndefinedVariables(of: timeline, loaded, mentions)
        warnOfUnusedVariables(of: loaded, mentions)
        warnOfUnusedRooms(of: timeline)
        // What does not even load has no times and texts to look at.
        guard !diagnostics.contains(where: { $0.severity == .error }) else { return }
        let plan = InstantPlan(timeline, leavingOut: loaded.skipped)
        warnOfRepeatedTexts(of: timeline, loaded, plan)
        warnOfOverrun(of: timeline, loaded, plan)
    }

    /// Variables that nothing defines where no expansion came to them: on another night one may.
    private mutating func warnOfUndefinedVariables(
        of timeline: Timeline, _ loaded: LoadedMessages, _ mentions: Mentions
    ) {
        guard !hasBrokenVariables else { return }
        let reserved = Set(Symbol.reserved.map { templates.symbol($0) })
        let isEverywhere = reserved.union(overrides.symbols).union(timelineVariables.symbols)
        guard !mentions.symbols.isSubset(of: isEverywhere) else { return }
        for index in timeline.messages.indices {
            guard let text = loaded.texts[index] else { continue }
            let message = timeline.messages[index]
            for variable in templates.passableVariables(of: message.template, mentions) {
                let isDefined =
                    isEverywhere.contains(variable.symbol)
                    || variableSets[message.variables][variable.symbol] != nil
                    || timeline.rooms(of: message).contains { timeline.rooms[$0].variables[variable.symbol] != nil }
                guard !isDefined else { continue }
                let range = text.sourceRange(ofText: variable.range)
                // Where an expansion came to it, it is an error already.
                guard !diagnostics.contains(where: { $0.range == range }) else { continue }
                warn(
                    .undefinedVariable,
                    "nothing defines \"\(variable.name)\": no delivery comes to it now, and one that did would not be sent",
                    at: range)
            }
        }
    }

    private mutating func warnOfUnusedVariables(of loaded: LoadedMessages, _ mentions: Mentions) {
        let defined = [overrides, timelineVariables] + variableSets + rooms.rooms.map(\.variables)
        // A name that is declared wrongly is used rightly, often enough.
        let wanted = mentions.symbols.subtracting(defined.flatMap(\.symbols)).map { templates.name(of: $0) }
            .filter { !Symbol.reserved.contains($0) }
        func report(_ name: DeclaredNames.Name) {
            let hint = Suggestion.nearest(to: name.text, among: wanted).map {
                ": they use \"\($0)\", which nothing defines"
            }
            warn(.unusedVariable, "no text uses the variable \"\(name.text)\"\(hint ?? "")", at: name.place)
        }
        for (symbol, name) in declared.timelineVariables where !mentions.symbols.contains(symbol) { report(name) }
        // Those of a room are also its members: room.lang
        for (symbol, name) in declared.roomVariables
        where !mentions.symbols.contains(symbol) && !mentions.words.contains(name.text) {
            report(name)
        }
        for (index, node) in loaded.variables {
            let message = loaded.messages[index]
            var named = Set(templates.namedVariables(of: message.template).map(\.symbol))
            if let condition = message.condition {
                named.formUnion(templates.namedVariables(of: condition).map(\.symbol))
            }
            for (key, _) in node.pairs where key.kind == .scalar && !named.contains(templates.symbol(key.text)) {
                warn(.unusedVariable, "the message's text does not use the variable \"\(key.text)\"", at: key.range)
            }
        }
    }

    private mutating func warnOfUnusedRooms(of timeline: Timeline) {
        guard !rooms.isIncomplete else { return }
        var reached: Set<String> = []
        for list in Set(timeline.messages.map(\.roomList)) {
            for room in timeline.roomLists[list] { reached.insert(timeline.rooms[room].name) }
        }
        for name in declared.rooms
        where rooms.isTaken(name.text) && !declared.namedRooms.contains(name.text) && !reached.contains(name.text) {
            warn(.unusedRoom, "no message goes to \"\(name.text)\"", at: name.place)
        }
    }

    // MARK: What happens at one instant

    /// The same text twice at one instant to one room: somebody copied a message and forgot to change it.
    private mutating func warnOfRepeatedTexts(of timeline: Timeline, _ loaded: LoadedMessages, _ plan: InstantPlan) {
        struct Said: Hashable {
            var room: Int
            var text: String
        }
        let start = checkingStart(of: timeline)
        var expander = MessageExpander(timeline, start: start)
        var reported: Set<Int> = []
        // What is beyond this is left to those who read the preview.
        var left = Self.mostComparedTexts
        for instant in plan.instants where instant.count > 1 && left > 0 {
            var sayers: [Said: Int] = [:]
            for entry in instant where left > 0 {
                let message = timeline.messages[entry.message]
                for room in timeline.rooms(of: message) {
                    left -= 1
                    guard (try? expander.isWanted(message, occurrence: entry.occurrence, room: room)) == true,
                        let texts = try? expander.contents(
                            of: message, occurrence: entry.occurrence, room: room, due: start + entry.offset)
                    else { continue }
                    let said = Said(room: room, text: texts[0])
                    guard let other = sayers[said] else {
                        sayers[said] = entry.message
                        continue
                    }
                    guard let node = loaded.texts[entry.message], reported.insert(entry.message).inserted else { break }
                    let line = source.position(ofByte: loaded.places[other]).line
                    warn(
                        .repeatedText,
                        "the room \"\(timeline.rooms[room].name)\" gets this text at \(entry.offset.clock) from the message on line \(line) as well",
                        at: node.range.firstLine(of: source))
                    break
                }
            }
        }
    }

    private static let mostComparedTexts = 100_000

    /// More than the quota carries before something else is due.
    private mutating func warnOfOverrun(of timeline: Timeline, _ loaded: LoadedMessages, _ plan: InstantPlan) {
        guard let rate = options.rate else { return }
        /// Calls are spaced a little wider than the quota would have it.
        let spacing = Interval(nanoseconds: Int64(1.03e9 / rate))
        /// Less than this nobody notices.
        let noticeable = Interval.seconds(1)
        var free = -Interval.longest
        var reported: Set<Int> = []
        var previous: ArraySlice<InstantPlan.Entry>?
        for instant in plan.instants {
            let due = instant[instant.startIndex].offset
            if let previous, free - due > noticeable {
                report(overrun: previous, until: free, next: due, of: timeline, loaded, rate: rate, &reported)
            }
            let calls = instant.reduce(0) { $0 + timeline.rooms(of: timeline.messages[$1.message]).count }
            free = max(free, due) + Interval(nanoseconds: spacing.nanoseconds * Int64(calls))
            previous = instant
        }
    }

    private mutating func report(
        overrun instant: ArraySlice<InstantPlan.Entry>, until free: Interval, next: Interval, of timeline: Timeline,
        _ loaded: LoadedMessages, rate: Double, _ reported: inout Set<Int>
    ) {
        func rooms(_ entry: InstantPlan.Entry) -> Int { timeline.rooms(of: timeline.messages[entry.message]).count }
        guard let largest = instant.max(by: { rooms($0) < rooms($1) }), reported.insert(largest.message).inserted else {
            return
        }
        let calls = instant.reduce(0) { $0 + rooms($1) }
        let due = largest.offset
        warn(
            .quota,
            "at \(Int(rate)) calls a second, the \(calls) deliveries due at \(due.clock) keep the quota busy until \((Interval.milliseconds(free.milliseconds)).clock): what is due at \(next.clock) waits",
            at: loaded.places[largest.message]..<loaded.places[largest.message] + 1)
    }
}

/// Which occurrences fall on which instant. Of repeats, as many as can be looked at in no time.
struct InstantPlan {
    struct Entry {
        var offset: Interval
        var message: Int
        var occurrence: Int
    }

    private static let mostOccurrences = 100_000
    private let entries: [Entry]

    init(_ timeline: Timeline, leavingOut skipped: Set<Int>) {
        var entries: [Entry] = []
        entries.reserveCapacity(timeline.messages.count)
        let repeats = timeline.messages.count { $0.schedule.isRepeated }
        let mostOfEach = max(2, Self.mostOccurrences / max(repeats, 1))
        for index in timeline.messages.indices where !skipped.contains(index) {
            let schedule = timeline.messages[index].schedule
            for occurrence in 1...min(schedule.lastOccurrence, mostOfEach) {
                entries.append(
                    Entry(
                        offset: schedule.offset(ofOccurrence: occurrence), message: index, occurrence: occurrence))
            }
        }
        // Most scripts are written in order.
        let isSorted = zip(entries, entries.dropFirst()).allSatisfy { $0.offset <= $1.offset }
        if !isSorted { entries.sort { ($0.offset, $0.message) < ($1.offset, $1.message) } }
        self.entries = entries
    }

    /// Those that are due together, in the order of time.
    var instants: some Sequence<ArraySlice<Entry>> {
        sequence(state: entries[...]) { rest in
            guard let first = rest.first else { return nil }
            let end = rest.firstIndex { $0.offset != first.offset } ?? rest.endIndex
            defer { rest = rest[end...] }
            return rest[..<end]
        }
    }
}

extension Range<Int> {
    /// As far as the end of its first line.
    fileprivate func firstLine(of source: SourceText) -> Range<Int> {
        lowerBound..<Swift.max(lowerBound, Swift.min(upperBound, source.lineRange(aroundByte: lowerBound).upperBound))
    }
}
