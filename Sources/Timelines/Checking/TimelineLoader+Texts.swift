import MarkedYAML
import ShowTime
import Templates

extension TimelineLoader {
    /// Expands the deliveries of every message as a run will, and reports texts that cannot be sent, once per message.
    mutating func checkTexts(of timeline: Timeline, _ loaded: LoadedMessages) {
        let start = checkingStart(of: timeline)
        var expander = MessageExpander(timeline, start: start)
        var planned = 0
        for (index, message) in timeline.messages.enumerated() {
            guard let text = loaded.texts[index] else { continue }
            let deliveries = (message.schedule.count ?? 0).multipliedOrMax(by: timeline.rooms(of: message).count)
            planned = min(planned + deliveries, 1 << 60)
            if planned > options.mostDeliveries {
                return error(
                    .limit,
                    "up to here these are more than \(options.mostDeliveries) deliveries: end repeats earlier, or play them as several timelines",
                    at: text.contentRange)
            }
            check(
                message, of: timeline, text: text, condition: loaded.conditions[index], start: start, with: &expander)
            if checkingSteps + expander.steps > options.mostSteps {
                return error(
                    .limit,
                    "up to here the texts of all deliveries take more than \(options.mostSteps) steps: end repeats earlier, or make the texts simpler",
                    at: text.contentRange)
            }
        }
    }

    /// The steps that are counted for every expansion, because it takes as long as these, whatever is in it.
    static let stepsOfAnExpansion = 4

    /// The start that texts are checked with: the timeline's own, or the next firing of a cron start, or else the assumed start.
    func checkingStart(of timeline: Timeline) -> Instant {
        timeline.start ?? timeline.firings?.next(after: options.assumedStart, in: timeline.zone) ?? options.assumedStart
    }

