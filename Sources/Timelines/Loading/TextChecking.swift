import MarkedYAML
import ShowTime
import Templates

extension TimelineLoader {
    /// Expands the deliveries of every message as the night will, and reports what cannot be sent, once per message.
    mutating func checkTexts(of timeline: Timeline, _ loaded: LoadedMessages) {
        let start = checkingStart(of: timeline)
        var expander = MessageExpander(timeline, start: start)
        for index in timeline.messages.indices {
            guard let text = loaded.texts[index] else { continue }
            check(timeline.messages[index], of: timeline, text, loaded.conditions[index], &expander, start)
        }
    }

    /// Where the script leaves the start open, any; of a cron start, the next.
    func checkingStart(of timeline: Timeline) -> Instant {
        timeline.start ?? timeline.firings?.next(after: options.assumedStart, in: timeline.zone) ?? options.assumedStart
    }

    private mutating func check(
        _ message: Message, of timeline: Timeline, _ text: YAMLNode, _ condition: YAMLNode?,
        _ expander: inout MessageExpander, _ start: Instant
    ) {
        let dependencies = message.template.dependencies.union(message.condition?.dependencies ?? [])
        // Texts that do not look at the occurrence are all alike.
        let varies = dependencies.contains(.occurrence)
        let withoutEnd = min(LoadingOptions.checkedOccurrencesWithoutEnd, message.schedule.lastOccurrence)
        let checked = varies ? min(message.schedule.count ?? withoutEnd, options.checkedOccurrences) : 1
        var warned: Set<Range<Int>> = []
        for occurrence in 1...checked {
            let due = start + message.schedule.offset(ofOccurrence: occurrence)
            for room in timeline.rooms(of: message) {
                if let condition {
                    do throws(TemplateError) {
                        guard try expander.isWanted(message, occurrence: occurrence, room: room) else { continue }
                    } catch {
                        return report(error, in: condition, context: context(message, occurrence, timeline.rooms[room]))
                    }
                }
                do throws(ExpansionError) {
                    try expander.check(message, occurrence: occurrence, room: room, due: due)
                    if !expander.warnings.isEmpty {
                        report(expander.warnings, context(message, occurrence, timeline.rooms[room]), in: text, &warned)
                    }
                } catch {
                    let context = context(message, occurrence, timeline.rooms[room])
                    guard case .template = error else { return report(error, context, in: text) }
                    let problems = expander.templateProblems(of: message, occurrence: occurrence, room: room, due: due)
                    for problem in problems { report(problem, in: text, context: context) }
                    return
                }
            }
        }
    }

    mutating func report(_ problem: TemplateError, in text: YAMLNode, context: String = "") {
        switch problem.kind {
        case .undefined where hasBrokenVariables, .noMember where hasBrokenVariables: return
        default: break
        }
        var message = problem.message
        let kind: DiagnosticKind
        switch problem.kind {
        case .syntax: kind = .templateSyntax
        case .unsupported: kind = .unsupported
        case .evaluation: kind = .expression
        case .unknownFilter(let name):
            kind = .unknownFilter
            message += Suggestion.hint(for: name, among: TemplateSet.filterNames)
        case .undefined(let name):
            kind = .undefinedVariable
            if variableSuggestions == nil { variableSuggestions = Suggestions(among: knownVariables) }
            message += variableSuggestions?.hint(for: name) ?? ""
        case .noMember(let name, let members):
            kind = .undefinedVariable
            message += Suggestion.hint(for: name, among: members)
        }
        error(kind, message + context, at: text.sourceRange(ofText: problem.range))
    }

    /// Reports warnings once for each place in a text, and not for every occurrence and room.
    private mutating func report(
        _ warnings: [TemplateWarning], _ context: String, in text: YAMLNode, _ warned: inout Set<Range<Int>>
    ) {
        for warning in warnings where warned.insert(warning.range).inserted {
            switch warning.kind {
            case .floatDigits:
                warn(.floatDigits, warning.message + context, at: text.sourceRange(ofText: warning.range))
            }
        }
    }

    private func context(_ message: Message, _ occurrence: Int, _ room: Room) -> String {
        " (in the room \(room.name)\(message.schedule.isRepeated ? ", occurrence \(occurrence)" : ""))"
    }

    private mutating func report(_ problem: ExpansionError, _ context: String, in text: YAMLNode) {
        switch problem {
        case .template(let error): report(error, in: text, context: context)
        case .tooLong(_, let place):
            error(
                .longText, problem.message + context, at: place == 0 ? text.contentRange : text.wordRange(from: place))
        case .tooManyParts: error(.longText, problem.message + context, at: text.contentRange)
        case .empty: error(.emptyText, problem.message + (text.isEmpty ? "" : context), at: text.contentRange)
        case .controlCharacter:
            // In the text itself, or in the value of a variable.
            let place = text.withUTF8 { $0.firstControlCharacter }
            error(
                .controlCharacter, problem.message + context,
                at: place.map { text.sourceRange(ofText: $0) } ?? text.contentRange)
        }
    }

    /// Every name that a template of this script could say.
    private var knownVariables: [String] {
        let sets = [overrides, timelineVariables] + variableSets + rooms.rooms.map(\.variables)
        return Symbol.reserved + sets.flatMap { set in set.symbols.map { templates.name(of: $0) } }
    }
}

extension YAMLNode {
    /// The source of what is visible in a text from a place on: the expression behind its braces.
    fileprivate func wordRange(from place: Int) -> Range<Int> {
        let word = withUTF8 { bytes in
            let start = bytes[place...].firstIndex { $0 > 0x20 } ?? place
            return start..<(bytes[start...].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: "}") } ?? bytes.count)
        }
        return sourceRange(ofText: word)
    }
}
