import MarkedYAML
import Pacing
import ShowTime
import Templates

/// Warnings about a timeline that can be played.
extension TimelineLoader {
    /// - Parameter timeline: the timeline with all messages, including those that are left out.
    mutating func warn(about timeline: Timeline, _ loaded: LoadedMessages) {
        let mentions = templates.mentions()
        self.mentions = mentions
        warnOfUndefinedVariables(of: timeline, loaded, mentions)
        warnOfUnusedVariables(of: loaded, mentions)
        warnOfUnusedInputs(mentions)
        blameDeclarations(loaded, mentions)
        warnOfFlagWords()
        // After an error in a message, its rooms, times and texts are not known for certain.
        guard !diagnostics.contains(where: { $0.severity == .error }) else { return }
        warnOfUnusedRooms(of: timeline)
        let plan = InstantPlan(timeline, leavingOut: loaded.skipped)
        warnOfRepeatedTexts(of: timeline, loaded, plan)
        warnOfOverrun(of: timeline, loaded, plan)
    }

    /// Warns of undefined variables that no expansion reached: with other values, one may reach them.
    private mutating func warnOfUndefinedVariables(
        of timeline: Timeline, _ loaded: LoadedMessages, _ mentions: Mentions
    ) {
        guard !hasBrokenVariables else { return }
        let reserved = Set((Symbol.reserved + Symbol.functions).map { templates.symbol($0) })
        let isEverywhere = reserved.union(overrides.symbols).union(timelineVariables.symbols)
            .union(inputs.map(\.symbol))
        guard !mentions.symbols.isSubset(of: isEverywhere) else { return }
        for index in timeline.messages.indices {
            guard let text = loaded.texts[index] else { continue }
            let message = timeline.messages[index]
            for variable in templates.passableVariables(of: message.template) {
                let isDefined =
                    isEverywhere.contains(variable.symbol)
                    || variableSets[message.variables][variable.symbol] != nil
                    || timeline.rooms(of: message).contains { timeline.rooms[$0].variables[variable.symbol] != nil }
                guard !isDefined else { continue }
                let range = text.sourceRange(ofText: variable.range)
                // If an expansion reached the variable, it has been reported as an error.
                guard !diagnostics.contains(where: { $0.range == range }) else { continue }
                warn(
                    .undefinedVariable,
                    "nothing defines \"\(variable.name)\": no delivery comes to it now, and one that did would not be sent",
                    at: range)
            }
        }
    }

    private mutating func warnOfUnusedVariables(of loaded: LoadedMessages, _ mentions: Mentions) {
        guard !hasBrokenTemplates else { return }
        let defined = [overrides, timelineVariables] + variableSets + rooms.rooms.map(\.variables)
        // A misspelt declaration is often used by its right name.
        let wanted = mentions.symbols.subtracting(defined.flatMap(\.symbols)).subtracting(inputs.map(\.symbol)).map {
            templates.name(of: $0)
        }
        .filter { !(Symbol.reserved + Symbol.functions).contains($0) }
        func report(_ name: DeclaredNames.Name) {
            let hint = Suggestion.nearest(to: name.text, among: wanted).map {
                ": they use \"\($0)\", which nothing defines"
            }
            warn(.unusedVariable, "no text uses the variable \"\(name.text)\"\(hint ?? "")", at: name.place)
        }
        for (symbol, name) in declared.timelineVariables where !mentions.symbols.contains(symbol) { report(name) }
        // A room's variables are also its members: room.lang
        for (symbol, name) in declared.roomVariables
        where !mentions.symbols.contains(symbol) && !mentions.words.contains(name.text) {
            report(name)
        }
        for (index, node) in loaded.variables {
            for key in unusedVariables(ofMessage: index, node, loaded) {
                warn(.unusedVariable, "the message's text does not use the variable \"\(key.text)\"", at: key.range)
            }
        }
    }

