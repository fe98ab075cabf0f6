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

    /// How many calls a fault of the command line hit.
    struct FaultHits: Hashable {
        /// As it was written.
        var text: String
        var calls: Int
    }

    /// A command of the command line, and what became of it.
    struct Told: Hashable {
        /// As it was written.
        var text: String
        var run: String
        /// Nil where it was done.
        var problem: String?

        init(_ text: String, _ command: RehearsedCommand, _ fate: RehearsedCommand.Fate) {
            self.text = text
            run = command.run.description
            switch fate {
            case .done: break
            case .neverGiven: problem = "the show was over by then"
            case .refused(let error): problem = error.message
            }
        }
    }

    /// Describes commands that were not done.
    static func lines(_ told: [Told], _ style: Style) -> [String] {
        told.compactMap { told in
            told.problem.map { style.yellow("not done: \(visible(told.text)): \(visible($0))") }
        }
    }

    /// Describes the inputs that nobody gave a value, and what they were played with.
    static func lines(_ assumed: [AssumedInput], _ style: Style) -> [String] {
        assumed.map { input in
            style.yellow(
                """
                nobody gave \(visible(input.name)): played with \(count(input.value.utf8.count, "byte")), as many as it may \
                have; --tell 'set \(visible(input.name))=…@10m' gives it
                """)
        }
    }

    /// Describes why the rehearsal did not come to an end.
    static func lines(ofStuck rehearsal: Rehearsal, _ style: Style) -> [String] {
        guard rehearsal.isStuck else { return [] }
        guard !rehearsal.runsLeftHeld.isEmpty else {
            return [
                style.yellow("what is left would wait for somebody to mend what is wrong: the rehearsal stops there")
            ]
        }
        return rehearsal.runsLeftHeld.map {
            style.yellow("\($0) is held, and nobody lets it go on: give --tell go@… as well")
        }
    }

    private static func lines(_ faults: [FaultHits], _ style: Style) -> [String] {
        guard !faults.isEmpty else { return [] }
        let sum = faults.reduce(0) { $0 + $1.calls }
        guard sum > 0 else {
            return [style.yellow("no call met with a fault: are they for the rooms and the times of this show?")]
        }
        let line = "\(count(sum, "call")) met with a fault"
        guard faults.count > 1 else { return [line] }
        let width = min(40, faults.map { visible($0.text).displayWidth }.max() ?? 0)
        let digits = "\(faults.map(\.calls).max() ?? 0)".utf8.count
        return [line + ":"]
            + faults.map { fault in
                let name = visible(fault.text).padded(to: width)
                let calls = fault.calls == 0 ? "none".leftPadded(to: digits) : "\(fault.calls)".leftPadded(to: digits)
                let text = "  \(name)  \(calls)"
                return fault.calls == 0 ? style.yellow(text) : text
            }
    }

    /// Describes what the simulated API saw, and the promises that were broken.
    static func lines(_ findings: RehearsalFindings, faults: [FaultHits], _ style: Style) -> [String] {
        var lines = lines(faults, style)
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
