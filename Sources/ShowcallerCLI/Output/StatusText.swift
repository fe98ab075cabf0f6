import ControlAPI
import Scheduling
import ShowTime

/// Writes the status of a scheduler for people.
enum StatusText {
    /// - Parameter name: a run's id or its timeline's name, to write those runs only.
    static func lines(_ status: StatusAnswer, run name: String?) -> [String] {
        let wanted = status.runs.filter { run in
            name.map { run.run.description == $0 || run.run.timeline == $0 } ?? true
        }
        return wanted.flatMap { [line(of: $0)] + inputs(of: $0) } + notes(status)
    }

    /// A line for each input: its value, or what is asked where it has none.
    private static func inputs(of run: RunAnswer) -> [String] {
        guard run.isPlaying else { return [] }
        return run.inputs.map { input in
            let name = visible(input.name)
            let needed = input.neededBy.map { ", needed by \(visible($0))" } ?? ""
            guard let value = input.value else {
                let prompt = input.prompt == input.name ? "" : " (\(visible(input.prompt)))"
                return "  \(name)\(prompt) is not given\(needed): tell set \(name)=…, \(input.max) bytes at most"
            }
            return "  \(name) is \"\(visible(value))\"\(input.isUsed ? ", and has gone out" : needed)"
        }
    }

    private static func line(of run: RunAnswer) -> String {
        var parts = ["\(visible(run.run.description))  \(run.state.rawValue)\(hold(of: run))"]
        parts.append("\(run.tally[.sent]) of \(run.planned.map(String.init) ?? "∞") accepted")
        let unsent = run.tally.total - run.tally[.sent]
        if unsent > 0 { parts.append("\(unsent) not sent") }
        if run.open > 0 { parts.append("\(run.open) due") }
        if run.shift != .zero { parts.append("moved by \(run.shift.words)") }
        if run.clockOff.magnitude >= RunClock.leastStep {
            let side = run.clockOff > .zero ? "behind" : "ahead of"
            parts.append("its own time, \(run.clockOff.magnitude.words) \(side) the clock of the host")
        }
        if let next = run.next.first {
            let wait = run.state == .held ? "" : " in \(countdown(run.wait(for: next)))"
            parts.append("next \(visible(next.name))\(wait)")
        }
        return parts.joined(separator: ", ")
    }

    private static func hold(of run: RunAnswer) -> String {
        guard let hold = run.hold else { return "" }
        if let message = hold.before {
            return " before \(visible(message))\(hold.input.map { ", which waits for \(visible($0))" } ?? "")"
        }
        return " (\(visible(hold.name))\(hold.by.map { ", by \(visible($0))" } ?? ""))"
    }

    static func clockWrong(ahead: Interval) -> String {
        let off = Interval.seconds(ahead.magnitude.milliseconds / 1000).words
        let side = ahead > .zero ? "ahead of" : "behind"
        return """
            this host's clock is \(off) \(side) ZEGO's: set it, best by NTP (timedatectl set-ntp true); shows start by it, \
            and from 10 minutes on ZEGO refuses every call
            """
    }

    private static func notes(_ status: StatusAnswer) -> [String] {
        var notes: [String] = []
        if status.account.isHeld { notes.append("the account is held: nothing gets through") }
        if status.network.isHeld { notes.append("ZEGO cannot be reached: nothing is sent until it can") }
        if status.logProblem != nil { notes.append("the log cannot be written: nothing is sent") }
        if status.clockAhead != .zero { notes.append(clockWrong(ahead: status.clockAhead)) }
        let percent = Int((status.quota.share * 100).rounded())
        if percent < 100 { notes.append("throttled: \(percent) % of the quota in use") }
        return notes
            + status.upcoming.map { next in
                "\(visible(next.timeline))  starts \(next.start.rfc3339), in \(countdown(next.start - status.now))"
            }
    }
}
