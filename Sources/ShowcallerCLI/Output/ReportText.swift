import Reporting
import RunLog
import Scheduling
import ShowRuntime
import ShowTime

/// A report for people.
enum ReportText {
    /// Deliveries that were not sent are all listed, up to here.
    private static let mostListed = 1000

    static func lines(_ report: RunReport, _ style: Style) -> [String] {
        guard let header = report.header else { return [] }
        var lines = [
            "\(style.bold(header.run.description))  (\(header.mode.rawValue), AppID \(header.appID), \(visible(header.host)))"
        ]
        lines += totals(report, style)
        if let lateness = report.lateness {
            lines.append(
                "  lateness    p50 \(lateness.p50) ms, p90 \(lateness.p90) ms, p99 \(lateness.p99) ms, max \(lateness.max) ms"
            )
        }
        if let first = report.firstTime, let last = report.lastTime {
            lines.append(
                "  pace        \(count(report.attempts, "call")) in \((last - first).secondsText), at most \(report.peakPerSecond) in a second"
            )
        }
        if report.processes > 1 { lines.append("  played by   \(report.processes) processes, one after the other") }
        lines += contradictions(report.book, style)
        lines += report.events.map { "  \($0.time.rfc3339)  \(visible(text(of: $0.action)))" }
        lines += unsent(report, style)
        return lines
    }

    private static func contradictions(_ book: RunBook, _ style: Style) -> [String] {
        guard book.contradictionCount > 0 else { return [] }
        let rest = book.contradictionCount - book.contradictions.count
        return [style.red("  the log contradicts itself, and no start goes on with it:")]
            + book.contradictions.map { style.red("    \(visible($0))") }
            + (rest > 0 ? [style.red("    and \(rest) more")] : [])
    }

    private static func totals(_ report: RunReport, _ style: Style) -> [String] {
        var lines: [String] = []
        let planned = report.planned.map(String.init) ?? "without end"
        lines.append("  planned     \(planned)")
        for outcome in Outcome.final where report.tally[outcome] > 0 || outcome == .sent {
            let name = (outcome == .sent ? "accepted" : outcome.rawValue).padded(to: 11)
            let number = String(report.tally[outcome])
            lines.append("  \(name) \(outcome == .sent ? style.green(number) : style.red(number))")
        }
        if report.hasEnded {
            if let planned = report.planned, planned != report.tally.total {
                lines.append(style.red("  the totals do not add up: \(report.tally.total) of \(planned)"))
            }
        } else {
            let left = report.planned.map { ", \(deliveries(max(0, $0 - report.tally.total))) left" } ?? ""
            let next =
                report.header?.mode == .rehearse
                ? "a rehearsal is not continued" : "the same command goes on with it"
            lines.append(style.yellow("  not ended\(left): \(next)"))
            if report.openAttempts > 0 {
                lines.append("  \(count(report.openAttempts, "call")) without an answer in the log")
            }
        }
        return lines
    }

    private static func unsent(_ report: RunReport, _ style: Style) -> [String] {
        guard !report.unsent.isEmpty else { return [] }
        var lines = ["  not sent:"]
        for entry in report.unsent.prefix(mostListed) {
            let many = entry.occurrences.count > 1 ? " and \(entry.occurrences.count - 1) more occurrences" : ""
            let code = entry.code.map { " \($0)" } ?? ""
            let reason = entry.reason.map { " (\($0))" } ?? ""
            let line =
                "    \(entry.due.rfc3339)  \(entry.outcome.rawValue)\(code)  \(entry.delivery)\(many)  \(entry.roomName)\(reason)"
            lines.append(visible(line))
        }
        let rest = report.unsent.count - mostListed
        if rest > 0 { lines.append("    and \(rest) more: they are in \(visible(report.path))") }
        return lines
    }

    static func text(of action: ControlRecord.Action) -> String {
        switch action {
        case .hold: "hold"
        case .holdBefore(let message, _): "hold, by the timeline, before \(message)"
        case .go(let held, let total): "go, after \(held.words); everything is moved by \(total.words)"
        case .shift(let by, let total): "shift by \(by.words), \(total.words) in all"
        case .skip(let message): "skip \(message)"
        case .cancel: "cancel"
        case .reload: "timeline read again"
        case .reloadRefused(let reason): "timeline read again and refused: \(reason)"
        case .shutdown: "shut down"
        case .accountHold(let code, let reason):
            "account held: \(code.map { "\($0) " } ?? "")\(reason)"
        case .accountOK: "account works again"
        case .networkHold(let reason): "ZEGO cannot be reached, nothing is sent until it can: \(reason)"
        case .networkOK: "ZEGO is reached again"
        case .salvaged(_, let to): "salvaged: what was due by \(to.rfc3339) and has no record is unknown"
        case .logRestored(let reason): "log written again: \(reason)"
        }
    }
}
