package import Rehearsing
import Scheduling
package import ShowTime
package import Timelines

/// A preview as one page that a client can sign: when, where, and the texts as they will look.
package struct PreviewPage {
    package var shows: [(timeline: Timeline, start: Instant)]
    package var cues: [PreviewCue]
    /// Further notes, one line each.
    package var notes: [String]

    package init(shows: [(timeline: Timeline, start: Instant)], cues: [PreviewCue], notes: [String]) {
        self.shows = shows
        self.cues = cues
        self.notes = notes
    }

    /// The maximum number of rooms of one cue, and of runs, that are listed. The others are only counted.
    private static let mostNames = 12
    /// The maximum number of rooms that have a lane.
    private static let mostLanes = 60

    private var zone: Zone { shows.first?.timeline.zone ?? .utc }
    private var title: String { shows.first?.timeline.title ?? "Nothing to show" }

    package var bytes: [UInt8] {
        HTMLPage.bytes(title: "\(title): preview") { html in
            writeHeader(to: &html)
            writeLanes(to: &html)
            writeCues(to: &html)
            html.element("div", ["class": "agreed"]) { html in
                for words in ["Agreed: name", "Date", "Signature"] { html.element("span", text: words) }
            }
        }
    }

    private func writeHeader(to html: inout HTMLWriter) {
        html.element("h1", text: title)
        for show in shows.prefix(Self.mostNames) {
            let name = shows.count > 1 ? "\(show.timeline.title) [\(show.timeline.name)]" : show.timeline.name
            html.element("p") { html in
                html.append(text: "\(name), starts ")
                html.element("b", text: show.timeline.zone.text(of: show.start, as: "%A %e %B %Y, %T"))
                html.append(text: " (\(show.timeline.zone.name))")
            }
        }
        if shows.count > Self.mostNames { html.element("p", text: "and \(shows.count - Self.mostNames) more runs") }
        for note in notes { html.element("p", ["class": "soft"], text: note) }
    }

    // MARK: Lanes

    private func writeLanes(to html: inout HTMLWriter) {
        guard let first = cues.lazy.map(\.first.due).min(), let last = cues.lazy.map(\.latest.due).max() else { return }
        let axis = TimeAxis(from: first, to: last, start: shows.first?.start ?? first, zone: zone)
        let strip = TimeStrip(axis: axis, height: 18)
        var rooms: [PreviewCue.Room] = []
        var times: [String: [(due: Instant, category: Category)]] = [:]
        for cue in cues {
            for room in cue.rooms {
                if times[room.id] == nil { rooms.append(room) }
                times[room.id, default: []].append((cue.first.due, cue.first.category))
            }
        }
        let holds = cues.filter(\.isBehindHold).map(\.first.due)
        html.element("h2", text: "Each room over time")
        html.element("ul", ["class": "key"]) { html in
            for (kind, words) in [("system", "system message"), ("chat", "chat message")] {
                html.element("li") { html in
                    html.element("span", ["class": kind]) { $0.element("i") { _ in } }
                    html.append(text: words)
                }
            }
            if !holds.isEmpty {
                html.element("li", ["class": "hold"], text: "┆ the show holds until it is told to go on")
            }
        }
        for room in rooms.prefix(Self.mostLanes) {
            html.element("div", ["class": "lane"]) { html in
                html.element("span", ["title": room.id], text: room.name)
                let marks = times[room.id] ?? []
                strip.write([], label: "\(room.name): \(marks.count) messages", to: &html) { html in
                    for category in Category.allCases {
                        strip.writeMarks(
                            at: marks.lazy.filter { $0.category == category }.map(\.due), kind: category.name, to: &html
                        )
                    }
                    strip.writeMarks(at: holds, kind: "stop", to: &html)
                }
            }
        }
        if rooms.count > Self.mostLanes {
            html.element("p", ["class": "soft"], text: "and \(rooms.count - Self.mostLanes) more rooms")
        }
        axis.write(to: &html)
    }

    // MARK: Cues

    private func writeCues(to html: inout HTMLWriter) {
        html.element("h2", text: "What goes out")
        let zones = Dictionary(shows.map { ($0.timeline.name, $0.timeline.zone) }) { first, _ in first }
        var day = ""
        for cue in cues {
            let zone = zones[cue.first.run.timeline] ?? zone
            let today = "\(zone.text(of: cue.first.due, as: "%A %e %B %Y")) (\(zone.name))"
            if today != day {
                day = today
                html.element("h3", text: today)
            }
            if let hold = cue.hold {
                let given = hold.inputs.map { "‹\($0)›" }.joined(separator: " and ")
                let until =
                    hold.inputs.isEmpty
                    ? "it is told to go on" : "\(given) is given\(hold.needsGo ? " and it is told to go on" : "")"
                html.element(
                    "p", ["class": "stop-here"],
                    text: "The show holds here until \(until). All later times move by as long as it stands.")
            }
            write(cue, in: zone, to: &html)
        }
    }

    private func write(_ cue: PreviewCue, in zone: Zone, to html: inout HTMLWriter) {
        let row = cue.first
        html.element("article", ["class": "cue"]) { html in
            html.element("div", ["class": "time"]) { html in
                let isWhole = row.due.nanoseconds % 1_000_000_000 == 0
                html.element("b", text: isWhole ? zone.text(of: row.due, as: "%T") : zone.text(ofMilliseconds: row.due))
                html.element("small", text: row.offset.clock)
            }
            html.element("div") { html in
                html.element("div", ["class": "rooms"]) { html in
                    for room in cue.rooms.prefix(Self.mostNames) {
                        html.element("span", ["title": room.id], text: room.name)
                    }
                    if cue.rooms.count > Self.mostNames {
                        html.element("span", text: "and \(cue.rooms.count - Self.mostNames) more rooms")
                    }
                }
                html.element("div", ["class": "bubble \(row.category.name)"]) { html in
                    html.element("b", text: row.sender.name ?? row.sender.id)
                    html.element("bdi", text: row.content)
                }
                html.element("p") { html in writeFacts(cue, to: &html) }
            }
        }
    }

    /// Writes the size of a cue's text, its name, and what people should know about it.
    private func writeFacts(_ cue: PreviewCue, to html: inout HTMLWriter) {
        let row = cue.first
        let most = MessageExpander.longestContent
        let percent = row.bytes * 100 / most
        html.element("small") { html in
            html.element("span", ["class": percent >= 90 ? "meter near" : "meter"]) { html in
                html.element("i", ["style": "width:\(percent)%"]) { _ in }
            }
            var facts = ["\(row.bytes) of \(most) bytes", row.category.name, row.cue]
            if shows.count > 1 { facts.append(row.run.timeline) }
            if let part = row.part { facts.append("part \(part.number) of \(part.count)") }
            html.append(text: facts.joined(separator: " · "))
            if row.isCut { html.element("b", ["class": "hold"], text: " · its end is cut off") }
            if let late = cue.latest.late {
                if late >= PreviewForecast.noticeable {
                    html.element("b", ["class": "hold"], text: " · the last room gets it \(late.words) later")
                }
            } else {
                html.element("b", ["class": "bad"], text: " · the quota does not let it go in time")
            }
        }
    }
}
