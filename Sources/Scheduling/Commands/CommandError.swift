package import Timelines

/// The reason why a command was not carried out.
package enum CommandError: Error, Equatable, Sendable {
    case noSuchRun(String)
    case hasEnded(RunID)
    case alreadyHeld(RunID)
    case notHeld(RunID)
    /// - Parameter stands: the name of the hold in which the run is.
    case anotherHold(RunID, stands: String)
    case noSuchMessage(String, suggestion: String?)
    /// - Parameter last: the number of the last one that there is, nil without end.
    case noSuchOccurrence(String, first: Int, last: Int?)
    case noSuchRoom(String)
    case occurrenceMissing(String)
    case nothingLeft(String)
    case notSkipped(String)
    case nothingToFire(String)
    case nothingToRepeat(String, unknown: Int)
    /// A part of its text was shown after one that was not.
    case brokenText(String)
    case tooFar
    /// - Parameter all: those that the timeline has.
    case noSuchInput(String, suggestion: String?, all: [String])
    case badInput(String, InputProblem)
    /// The input's value is final: a text has left with it, or was left out by it.
    case inputUsed(String, value: String)
    /// Something that is still to be sent could not be sent with this value.
    case unfitInput(String, String, room: String, reason: String)
    /// The show cannot go on, or a cue cannot be sent, before inputs have values.
    case waitsForInput(String, inputs: [String])

    package var message: String {
        switch self {
        case .noSuchRun(let name): "no run \"\(name)\" is playing here"
        case .hasEnded(let run): "\(run) has ended"
        case .alreadyHeld(let run): "\(run) is held already: \"go\" lets it go on"
        case .notHeld(let run): "\(run) is not held"
        case .anotherHold(let run, let stands): "\(run) is held by another hold now: \"go \(stands)\" ends that one"
        case .noSuchMessage(let id, let suggestion):
            "the timeline has no message \"\(id)\"" + (suggestion.map { ": did you mean \"\($0)\"?" } ?? "")
        case .noSuchOccurrence(let id, let first, let last):
            "\"\(id)\" does not come so often: it goes from #\(first)" + (last.map { " to #\($0)" } ?? " on")
        case .noSuchRoom(let room): "the message does not go to a room \"\(room)\""
        case .occurrenceMissing(let id): "\"\(id)\" comes again and again, say which: \(id)#3"
        case .nothingLeft(let cue): "nothing is left of \"\(cue)\" that could be skipped"
        case .notSkipped(let cue): "\"\(cue)\" was not skipped, or nothing of it is still to come"
        case .nothingToFire(let cue):
            "nothing of \"\(cue)\" is left to be sent: what was not shown of it goes out with \"again \(cue)\""
        case .nothingToRepeat(let cue, let unknown) where unknown > 0:
            """
            nobody knows whether "\(cue)" was shown: where you do, "again \(cue) --not-shown" sends it once more
            """
        case .nothingToRepeat(let cue, _): "nothing of \"\(cue)\" has ended without being shown"
        case .brokenText(let cue): "a later part of \"\(cue)\" was shown: what is missing can only be sent by hand"
        case .noSuchInput(let name, let suggestion?, _):
            "the timeline has no input \"\(name)\": did you mean \"\(suggestion)\"?"
        case .noSuchInput(let name, nil, let all):
            "the timeline has no input \"\(name)\""
                + (all.isEmpty ? ": it has none at all" : ": it has \(all.joined(separator: ", "))")
        case .badInput(let name, let problem): "\(name) \(problem.message)"
        case .inputUsed(let name, let value):
            "\(name) stays \"\(value)\": a message has left with it, or was left out by it"
        case .unfitInput(let name, let cue, let room, let reason):
            "with this \(name), \(cue) could not be sent to \(room): \(reason)"
        case .waitsForInput(let cue, let inputs):
            "\(cue) waits for \(inputs.joined(separator: " and ")): "
                + inputs.map { "\"set \($0)=…\"" }.joined(separator: " and ") + " first"
        case .tooFar: "that would move the show by more than ten years"
        }
    }
}
