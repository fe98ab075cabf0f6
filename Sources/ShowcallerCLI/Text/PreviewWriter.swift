import JSONText
import Scheduling
import ShowTime
import Showcaller
import Timelines

/// Writes the rows of a preview.
struct PreviewWriter {
    private let format: PreviewCommand.Format
    private let style: Style
    private let zones: [String: Zone]
    private let roomWidth: Int
    private let offsetWidth: Int
    private let titles: [String]
    private let hasManyShows: Bool
    private var day: String?
    private(set) var output = Output.standard

    init(_ format: PreviewCommand.Format, shows: [(timeline: Timeline, start: Instant)], style: Style) {
        self.format = format
        self.style = style
        zones = Dictionary(shows.map { ($0.timeline.name, $0.timeline.zone) }) { first, _ in first }
        hasManyShows = shows.count > 1
        roomWidth = min(24, shows.flatMap { $0.timeline.rooms.map { displayWidth(visible($0.name)) } }.max() ?? 4)
        offsetWidth =
            shows.flatMap { show in
                [show.timeline.firstOffset.clock.utf8.count, (show.timeline.end ?? .zero).clock.utf8.count + 4]
            }.max() ?? 12
        titles = shows.map { show in
            let start = show.timeline.zone.text(of: show.start)
            return "\(style.bold(visible(show.timeline.title))) [\(show.timeline.name)], start \(start)"
        }
    }

    mutating func begin() {
        switch format {
        case .table:
            for title in titles { output.line(title) }
            let offset = "offset".leftPadded(to: offsetWidth)
            output.line(
                style.dim("\(offset)  due           expected  cat     \("room".padded(to: roomWidth))  bytes  text"))
        case .csv: output.line("delivery,message,occurrence,room,category,offset_ms,due,expected,bytes,content")
        case .jsonl: break
        }
    }

    mutating func write(_ row: PreviewRow) {
        switch format {
        case .table: writeTable(row)
        case .jsonl: output.append { Self.appendJSON(row, to: &$0) }
        case .csv: output.append { Self.appendCSV(row, to: &$0) }
        }
    }

    mutating func finish() { if format != .table { output.flush() } }

    // MARK: Formats

    private mutating func writeTable(_ row: PreviewRow) {
        let zone = zones[row.run.timeline] ?? .utc
        let local = zone.civil(row.due)
        let today = Self.day(of: local)
        if today != day {
            day = today
            output.line(style.cyan("── \(today) (\(zone.name)) ──"))
        }
        var line = row.offset.clock.leftPadded(to: offsetWidth)
        line += "  \(Self.clock(local))  "
        line += Self.delay(row).padded(to: 8)
        let category = row.category.name.padded(to: 6)
        line += "  \(row.category == .system ? style.cyan(category) : style.green(category))"
        line += "  \(visible(row.roomName).padded(to: roomWidth))"
        let bytes = String(row.bytes).leftPadded(to: 5)
        // Close to the limit: a longer name or price would not fit.
        line += "  \(row.bytes > MessageExpander.longestContent * 9 / 10 ? style.yellow(bytes) : bytes)"
        line += "  \(visible(row.content))"
        if hasManyShows { line += style.dim("  [\(row.run.timeline)]") }
        output.line(line)
    }

    private static let dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    private static func day(of local: CivilDateTime) -> String {
        var bytes: [UInt8] = []
        bytes.append(decimal: local.year, digits: 4)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(decimal: local.month, digits: 2)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(decimal: local.day, digits: 2)
        return "\(dayNames[local.weekday]) \(String(decoding: bytes, as: UTF8.self))"
    }

