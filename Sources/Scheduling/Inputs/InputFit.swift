import ShowTime
import Templates
import Timelines

/// Whether everything that is left of a show can be sent with some values of its inputs.
///
/// Looks at each delivery as it will be expanded. Where there are very many, it looks at the first ones of each repeat only: the
/// check of the timeline has expanded all of them with the longest values.
struct InputFit {
    /// The first delivery that cannot be sent.
    struct Problem: Equatable {
        var cue: String
        var room: String
        var reason: String
    }

    /// The most deliveries that are looked at: some hundredths of a second of work.
    static let mostExpansions = 20_000
    private static let mostOccurrences = LoadingOptions.checkedOccurrencesWithoutEnd

    private let timeline: Timeline
    private let start: Instant
    private let shift: Interval
    private var expander: MessageExpander
    /// With the longest values.
    private var longest: MessageExpander
    private var left = mostExpansions

    /// - Parameter values: by the names of the inputs; for the other inputs, the usual value or else the longest is looked at.
    init(_ timeline: Timeline, start: Instant, shift: Interval, values: [String: String]) {
        self.timeline = timeline
        self.start = start
        self.shift = shift
        expander = MessageExpander(timeline, start: start)
        longest = expander
        expander.give(values)
    }

    /// Looks for a delivery of a message that cannot be sent.
    ///
    /// - Parameter isLeft: whether a room, by its position in the message's list, still gets an occurrence of the schedule.
    mutating func problem(
        ofMessage index: Int, from first: Int = 1, where isLeft: (_ position: Int, _ occurrence: Int) -> Bool
    ) -> Problem? {
        let message = timeline.messages[index]
        let last = message.schedule.lastOccurrence
        guard first <= last else { return nil }
        for (position, room) in timeline.rooms(of: message).enumerated() {
            for occurrence in first...min(last, first + Self.mostOccurrences - 1) where isLeft(position, occurrence) {
                guard left > 0 else { return nil }
                left -= 1
                // A delivery that cannot be sent with the longest values either is no reason to refuse these.
                if let reason = reason(message, occurrence, room, &expander),
                    self.reason(message, occurrence, room, &longest) == nil
                {
                    let cue = DeliveryName.cue(
                        message.id, occurrence: occurrence, part: nil, isRepeated: message.schedule.isRepeated)
                    return Problem(cue: cue, room: timeline.rooms[room].name, reason: reason)
                }
                // All others have the same text.
                if !message.looksAtTime { break }
            }
        }
        return nil
    }

    /// The reason why a delivery could not be sent, nil where it can or where nobody wants it.
    private func reason(
        _ message: Message, _ occurrence: Int, _ room: Int, _ expander: inout MessageExpander
    ) -> String? {
        do throws(TemplateError) {
            guard try expander.isWanted(message, occurrence: occurrence, room: room) else { return nil }
        } catch {
            return error.message
        }
        let due = start + message.schedule.offset(ofOccurrence: occurrence) + shift
        do throws(ExpansionError) {
            try expander.check(message, occurrence: occurrence, room: room, due: due)
            return nil
        } catch {
            return error.message
        }
    }
}

extension Timeline {
    /// Explains why a run of this timeline cannot go on with some of the values, by the names of the inputs.
    func misfits(among values: [String: String], start: Instant, asking: [Int]) -> [String: String] {
        var misfits: [String: String] = [:]
        for (name, value) in values {
            guard let input = input(named: name) else {
                misfits[name] = "the timeline no longer has it"
                continue
            }
            do throws(InputProblem) { _ = try input.value(of: value) } catch { misfits[name] = "it \(error.message)" }
        }
        let fitting = values.filter { misfits[$0.key] == nil }
        guard !fitting.isEmpty else { return misfits }
        var fit = InputFit(self, start: start, shift: .zero, values: fitting)
        for index in asking {
            let names = messages[index].inputs.map { inputs[$0].name }.filter { fitting[$0] != nil }
            guard !names.isEmpty, let problem = fit.problem(ofMessage: index, where: { _, _ in true }) else { continue }
            for name in names { misfits[name] = "with it, \(problem.cue) cannot be sent: \(problem.reason)" }
        }
        return misfits
    }
}
