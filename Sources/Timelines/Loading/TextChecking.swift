import MarkedYAML
import ShowTime
import Templates

extension TimelineLoader {
    /// Expands the deliveries of every message as the night will, and reports what cannot be sent, once per message.
    mutating func checkTexts(of timeline: Timeline, _ texts: [YAMLNode]) {
        let start = timeline.start ?? options.assumedStart
        var expander = MessageExpander(timeline, start: start)
        for (message, text) in zip(timeline.messages, texts) {
            // Texts that do not look at the occurrence are all alike.
            let varies = message.template.dependencies.contains(.occurrence)
            let count = message.schedule.count ?? LoadingOptions.checkedOccurrencesWithoutEnd
            let checked = varies ? min(count, options.checkedOccurrences) : 1
            check: for occurrence in 1...checked {
                let due = start + message.schedule.offset(ofOccurrence: occurrence)
                for room in timeline.rooms(of: message) {
                    do throws(ExpansionError) {
                        _ = try expander.check(message, occurrence: occurrence, room: room, due: due)
                    } catch {
                        report(error, of: message, occurrence, timeline.rooms[room], in: text)
                        break check
                    }
                }
            }
        }
    }

    mutating func report(_ problem: TemplateError, in text: YAMLNode, context: String = "") {
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
            message += Suggestion.hint(for: name, among: knownVariables)
        }
        error(kind, message + context, at: text.sourceRange(ofText: problem.range))
    }

    private mutating func report(
        _ problem: ExpansionError, of message: Message, _ occurrence: Int, _ room: Room, in text: YAMLNode
    ) {
        let occurrenceText = message.schedule.isRepeated ? ", occurrence \(occurrence)" : ""
        let context = " (in the room \(room.name)\(occurrenceText))"
        switch problem {
        case .template(let error): report(error, in: text, context: context)
        case .tooLong(_, let place):
            let range = place == 0 ? text.contentRange : text.sourceRange(ofText: place..<place + 1)
            error(.longText, problem.message + context, at: range)
        case .empty: error(.emptyText, problem.message + (text.isEmpty ? "" : context), at: text.contentRange)
        case .controlCharacter: error(.controlCharacter, problem.message + context, at: text.contentRange)
        }
    }

    /// Every name that a template of this script could say.
    private var knownVariables: [String] {
        let sets = [overrides, timelineVariables] + variableSets + rooms.rooms.map(\.variables)
        return Symbol.reserved + sets.flatMap { set in set.symbols.map { templates.name(of: $0) } }
    }
}
