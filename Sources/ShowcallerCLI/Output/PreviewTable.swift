import Rehearsing
import Scheduling
import ShowTime
import Timelines

/// The rows of a preview for people: one line each in a pipe, texts wrapped on a terminal.
struct PreviewTable {
    private let style: Style
    private let zones: [String: Zone]
    /// Of the terminal; nil in a pipe.
    private let width: Int?
    private let offsetWidth: Int
    private let clockWidth: Int
    private let roomWidth: Int
    private let messageWidth: Int
    /// Zero where there is only one timeline.
    private let timelineWidth: Int
    /// The day and zone of the rows before.
    private var day: String?

    private static let delayWidth = 8
    private static let categoryWidth = 6
    private static let bytesWidth = 5
    private static let widestName = 28
    private static let widestRoom = 24
    /// Texts with less room than this beside the other columns are put below them.
    private static let narrowestText = 36

    /// - Parameter width: of the terminal; nil in a pipe.
    init(_ shows: [(timeline: Timeline, start: Instant)], style: Style, width: Int?) {
        self.style = style
        self.width = width.map { max($0, 40) }
        var timelines: [String: Timeline] = [:]
        for show in shows { timelines[show.timeline.name] = show.timeline }
        zones = timelines.mapValues(\.zone)
        let all = timelines.values
        offsetWidth = all.reduce(6) { widest, timeline in
            let (first, last) = (
                timeline.firstOffset.clock.utf8.count, (timeline.lastOffset ?? .days(1)).clock.utf8.count
            )
            return max(widest, first, last)
        }
        let isWhole =
            shows.allSatisfy { $0.start.nanoseconds % 1_000_000_000 == 0 } && all.allSatisfy(\.isInWholeSeconds)
        clockWidth = isWhole ? 8 : 12
        roomWidth = all.reduce(4) { widest, timeline in
            timeline.rooms.reduce(widest) { max($0, min(visible($1.name).displayWidth, Self.widestRoom)) }
        }
        messageWidth = all.reduce(7) { max($0, $1.widestMessage(limit: Self.widestName)) }
        timelineWidth = all.count < 2 ? 0 : all.reduce(8) { max($0, min($1.name.utf8.count, Self.widestName)) }
    }

    /// More runs than this are counted.
    private static let mostTitles = 12

    func titles(_ shows: [(timeline: Timeline, start: Instant)]) -> [String] {
        var lines = shows.prefix(Self.mostTitles).map { show in
            let start = show.timeline.zone.text(of: show.start)
            return "\(style.bold(visible(show.timeline.title))) [\(show.timeline.name)], start \(start)"
        }
        if shows.count > Self.mostTitles {
            lines.append("and \(count(shows.count - Self.mostTitles, "more run"))")
        }
        return lines
    }

    var header: String {
        var line = "offset".leftPadded(to: offsetWidth) + "  " + "due".padded(to: clockWidth)
        line += "  " + "expected".padded(to: Self.delayWidth) + "  " + "cat".padded(to: Self.categoryWidth)
        line += "  " + "room".padded(to: roomWidth)
        if timelineWidth > 0 { line += "  " + "timeline".padded(to: timelineWidth) }
        line += "  " + "message".padded(to: messageWidth) + "  bytes"
        return style.dim(isStacked ? line : line + "  text")
    }

    /// The lines of one delivery, with a line before them where a day begins or the show holds.
    mutating func lines(_ row: PreviewRow) -> [String] {
        var lines: [String] = []
        let zone = zones[row.run.timeline] ?? .utc
        let local = zone.civil(row.due)
        let today = "\(Self.day(of: local)) (\(zone.name))"
        if today != day {
            day = today
            lines.append(style.cyan("── \(today) ──"))
        }
        if row.isBehindHold {
            let (subject, name) = timelineWidth > 0 ? ("\(row.run.timeline) ", " \(row.run.timeline)") : ("", "")
            lines.append(
                style.yellow("── \(subject)holds here until `tell\(name) go`; times are as if that came at once ──"))
        }
        let columns = columns(of: row, clock: clock(local))
        guard let width else {
            lines.append(columns + "  " + visible(row.content))
            return lines
        }
        let indent = isStacked ? 4 : textColumn
        var text = textLines(row.content, width: width - indent)
        if isStacked { text.insert(columns, at: 0) } else { text[0] = columns + "  " + text[0] }
        lines.append(text[0])
        let margin = String(repeating: " ", count: indent)
        for line in text.dropFirst() { lines.append(margin + line) }
        return lines
    }

