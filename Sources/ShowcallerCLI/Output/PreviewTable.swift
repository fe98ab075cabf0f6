import Rehearsing
import Scheduling
import ShowTime
import Timelines

/// The rows of a preview for people: one line each in a pipe, texts wrapped on a terminal.
struct PreviewTable {
    private struct Column {
        var title: String
        var width: Int
        var isRightAligned = false
        /// Whether a terminal shows only as much of a text as has room.
        var isCut = false

        func padded(_ text: String) -> String { isRightAligned ? text.leftPadded(to: width) : text.padded(to: width) }
    }

    private let style: Style
    private let zones: [String: Zone]
    /// Of the terminal; nil in a pipe.
    private let width: Int?
    private let columns: [Column]
    private let isInWholeSeconds: Bool
    /// The day and zone of the rows before.
    private var day: String?

    private static let widestName = 28
    private static let widestRoom = 24
    /// Texts with less room than this beside the other columns are put below them.
    private static let narrowestText = 36

    /// - Parameter width: of the terminal; nil in a pipe.
    init(_ shows: [(timeline: Timeline, start: Instant)], style: Style, width: Int?) {
        self.style = style
        self.width = width.map { max($0, 40) }
        let timelines = Dictionary(shows.map { ($0.timeline.name, $0.timeline) }) { _, last in last }
        zones = timelines.mapValues(\.zone)
        let all = timelines.values
        let isInWholeSeconds =
            shows.allSatisfy { $0.start.nanoseconds % 1_000_000_000 == 0 } && all.allSatisfy(\.isInWholeSeconds)
        self.isInWholeSeconds = isInWholeSeconds
        let offsets = all.flatMap { [$0.firstOffset.clock, ($0.lastOffset ?? .days(1)).clock] }
        func column(_ title: String, _ widths: [Int], isRightAligned: Bool = false, isCut: Bool = false) -> Column {
            Column(
                title: title, width: max(title.count, widths.max() ?? 0), isRightAligned: isRightAligned, isCut: isCut)
        }
        let rooms = all.lazy.flatMap(\.rooms).map { min(visible($0.name).displayWidth, Self.widestRoom) }
        let names = all.count < 2 ? [] : all.map { min($0.name.utf8.count, Self.widestName) }
        var columns = [
            column("offset", offsets.map(\.utf8.count), isRightAligned: true),
            column("due", [isInWholeSeconds ? 8 : 12]), column("expected", []), column("cat", [6]),
            column("room", Array(rooms), isCut: true),
        ]
        if !names.isEmpty { columns.append(column("timeline", names, isCut: true)) }
        columns.append(column("message", all.map { $0.widestMessage(limit: Self.widestName) }, isCut: true))
        self.columns = columns + [column("bytes", [], isRightAligned: true)]
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
        let titles = columns.map { $0.padded($0.title) } + (isStacked ? [] : ["text"])
        return style.dim(titles.joined(separator: "  "))
    }

    /// The lines of one delivery, with a line before them where a day begins or the show holds.
    mutating func lines(_ row: PreviewRow) -> [String] {
        var lines: [String] = []
        let zone = zones[row.run.timeline] ?? .utc
        let today = "\(zone.text(of: row.due, as: "%A %F")) (\(zone.name))"
        if today != day {
            day = today
            lines.append(style.cyan("── \(today) ──"))
        }
        if row.isBehindHold {
            let (subject, name) = zones.count > 1 ? ("\(row.run.timeline) ", " \(row.run.timeline)") : ("", "")
            lines.append(
                style.yellow("── \(subject)holds here until `tell\(name) go`; times are as if that came at once ──"))
        }
        let columns = columns(of: row, in: zone)
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

    private var textColumn: Int { columns.reduce(0) { $0 + $1.width + 2 } }

    private var isStacked: Bool { width.map { $0 - textColumn < Self.narrowestText } ?? false }

    private func textLines(_ content: String, width: Int) -> [String] {
        let parts = content.split(separator: "\n", omittingEmptySubsequences: false)
        return parts.enumerated().flatMap { index, part in
            wrapped(visible(String(part)) + (index < parts.count - 1 ? "⏎" : ""), width: width)
        }
    }

    private func columns(of row: PreviewRow, in zone: Zone) -> String {
        var cells: [String] = []
        func add(_ text: String, painted paint: (String) -> String = { $0 }) {
            let column = columns[cells.count]
            cells.append(paint(column.padded(column.isCut && width != nil ? shortened(text, to: column.width) : text)))
        }
        add(row.offset.clock)
        add(isInWholeSeconds ? zone.text(of: row.due, as: "%T") : zone.text(ofMilliseconds: row.due))
        let delay = Self.delay(row)
        if delay.isEmpty { add("") } else { add(delay, painted: row.expected == nil ? style.red : style.yellow) }
        add(row.category.name, painted: row.category == .system ? style.cyan : style.green)
        add(visible(row.roomName))
        if zones.count > 1 { add(row.run.timeline) }
        add(visible(Self.message(row)), painted: style.dim)
        // Close to the limit: a longer name or price would not fit.
        let isLong = row.bytes * 10 >= MessageExpander.longestContent * 9
        if isLong { add(String(row.bytes), painted: style.yellow) } else { add(String(row.bytes)) }
        return cells.joined(separator: "  ")
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

    /// No audience sees a difference below this; the formats for programs have every millisecond.
    static let noticeable = Interval.milliseconds(50)

    /// The delay by the quota, where it is to be noticed; with a star where it is the room's.
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

    /// The columns that the names of messages take, suffixes included.
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
