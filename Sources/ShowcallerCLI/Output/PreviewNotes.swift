import Rehearsing
import Scheduling
import ShowTime
import Timelines

/// The last lines of a preview.
struct PreviewNotes {
    var summary: PreviewSummary
    /// The number of deliveries shown.
    var shown: Int
    var selection: PreviewSelection
    var rate: Double?
    var roomRate: Double?
    var now: Instant
    /// Further lines, before the totals.
    var remarks: [String]

    /// The most messages that are named; the rest are counted.
    private static let mostNames = 10

    func lines(_ style: Style) -> [String] {
        var lines: [String] = []
        let (zone, startless) = (selection.zone, selection.startless)
        if !startless.isEmpty {
            lines.append(
                "no start is given for \(startless.joined(separator: ", ")): shown as from now, \(zone.text(of: now))")
        }
        for id in summary.cut { lines.append("\(visible(id)) has no end: its first day or 1000 are shown") }
        lines += remarks
        for timeline in selection.timelines where !timeline.leftOut.isEmpty {
            let name = selection.timelines.count > 1 ? " of \(timeline.name)" : ""
            let messages = timeline.leftOut.map { message in
                "\(visible(message.id)) (\(message.reason == .skip ? "skip" : "no room wants it"))"
            }
            lines.append("left out\(name): \(Self.few(messages))")
        }
        lines.append(totals)
        if let peak = summary.peak {
            let quota = rate.map { " of \(Int($0)) a second" } ?? ""
            var line = "peak demand \(peak.count)\(quota), from \(zone.text(of: peak.from))"
            if summary.worstLate >= CueTable.noticeable, let message = summary.worstLateMessage {
                line += "; worst expected lateness \(summary.worstLate.secondsText) (\(visible(message)))"
            }
            lines.append(line)
        }
        lines += forecast(style)
        if summary.missed > 0 {
            let missed = "\(deliveries(summary.missed)) would be missed: the quota cannot carry them in time"
            lines.append(style.red(missed))
        }
        return lines
    }

    private var totals: String {
        var total = deliveries(summary.deliveries)
        if shown < summary.deliveries { total += " (\(shown) shown)" }
        if let first = summary.first, let last = summary.last { total += " in \((last - first).words)" }
        return total + ", longest text \(summary.longest) of \(MessageExpander.longestContent) bytes"
    }

    /// `offer: 400 rooms, last one 4.1 s late at this quota`
    private func forecast(_ style: Style) -> [String] {
        var lines = summary.forecasts.prefix(Self.mostNames).map { forecast in
            let name = DeliveryName.cue(
                forecast.messageID, occurrence: forecast.occurrence, part: nil, isRepeated: forecast.isRepeated)
            var line = "\(visible(name)): \(count(forecast.rooms, "room"))"
            if forecast.worstLate >= PreviewForecast.noticeable {
                let quota =
                    forecast.delay == .room
                    ? "* (a room takes \(roomRate?.shortText ?? "any number") a second)" : " at this quota"
                line += ", last one \(forecast.worstLate.secondsText) late\(quota)"
            }
            if forecast.missed > 0 { line += ", \(forecast.missed) never go out" }
            return forecast.missed > 0 ? style.red(line) : style.yellow(line)
        }
        let rest = summary.forecasts.count - Self.mostNames
        if rest > 0 { lines.append("and \(count(rest, "more message")) that the quota holds up") }
        return lines
    }

    private static func few(_ names: [String]) -> String {
        let rest = names.count - mostNames
        return names.prefix(mostNames).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