    private var textColumn: Int {
        offsetWidth + clockWidth + Self.delayWidth + Self.categoryWidth + roomWidth + messageWidth + Self.bytesWidth
            + 14
            + (timelineWidth > 0 ? timelineWidth + 2 : 0)
    }

    private var isStacked: Bool { width.map { $0 - textColumn < Self.narrowestText } ?? false }

    private func textLines(_ content: String, width: Int) -> [String] {
        let parts = content.split(separator: "\n", omittingEmptySubsequences: false)
        return parts.enumerated().flatMap { index, part in
            wrapped(visible(String(part)) + (index < parts.count - 1 ? "⏎" : ""), width: width)
        }
    }

    private func columns(of row: PreviewRow, clock: String) -> String {
        var line = row.offset.clock.leftPadded(to: offsetWidth)
        line += "  " + clock.padded(to: clockWidth)
        let delay = Self.delay(row)
        let coloured = row.expected == nil ? style.red(delay) : delay.isEmpty ? "" : style.yellow(delay)
        line += "  " + coloured + String(repeating: " ", count: max(0, Self.delayWidth - delay.displayWidth))
        let category = row.category.name.padded(to: Self.categoryWidth)
        line += "  " + (row.category == .system ? style.cyan(category) : style.green(category))
        line += "  " + cell(visible(row.roomName), roomWidth)
        if timelineWidth > 0 { line += "  " + cell(row.run.timeline, timelineWidth) }
        line += "  " + style.dim(cell(visible(Self.message(row)), messageWidth))
        let bytes = String(row.bytes).leftPadded(to: Self.bytesWidth)
        // Close to the limit: a longer name or price would not fit.
        let isLong = row.bytes * 10 >= MessageExpander.longestContent * 9
        return line + "  " + (isLong ? style.yellow(bytes) : bytes)
    }

    /// Filled up to a column's width; what is wider is cut on a terminal alone.
    private func cell(_ text: String, _ columnWidth: Int) -> String {
        (width == nil ? text : shortened(text, to: columnWidth)).padded(to: columnWidth)
    }

    /// `offer`, `countdown#3`, `offer 1/3` of a split text, `offer cut` of one whose end is left out.
    static func message(_ row: PreviewRow) -> String {
        var text = row.messageID
        if row.isRepeated { text += "#\(row.occurrence)" }
        if let part = row.part { text += " \(part.number)/\(part.count)" }
        if row.isCut { text += " cut" }
        return text
    }

    // MARK: Times

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

    private func clock(_ local: CivilDateTime) -> String {
        var bytes: [UInt8] = []
        for (index, part) in [local.hour, local.minute, local.second].enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ":")) }
            bytes.append(decimal: part, digits: 2)
        }
        if clockWidth > 8 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(decimal: local.nanosecond / 1_000_000, digits: 3)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Below this nobody in a room sees a difference; the formats for programs have every millisecond.
    static let noticeable = Interval.milliseconds(50)

    /// How much later than due the quota lets it go, where that is to be noticed; with a star where it is the room's.
    private static func delay(_ row: PreviewRow) -> String {
        guard let late = row.late else { return "never" }
        return late < noticeable ? "" : "+\(late.secondsText)\(row.delay == .room ? "*" : "")"
    }
}

extension Timeline {
    /// Whether everything is due a whole number of seconds from the start.
    fileprivate var isInWholeSeconds: Bool {
        messages.indices.allSatisfy { index in
            let schedule = messages[index].schedule
            return schedule.first.nanoseconds % 1_000_000_000 == 0 && schedule.every.nanoseconds % 1_000_000_000 == 0
        }
    }

    /// How many columns the names of messages take, with what is put behind them.
    fileprivate func widestMessage(limit: Int) -> Int {
        var widest = 0
        for index in messages.indices {
            let (schedule, overflow) = (messages[index].schedule, messages[index].policy.overflow)
            var width = messages[index].id.displayWidth
            if schedule.isRepeated { width += 1 + String(schedule.count ?? 1000).utf8.count }
            if overflow != .error { width += 4 }
            widest = max(widest, width)
            if widest >= limit { return limit }
        }
        return widest
    }
}

extension Interval {
    /// `250 ms`, `4.1 s`, `12 s`: for people.
    var secondsText: String {
        let milliseconds = Int(self.milliseconds)
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if milliseconds < 10_000 { return "\(milliseconds / 1000).\(milliseconds / 100 % 10) s" }
        if milliseconds < 120_000 { return "\(milliseconds / 1000) s" }
        return Interval.seconds(Int64(milliseconds / 1000)).words
    }
}
