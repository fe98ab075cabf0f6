import ShowTime
import TestSupport
import Timelines

@testable import Scheduling

/// Values that operators give.
extension NightBook {
    mutating func set(_ name: String, to value: String) -> String? {
        let problem: String? =
            if let input = edited.input(named: name) ?? timeline.input(named: name) {
                usedInputs.contains(name) && (inputs[name] ?? timeline.input(named: name)?.usual) != nil
                    ? "changes \(name), which was used" : value.utf8.count > max(input.max, 0) ? "is too long" : nil
            } else {
                "gives \(name), which the script has not"
            }
        inputs[name] = value
        expander.give(inputs)
        return problem
    }

    /// The inputs that a message needs and that have no value.
    func missingInputs(of message: String) -> [String] {
        guard let message = messages[message] else { return [] }
        return message.inputs.map { timeline.inputs[$0] }.filter { $0.usual == nil && inputs[$0.name] == nil }
            .map(\.name)
    }

    /// Whether anybody gets the first occurrence of a message, or may get it. Where nobody does, its inputs are not asked for.
    func isForAnybody(_ id: String) -> Bool {
        guard let message = messages[id] else { return false }
        var expander = expander
        return timeline.rooms(of: message).contains { room in
            let key = Key(message: id, occurrence: 1 + leads[id, default: 0], room: timeline.rooms[room].id)
            if ended.contains(key) || firstDue[key] != nil || isSkipped(key) { return false }
            return message.isWantedByInput
                || (try? expander.isWanted(message, occurrence: 1, room: room)) ?? true
        }
    }

    mutating func inputProblem(of attempt: AttemptRecord, _ message: Message) -> String? {
        if let name = missingInputs(of: message.id).first { return "leaves without \(name)" }
        let names = message.inputs.map { timeline.inputs[$0].name }
        usedInputs.formUnion(names)
        return attempt.inputs == names ? nil : "says that it has \(attempt.inputs), not \(names)"
    }

    /// Returns what is wrong with an `invalid` result: no value that was accepted may make a text that cannot be sent.
    func problem(ofInvalid result: ResultRecord) -> String? {
        guard let message = messages[result.messageID], !message.inputs.isEmpty,
            let room = timeline.rooms(of: message).first(where: { timeline.rooms[$0].id == result.roomID })
        else { return nil }
        let occurrence = result.occurrence - leads[message.id, default: 0]
        var longest = MessageExpander(timeline, start: id.start)
        do {
            guard try longest.isWanted(message, occurrence: occurrence, room: room) else { return nil }
            try longest.check(message, occurrence: occurrence, room: room, due: result.due)
        } catch {
            return nil
        }
        // A delivery may have been begun before a reload made it need an input.
        if isReloaded, result.reason?.hasSuffix("has no value") == true { return nil }
        return "cannot be sent with \(inputs): \(result.reason ?? "")"
    }

    /// Whether the script would take hours to play.
    var isLong: Bool { timeline.messages.contains { $0.schedule.count.map { $0 > 100 } ?? true } }
}