    /// The keys of a message's own `vars` that its text does not use.
    func unusedVariables(ofMessage index: Int, _ node: YAMLNode, _ loaded: LoadedMessages) -> [YAMLNode] {
        let message = loaded.messages[index]
        var used = templates.namedVariables(of: message.template)
        if let condition = message.condition { used += templates.namedVariables(of: condition) }
        let named = Set(used.map { templates.name(of: $0.symbol) })
        return node.pairs.map(\.key).filter {
            $0.kind == .scalar && !named.contains($0.text) && Diagnostic(ofVariableName: $0) == nil
        }
    }

    private mutating func warnOfUnusedRooms(of timeline: Timeline) {
        guard !rooms.isIncomplete else { return }
        let lists = Set(timeline.messages.map(\.roomList))
        let reached = Set(lists.flatMap { timeline.roomLists[$0] }.map { timeline.rooms[$0].name })
        for name in declared.rooms
        where rooms.isTaken(name.text) && !declared.namedRooms.contains(name.text) && !reached.contains(name.text) {
            warn(.unusedRoom, "no message goes to \"\(name.text)\"", at: name.place)
        }
    }

    // MARK: At one instant

    /// Warns of one text twice at one instant in one room: a message that was copied and not changed.
    private mutating func warnOfRepeatedTexts(of timeline: Timeline, _ loaded: LoadedMessages, _ plan: InstantPlan) {
        let start = checkingStart(of: timeline)
        var expander = MessageExpander(timeline, start: start)
        var reported: Set<Int> = []
        var left = Self.mostComparedTexts
        for instant in plan.instants where instant.count > 1 && left > 0 {
            /// The message that a text comes from, by room and text.
            var sayers: [Int: [String: Int]] = [:]
            for entry in instant where left > 0 {
                let message = timeline.messages[entry.message]
                for room in timeline.rooms(of: message) {
                    left -= 1
                    guard (try? expander.isWanted(message, occurrence: entry.occurrence, room: room)) == true,
                        let texts = try? expander.contents(
                            of: message, occurrence: entry.occurrence, room: room, due: start + entry.offset)
                    else { continue }
                    guard let other = sayers[room]?[texts[0]] else {
                        sayers[room, default: [:]][texts[0]] = entry.message
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

    /// Warns of deliveries that keep the quota busy for more than a second after the next ones are due.
    private mutating func warnOfOverrun(of timeline: Timeline, _ loaded: LoadedMessages, _ plan: InstantPlan) {
        guard let rate = options.rate else { return }
        let spacing = Pacer(rate: rate).interval
        var free = -Interval.longest
        var reported: Set<Int> = []
        var previous: ArraySlice<InstantPlan.Entry> = []
        func calls(_ entry: InstantPlan.Entry) -> Int { timeline.rooms(of: timeline.messages[entry.message]).count }
        for instant in plan.instants {
            let due = instant[instant.startIndex].offset
            if free - due > .seconds(1), let largest = previous.max(by: { calls($0) < calls($1) }),
                reported.insert(largest.message).inserted
            {
                let count = previous.reduce(0) { $0 + calls($1) }
                let time = largest.offset.clock
                let busy =
                    count == 1 ? "the delivery due at \(time) keeps" : "the \(count) deliveries due at \(time) keep"
                let place = loaded.places[largest.message]
                warn(
                    .quota,
                    "at \(rate.shortText) calls a second, \(busy) the quota busy until \(free.clock): what is due at \(due.clock) waits",
                    at: place..<place + 1)
            }
            free = max(free, due) + spacing * instant.reduce(0) { $0 + calls($1) }
            previous = instant
        }
    }
}

extension Range<Int> {
    /// The range up to the end of its first line.
    fileprivate func firstLine(of source: SourceText) -> Range<Int> {
        lowerBound..<Swift.max(lowerBound, Swift.min(upperBound, source.lineRange(aroundByte: lowerBound).upperBound))
    }
}
