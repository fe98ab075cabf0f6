import Reporting
import RunLog
import Scheduling
import ShowRuntime
import ShowTime

/// A report for people.
enum ReportText {
    /// The most events, and the most lines about unsent deliveries, that are listed; the rest are counted, so that a report is no
    /// longer than a screen.
    private static let mostEvents = 6
    private static let mostUnsent = 14

    /// - Parameters:
    ///   - zone: the zone in which times are shown, and how it is known.
    ///   - isWhole: whether everything is listed, however long.
    static func lines(_ report: RunReport, zone: ReportZone, isWhole: Bool, _ style: Style) -> [String] {
        guard let header = report.header else { return [] }
        let clock = ReportClock(zone: zone.zone, start: header.run.start)
        var lines = [
            "\(style.bold(visible(header.run.description)))  (\(header.mode.rawValue), AppID \(header.appID), \(visible(header.host)))"
        ]
        lines += totals(report, style)
        let start = zone.zone.text(of: header.run.start, as: "%F %T")
        lines.append("  start       \(start) (\(visible(zone.words)))")
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
        lines += events(report, clock, isWhole: isWhole)
        lines += failures(report, clock, isWhole: isWhole)
        lines += deliberate(report, clock, isWhole: isWhole)
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
            // Cancelled is yellow, not red: most of it was decided by somebody.
            let paint = outcome == .sent ? style.green : outcome == .cancelled ? style.yellow : style.red
            lines.append("  \(name) \(paint(number))")
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

    private static func events(_ report: RunReport, _ clock: ReportClock, isWhole: Bool) -> [String] {
        let events = report.events.prefix(isWhole ? .max : mostEvents)
        let rest = report.events.count - events.count
        return events.map { "  \(times(clock, $0.time))  \(visible($0.words(clock)))" }
            + (rest > 0 ? ["  and \(count(rest, "more event")): --all shows them"] : [])
    }

    /// The failures, by reason, and for each reason by message.
    private static func failures(_ report: RunReport, _ clock: ReportClock, isWhole: Bool) -> [String] {
        let reasons = report.unsent.failures
        guard !reasons.isEmpty else { return [] }
        var lines = ["  not sent:"]
        // Everything is listed where it fits on the screen.
        let isWhole = isWhole || reasons.reduce(0) { $0 + 1 + $1.groups.count } <= mostUnsent + 4
        let shown = isWhole ? reasons : Array(reasons.prefix(mostUnsent / 2))
        for reason in shown {
            lines.append(visible("    \(reason.words), \(deliveries(reason.deliveries)):"))
            let groups = isWhole ? reason.groups : Array(reason.groups.prefix(max(1, mostUnsent / shown.count - 1)))
            for group in groups {
                let name = group.name(isRepeated: report.isRepeated(group.messageID))
                let number = group.deliveries > 1 ? ", \(deliveries(group.deliveries))" : ""
                lines.append(visible("      \(times(clock, group.firstDue))  \(name)\(number)  \(rooms(group))"))
            }
            let rest = reason.groups.dropFirst(groups.count)
            if !rest.isEmpty {
                let number = deliveries(rest.reduce(0) { $0 + $1.deliveries })
                lines.append("      and \(count(rest.count, "more message")), \(number): --all shows them")
            }
        }
        let rest = reasons.count - shown.count
        if rest > 0 { lines.append("    and \(count(rest, "more reason")): --all shows them") }
        return lines
    }

    /// `countdown#4–#41, 84 deliveries, skipped by an operator at 20:31:05`
    private static func deliberate(_ report: RunReport, _ clock: ReportClock, isWhole: Bool) -> [String] {
        let reasons = report.unsent.deliberate
        guard !reasons.isEmpty else { return [] }
        let all = reasons.flatMap { reason in reason.groups.map { (reason, $0) } }
        let shown = isWhole ? all : Array(all.prefix(mostUnsent / 2))
        let rest = all.count - shown.count
        return ["  left out on purpose, \(deliveries(reasons.reduce(0) { $0 + $1.deliveries })):"]
            + shown.map { reason, group in
                let name = group.name(isRepeated: report.isRepeated(group.messageID))
                return visible(
                    "    \(name), \(deliveries(group.deliveries)), \(reason.words) at \(clock.time(group.time))")
            } + (rest > 0 ? ["    and \(count(rest, "more message")): --all shows them"] : [])
    }

    private static func times(_ clock: ReportClock, _ instant: Instant) -> String {
        "\(clock.time(instant))  \(clock.offset(instant).leftPadded(to: 9))"
    }

    private static let mostRooms = 4

    private static func rooms(_ group: UnsentGroup) -> String {
        let rest = group.rooms.count - mostRooms
        return group.rooms.prefix(mostRooms).joined(separator: ", ")
            + (rest > 0 ? " and \(count(rest, "more room"))" : "")
    }
}