    private mutating func check(
        _ message: Message, of timeline: Timeline, text: YAMLNode, condition: YAMLNode?, start: Instant,
        with expander: inout MessageExpander
    ) {
        let withoutEnd = min(LoadingOptions.checkedOccurrencesWithoutEnd, message.schedule.lastOccurrence)
        // A message that does not look at the time has the same text at every occurrence.
        let checked = message.looksAtTime ? min(message.schedule.count ?? withoutEnd, options.checkedOccurrences) : 1
        var warned: Set<Range<Int>> = []
        let stepsBefore = checkingSteps + expander.steps
        var areBounded = checked > 1 && condition == nil
        let inputs = message.inputs.map { timeline.inputs[$0] }
        let longest = inputs.isEmpty ? "" : ", with the longest \(inputs.map(\.name).joined(separator: " and "))"
        let witnesses = inputs.isEmpty ? [] : InputWitnesses(inputs, inputUse(of: message)).witnesses
        for occurrence in 1...checked {
            let due = start + message.schedule.offset(ofOccurrence: occurrence)
            for room in timeline.rooms(of: message) {
                let repetition = message.schedule.isRepeated ? ", occurrence \(occurrence)" : ""
                func context(_ values: String) -> String {
                    " (in the room \(timeline.rooms[room].name)\(repetition)\(values))"
                }
                checkingSteps += Self.stepsOfAnExpansion
                if checkingSteps + expander.steps > options.mostSteps { return }
                var isWanted = true
                if let condition {
                    if occurrence == 1 {
                        let warnings = expander.conditionWarnings(of: message, room: room)
                        report(warnings, in: condition, context: context(longest), unless: &warned)
                    }
                    do throws(TemplateError) {
                        isWanted = try expander.isWanted(message, occurrence: occurrence, room: room)
                    } catch {
                        return report(error, in: condition, context: context(longest))
                    }
                }
                do throws(ExpansionError) {
                    if isWanted { try expander.check(message, occurrence: occurrence, room: room, due: due) }
                    if isWanted, !expander.warnings.isEmpty {
                        report(expander.warnings, in: text, context: context(longest), unless: &warned)
                    }
                    areBounded = areBounded && isWanted && expander.canAllBeSent(message, occurrences: checked)
                } catch {
                    guard case .template(let problem) = error else {
                        return report(error, in: text, context: context(longest))
                    }
                    // The expansion may have been stopped at the limit of steps.
                    if problem.kind == .unsupported { checkingSteps += TemplateSet.maximumSteps }
                    let problems = expander.templateProblems(of: message, occurrence: occurrence, room: room, due: due)
                    for problem in problems { report(problem, in: text, context: context(longest)) }
                    return
                }
                guard !witnesses.isEmpty else { continue }
                let areAllBounded = checkInputs(
                    of: message, occurrence: occurrence, room: room, due: due, with: witnesses, occurrences: checked,
                    text: text, condition: condition, &expander, context: context)
                guard let areAllBounded else { return }
                areBounded = areBounded && areAllBounded
            }
            if areBounded {
                // Counts the steps as if each occurrence had been expanded.
                let steps = checkingSteps + expander.steps - stepsBefore
                checkingSteps = min(checkingSteps + steps.multipliedOrMax(by: checked - 1), 1 << 60)
                return
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
            message += hint(for: name, by: \.variableSuggestions, among: \.knownVariables)
            missedNames.add(.variable, name, diagnostic: diagnostics.count)
        case .noMember(let name, let members):
            kind = .undefinedVariable
            message += Suggestion.hint(for: name, among: members)
            missedNames.add(.variable, name, diagnostic: diagnostics.count)
        }
        error(kind, message + context, at: text.sourceRange(ofText: problem.range))
    }

    /// Reports warnings once for each place in a text, and not for every occurrence and room.
    private mutating func report(
        _ warnings: [TemplateWarning], in text: YAMLNode, context: String, unless warned: inout Set<Range<Int>>
    ) {
        for warning in warnings {
            let range = text.sourceRange(ofText: warning.range)
            if warned.insert(range).inserted { warn(warning.kind.diagnosticKind, warning.message + context, at: range) }
        }
    }

    mutating func report(_ problem: ExpansionError, in text: YAMLNode, context: String) {
        let (kind, range): (DiagnosticKind, Range<Int>)
        switch problem {
        case .template(let error): return report(error, in: text, context: context)
        case .tooLong(_, let place):
            (kind, range) = (.longText, text.wordRange(from: place))
        case .tooManyParts: (kind, range) = (.longText, text.contentRange)
        case .noInput: (kind, range) = (.undefinedVariable, text.contentRange)
        case .empty: (kind, range) = (.emptyText, text.contentRange)
        case .controlCharacter:
            // In the text itself, or in the value of a variable.
            let place = text.withUTF8 { $0.firstControlCharacter }
            (kind, range) = (.controlCharacter, place.map { text.sourceRange(ofText: $0) } ?? text.contentRange)
        }
        error(kind, problem.message + (text.isEmpty ? "" : context), at: range)
    }

    /// Every name that a template of this timeline could use.
    var knownVariables: [String] {
        let sets = [overrides, timelineVariables] + variableSets + rooms.rooms.map(\.variables)
        return Symbol.reserved + inputs.map(\.name) + sets.flatMap { set in set.symbols.map { templates.name(of: $0) } }
    }
}

extension YAMLNode {
    /// Returns the source range of the word at or behind a place of the text; behind opening braces, that is the expression.
    fileprivate func wordRange(from place: Int) -> Range<Int> {
        let word = withUTF8 { bytes in
            var start = bytes[place...].firstIndex { $0 > 0x20 } ?? place
            // The limit may fall into a character.
            while start > 0, start < bytes.count, bytes[start] & 0xC0 == 0x80 { start -= 1 }
            return start..<(bytes[start...].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: "}") } ?? bytes.count)
        }
        return sourceRange(ofText: word)
    }
}

extension TemplateWarning.Kind {
    fileprivate var diagnosticKind: DiagnosticKind {
        switch self {
        case .floatDigits: .floatDigits
        case .braces: .leftOverBraces
        case .textAndNumber: .textAndNumber
        case .emptyValue: .emptyValue
        }
    }
}

extension Int {
    fileprivate func multipliedOrMax(by other: Int) -> Int {
        let (product, isTooMany) = multipliedReportingOverflow(by: other)
        return isTooMany ? 1 << 60 : Swift.min(product, 1 << 60)
    }
}
