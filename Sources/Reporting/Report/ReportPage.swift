import Scheduling
package import ShowTime
import Timelines

/// Reports of runs as one page: what the text report says, with drawings over time of the lateness, the pace and what was not
/// sent.
package struct ReportPage {
    package struct Run {
        package var report: RunReport
        package var asRun: AsRunLog
        package var zone: Zone
        /// The zone, and how it is known.
        package var zoneWords: String

        package init(report: RunReport, asRun: AsRunLog, zone: Zone, zoneWords: String) {
            self.report = report
            self.asRun = asRun
            self.zone = zone
            self.zoneWords = zoneWords
        }
    }

    let runs: [Run]
    /// The quota, calls a second; nil without one.
    let rate: Double?
    /// Whether everything is listed, however long.
    let isWhole: Bool

    /// The maximum numbers of entries that are listed. The others are only counted, so that the page of a long night can be sent.
    private static let mostGroups = 100
    private static let mostEvents = 100
    private static let mostCues = 2000

    package init(runs: [Run], rate: Double?, isWhole: Bool) {
        self.runs = runs
        self.rate = rate
        self.isWhole = isWhole
    }

    package var bytes: [UInt8] {
        let names = runs.compactMap { $0.report.header?.run.description }
        return HTMLPage.bytes(title: "\(names.first ?? "nothing"): report") { html in
            for run in runs { html.element("section", ["class": "run"]) { write(run, to: &$0) } }
        }
    }

    private func write(_ run: Run, to html: inout HTMLWriter) {
        guard let header = run.report.header else { return }
        let clock = ReportClock(zone: run.zone, start: header.run.start)
        html.element("h1", text: header.run.timeline)
        html.element("p") { html in
            html.append(text: "started ")
            html.element("b", text: run.zone.text(of: header.run.start, as: "%A %e %B %Y, %T"))
            html.append(text: " (\(run.zoneWords))")
        }
        html.element(
            "p", ["class": "soft"],
            text:
                "\(header.run) · \(header.mode.rawValue) · AppID \(header.appID) · \(header.host) · version \(header.version)"
        )
        writeTotals(run.report, to: &html)
        ReportPlots(run: run, clock: clock, rate: rate).write(to: &html)
        writeFailures(run.report, clock, to: &html)
        writeDeliberate(run.report, clock, to: &html)
        writeEvents(run.report, clock, to: &html)
        writeAsRun(run, clock, to: &html)
    }

    // MARK: Figures

    private func writeTotals(_ report: RunReport, to html: inout HTMLWriter) {
        html.element("ul", ["class": "totals"]) { html in
            func write(_ number: String, _ words: String, kind: String = "", to html: inout HTMLWriter) {
                html.element("li") { html in
                    html.element("b", ["class": kind], text: number)
                    html.append(text: words)
                }
            }
            write(report.planned.map(String.init) ?? "∞", "planned", to: &html)
            for outcome in Outcome.final where report.tally[outcome] > 0 || outcome == .sent {
                let kind = outcome == .sent ? "sent" : outcome == .cancelled ? "left" : "bad"
                let words = outcome == .sent ? "accepted" : outcome.rawValue
                write(String(report.tally[outcome]), words, kind: kind, to: &html)
            }
            if let lateness = report.lateness {
                write(Interval.milliseconds(Int64(lateness.p50)).secondsText, "late, half of them at most", to: &html)
                write(Interval.milliseconds(Int64(lateness.p99)).secondsText, "late, 99 of 100 at most", to: &html)
                write(Interval.milliseconds(Int64(lateness.max)).secondsText, "late, the latest", to: &html)
            }
            write(String(report.peakPerSecond), "calls in the busiest second", to: &html)
        }
        if !report.hasEnded { html.element("p", ["class": "hold"], text: "The run has not ended in this log.") }
        if report.processes > 1 {
            html.element("p", text: "Played by \(report.processes) processes, one after the other.")
        }
        if report.book.contradictionCount > 0 {
            html.element(
                "p", ["class": "bad"], text: "The log contradicts itself: \(report.book.contradictionCount) times.")
        }
    }

    // MARK: Tables

    private func table(
        _ titles: [String], to html: inout HTMLWriter, rows: (inout HTMLWriter) -> Void
    ) {
        html.element("div", ["class": "wide"]) { html in
            html.element("table") { html in
                html.element("thead") { html in
                    html.element("tr") { html in for title in titles { html.element("th", text: title) } }
                }
                html.element("tbody") { rows(&$0) }
            }
        }
    }

    private func writeTimes(_ instant: Instant, _ clock: ReportClock, to html: inout HTMLWriter) {
        html.element("td", ["class": "time"], text: clock.time(instant))
        html.element("td", ["class": "time soft"], text: clock.offset(instant))
    }

    private func rest(_ number: Int, _ words: String, to html: inout HTMLWriter) {
        if number > 0 {
            html.element("p", ["class": "soft"], text: "and \(number) more \(words): in csv they are all there")
        }
    }

    private func writeFailures(_ report: RunReport, _ clock: ReportClock, to html: inout HTMLWriter) {
        let reasons = report.unsent.failures
        guard !reasons.isEmpty else { return }
        html.element("h2", text: "Not sent: \(reasons.reduce(0) { $0 + $1.deliveries })")
        for reason in reasons.prefix(isWhole ? .max : Self.mostGroups) {
            html.element("h3", text: "\(reason.words): \(reason.deliveries)")
            let groups = reason.groups.prefix(isWhole ? .max : max(3, Self.mostGroups / reasons.count))
            table(["first due", "from the start", "message", "deliveries", "rooms"], to: &html) { html in
                for group in groups {
                    html.element("tr") { html in
                        writeTimes(group.firstDue, clock, to: &html)
                        html.element("td", text: group.name(isRepeated: report.isRepeated(group.messageID)))
                        html.element("td", ["class": "number"], text: String(group.deliveries))
                        html.element("td", text: Self.list(group.rooms))
                    }
                }
            }
            rest(reason.groups.count - groups.count, "messages", to: &html)
        }
    }

    private func writeDeliberate(_ report: RunReport, _ clock: ReportClock, to html: inout HTMLWriter) {
        let all = report.unsent.deliberate.flatMap { reason in reason.groups.map { (reason, $0) } }
        guard !all.isEmpty else { return }
        html.element("h2", text: "Left out on purpose: \(all.reduce(0) { $0 + $1.1.deliveries })")
        let shown = all.prefix(isWhole ? .max : Self.mostGroups)
        table(["decided", "from the start", "message", "deliveries", "how"], to: &html) { html in
            for (reason, group) in shown {
                html.element("tr") { html in
                    writeTimes(group.time, clock, to: &html)
                    html.element("td", text: group.name(isRepeated: report.isRepeated(group.messageID)))
                    html.element("td", ["class": "number"], text: String(group.deliveries))
                    html.element("td", text: reason.words)
                }
            }
        }
        rest(all.count - shown.count, "messages", to: &html)
    }

    private func writeEvents(_ report: RunReport, _ clock: ReportClock, to html: inout HTMLWriter) {
        guard !report.events.isEmpty else { return }
        html.element("h2", text: "What happened")
        let shown = report.events.prefix(isWhole ? .max : Self.mostEvents)
        table(["time", "from the start", "event"], to: &html) { html in
            for event in shown {
                html.element("tr") { html in
                    writeTimes(event.time, clock, to: &html)
                    html.element("td", text: event.words(clock))
                }
            }
        }
        rest(report.events.count - shown.count, "events", to: &html)
    }

    private func writeAsRun(_ run: Run, _ clock: ReportClock, to html: inout HTMLWriter) {
        let cues = AsRunCue.cues(of: run.asRun)
        guard !cues.isEmpty else { return }
        let shown = cues.prefix(isWhole ? .max : Self.mostCues)
        html.element("h2", text: "What went out")
        html.element("details") { html in
            html.element("summary", text: "\(shown.count) of \(cues.count) cues that were accepted")
            table(["time", "from the start", "message", "text"], to: &html) { html in
                for cue in shown {
                    html.element("tr") { html in
                        writeTimes(cue.time, clock, to: &html)
                        let name = cue.name(isRepeated: run.report.isRepeated(cue.messageID))
                        html.element("td", text: name)
                        html.element("td") { html in
                            html.element("bdi", text: cue.text)
                            html.element("div", ["class": "rooms"], text: Self.list(cue.rooms))
                        }
                    }
                }
            }
        }
    }

    private static let mostRooms = 8

    private static func list(_ rooms: [String]) -> String {
        let rest = rooms.count - mostRooms
        return rooms.prefix(mostRooms).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