    private static func clock(_ local: CivilDateTime) -> String {
        var bytes: [UInt8] = []
        for (index, part) in [local.hour, local.minute, local.second].enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ":")) }
            bytes.append(decimal: part, digits: 2)
        }
        bytes.append(UInt8(ascii: "."))
        bytes.append(decimal: local.nanosecond / 1_000_000, digits: 3)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Below this nobody in a room sees a difference; the formats for programs have every millisecond.
    static let noticeable = Interval.milliseconds(50)

    /// How much later than due the quota lets it go, where that is to be noticed.
    private static func delay(_ row: PreviewRow) -> String {
        guard let expected = row.expected else { return "never" }
        let late = expected - row.due
        return late < noticeable ? "" : "+\(late.secondsText)"
    }

    private static func appendJSON(_ row: PreviewRow, to bytes: inout [UInt8]) {
        bytes.append(literal: "{\"delivery\":")
        bytes.append(json: row.delivery)
        bytes.append(literal: ",\"message\":")
        bytes.append(json: row.messageID)
        bytes.append(literal: ",\"occurrence\":")
        bytes.append(json: row.occurrence)
        bytes.append(literal: ",\"room\":")
        bytes.append(json: row.roomID)
        bytes.append(literal: ",\"category\":\"")
        bytes.append(contentsOf: row.category.name.utf8)
        bytes.append(literal: "\",\"offset_ms\":")
        bytes.append(json: Int(row.offset.milliseconds))
        bytes.append(literal: ",\"due\":\"")
        bytes.append(rfc3339: row.due)
        bytes.append(literal: "\",\"expected\":")
        if let expected = row.expected {
            bytes.append(UInt8(ascii: "\""))
            bytes.append(rfc3339: expected)
            bytes.append(UInt8(ascii: "\""))
        } else {
            bytes.append(literal: "null")
        }
        bytes.append(literal: ",\"bytes\":")
        bytes.append(json: row.bytes)
        bytes.append(literal: ",\"content\":")
        bytes.append(json: row.content)
        bytes.append(literal: "}\n")
    }

    /// RFC 4180.
    private static func appendCSV(_ row: PreviewRow, to bytes: inout [UInt8]) {
        func quoted(_ text: String) -> String {
            guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return text }
            return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }
        let fields = [
            quoted(row.delivery), row.messageID, String(row.occurrence), quoted(row.roomID), row.category.name,
            String(row.offset.milliseconds), row.due.rfc3339, row.expected?.rfc3339 ?? "", String(row.bytes),
            quoted(row.content),
        ]
        bytes.append(contentsOf: fields.joined(separator: ",").utf8)
        bytes.append(UInt8(ascii: "\n"))
    }
}

extension Interval {
    /// `0.25 s`, `4.1 s`, `12 s`: for people.
    var secondsText: String {
        let milliseconds = Int(self.milliseconds)
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if milliseconds < 10_000 { return "\(milliseconds / 1000).\(milliseconds / 100 % 10) s" }
        if milliseconds < 120_000 { return "\(milliseconds / 1000) s" }
        return Interval.seconds(Int64(milliseconds / 1000)).words
    }
}

/// The last lines of a preview.
enum PreviewNotes {
    static func lines(
        _ summary: PreviewSummary, shown: Int, zone: Zone, rate: Double?, startless: [String], now: Instant
    ) -> [String] {
        var lines: [String] = []
        if !startless.isEmpty {
            lines.append(
                "no start is given for \(startless.joined(separator: ", ")): shown as from now, \(zone.text(of: now))")
        }
        for id in summary.cut { lines.append("\(id) has no end: its first day or 1000 are shown") }
        var total = count(summary.deliveries, "delivery", "deliveries")
        if shown < summary.deliveries { total += " (\(shown) shown)" }
        if let first = summary.first, let last = summary.last { total += " in \((last - first).words)" }
        total += ", longest text \(summary.longest) of \(MessageExpander.longestContent) bytes"
        lines.append(total)
        if let peak = summary.peak {
            let quota = rate.map { " of \(Int($0)) a second" } ?? ""
            var line = "peak demand \(peak.count)\(quota), from \(zone.text(of: peak.from))"
            if summary.worstLate >= PreviewWriter.noticeable, let message = summary.worstLateMessage {
                line += "; worst expected lateness \(summary.worstLate.secondsText) (\(message))"
            }
            lines.append(line)
        }
        if summary.missed > 0 {
            lines.append(
                "\(count(summary.missed, "delivery", "deliveries")) would be missed: the quota cannot carry them in time"
            )
        }
        return lines
    }
}
