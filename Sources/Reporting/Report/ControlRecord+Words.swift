package import Scheduling
import ShowTime

extension ControlRecord {
    /// What happened, and who did it, for people.
    package func words(_ clock: ReportClock) -> String {
        action.words(clock) + (origin.by.map { ", by \($0)" } ?? "")
    }
}

extension ControlRecord.Action {
    fileprivate func words(_ clock: ReportClock) -> String {
        switch self {
        case .hold: "hold"
        case .holdBefore(let message, _, let inputs, let needsGo):
            "hold, by the timeline, before \(message)"
                + (inputs.isEmpty
                    ? "" : ", which waits for \(inputs.joined(separator: " and "))\(needsGo ? " and go" : "")")
        case .go(let held, let total): "go, after \(held.words); everything is moved by \(total.words)"
        case .shift(let by, let total): "shift by \(by.words), \(total.words) in all"
        case .skip(let cue): "skip \(cue.text)"
        case .unskip(let cue, _): "unskip \(cue.text)"
        case .fire(let firing): "fire \(firing.words)"
        case .again(let firing): "again \(firing.words)"
        case .cancel: "cancel"
        case .set(let name, let value): "set \(name) to \"\(value)\""
        case .unset(let name, let reason): "\(name) has no value any more: \(reason)"
        case .reload: "timeline read again"
        case .reloadRefused(let reason): "timeline read again and refused: \(reason)"
        case .shutdown: "shut down"
        case .accountHold(let code, let reason): "account held: \(code.map { "\($0) " } ?? "")\(reason)"
        case .accountOK: "account works again"
        case .networkHold(let reason): "ZEGO cannot be reached, nothing is sent until it can: \(reason)"
        case .networkOK: "ZEGO is reached again"
        case .clockStep(let by, let off, _) where off.magnitude < RunClock.leastStep:
            "the clock of this host was set by \(by.words), and the show goes by it"
        case .clockStep(let by, let off, _):
            """
            the clock of this host was set by \(by.words): the show keeps its own time, \(off.magnitude.words) \
            \(off > .zero ? "behind" : "ahead of") it
            """
        case .salvaged(_, let to): "salvaged: what was due by \(clock.time(to)) and has no record is unknown"
        case .logRestored(let reason, _): "log written again: \(reason)"
        }
    }
}

extension Firing {
    fileprivate var words: String {
        "\(message)#\(occurrence) in \(rooms.count == 1 ? "room \(rooms[0])" : "\(rooms.count) rooms")"
    }
}
