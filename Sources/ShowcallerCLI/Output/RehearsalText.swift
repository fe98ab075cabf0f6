import Rehearsing
import RunLog
import Scheduling
import ShowRuntime
import ShowTime
import Timelines

/// Writes what a rehearsal says besides its report.
enum RehearsalText {
    /// Describes the runs before they are played.
    static func lines(_ logs: [RehearsalLog], startless: [String], now: Instant) -> [String] {
        var lines: [String] = []
        for log in logs {
            let run = log.run
            let timeline = run.timeline
            lines.append(
                "\(run.id): \(visible(timeline.title)), \(deliveries(run.planned)), start \(timeline.zone.text(of: run.id.start))"
            )
            for id in run.cut { lines.append("  \(visible(id)) has no end: its first day or 1000 are rehearsed") }
            lines.append("  log: \(visible(log.file.path))")
        }
        if !startless.isEmpty, let zone = logs.first?.run.timeline.zone {
            lines.append(
                "no start is given for \(startless.joined(separator: ", ")): rehearsed as from now, \(zone.text(of: now))"
            )
        }
        return lines
    }

    /// Describes what the other end saw, and the promises that were broken.
    static func lines(_ findings: RehearsalFindings, hasFaults: Bool, _ style: Style) -> [String] {
        var lines: [String] = []
        if hasFaults {
            lines.append(
                findings.faulted > 0
                    ? "\(count(findings.faulted, "call")) met with a fault"
                    : style.yellow("no call met with a fault: are they for the rooms and the times of this show?"))
        }
        let calls = "the simulated API received \(count(findings.received, "call"))"
        var line = "\(calls) and accepted \(findings.shown), "
        line +=
            findings.shownAgain == 0
            ? "showed none twice" : "showed \(findings.shownAgain) again because of \"on_unknown: resend\""
        line += ", at most \(findings.mostPerSecond) in any second"
        line += findings.quota.map { " (quota \($0))" } ?? " (no quota)"
        guard findings.brokenPromiseCount > 0 else {
            lines.append(line)
            if findings.shownUnanswered > 0 {
                lines.append(
                    "\(findings.shownUnanswered) of those accepted had no definite answer: on the night that could not be known"
                )
            }
            return lines
        }
        lines.append(calls)
        lines.append(
            style.red("A PROMISE IS BROKEN. This is a defect of showcaller: please report it, with the command."))
        lines += findings.brokenPromises.map { style.red("  " + visible($0)) }
        let rest = findings.brokenPromiseCount - findings.brokenPromises.count
        if rest > 0 { lines.append(style.red("  and \(rest) more")) }
        return lines
    }
}
