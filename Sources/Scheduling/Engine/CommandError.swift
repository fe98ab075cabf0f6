/// The reason why a command was not carried out.
package enum CommandError: Error, Equatable, Sendable {
    case noSuchRun(String)
    case hasEnded(RunID)
    case alreadyHeld(RunID)
    case notHeld(RunID)
    case noSuchMessage(String, suggestion: String?)
    case nothingLeft(String)
    case tooFar

    package var message: String {
        switch self {
        case .noSuchRun(let name): "no run \"\(name)\" is playing here"
        case .hasEnded(let run): "\(run) has ended"
        case .alreadyHeld(let run): "\(run) is held already: \"go\" lets it go on"
        case .notHeld(let run): "\(run) is not held"
        case .noSuchMessage(let id, let suggestion):
            "the timeline has no message \"\(id)\"" + (suggestion.map { ": did you mean \"\($0)\"?" } ?? "")
        case .nothingLeft(let id): "nothing is left of \"\(id)\" that could be skipped"
        case .tooFar: "that would move the show by more than ten years"
        }
    }
}
