import Rehearsing
import Scheduling
import ShowTime
import Timelines

/// The cues of a preview for people: one line each in a pipe, texts wrapped on a terminal.
struct CueTable {
    private struct Column {
        var title: String
        var width: Int
        var isRightAligned = false
        /// Whether a terminal cuts texts that are wider than the column.
        var isCut = false

        func padded(_ text: String) -> String { isRightAligned ? text.leftPadded(to: width) : text.padded(to: width) }
    }

    private let style: Style
    private let timelines: [String: Timeline]
    /// Of the terminal; nil in a pipe.
    private let width: Int?
    private var columns: [Column] = []
    private let isInWholeSeconds: Bool
    /// The day and zone of the cues before.
    private var day: String?

    /// The width of the widest column of rooms. Lists of rooms are cut to it, too.
    static let widestRoom = 24
    private static let widestName = 28
    /// Texts that would have fewer columns than this beside the other cells are put below them.
    private static let narrowestText = 32
    /// So are texts that would take more lines than this beside the cells, and at least two lines more than below them.
    private static let mostBeside = 4

    /// - Parameters:
    ///   - cues: the first cues; the columns are as wide as these need.
    ///   - width: of the terminal; nil in a pipe.
    init(_ shows: [(timeline: Timeline, start: Instant)], measuring cues: [PreviewCue], style: Style, width: Int?) {
        self.style = style
        self.width = width.map { max($0, 40) }
        timelines = Dictionary(shows.map { ($0.timeline.name, $0.timeline) }) { _, last in last }
        isInWholeSeconds =
            shows.allSatisfy { $0.start.nanoseconds % 1_000_000_000 == 0 }
            && timelines.values.allSatisfy(\.isInWholeSeconds)
        columns = [
            Column(title: "offset", width: 9, isRightAligned: true), Column(title: "due", width: 8),
            Column(title: "expected", width: 0), Column(title: "cat", width: 6),
            Column(title: "room", width: Self.widestRoom, isCut: true),
        ]
        if timelines.count > 1 { columns.append(Column(title: "timeline", width: Self.widestName, isCut: true)) }
        columns += [
            Column(title: "message", width: Self.widestName, isCut: true),
            Column(title: "bytes", width: 5, isRightAligned: true),
        ]
        let rows = cues.map { cells(of: $0) }
        for index in columns.indices {
            let widest = rows.lazy.map { $0[index].text.displayWidth }.max() ?? 0
            let limit = columns[index].isCut ? columns[index].width : .max
            // Where nothing waits for the quota, the column of expected delays is left out.
            if index == Self.expected, widest == 0 { columns[index].title = "" }
            columns[index].width = max(columns[index].title.count, min(widest, limit))
        }
    }

    private static let expected = 2

    /// The most runs that are listed; the rest are counted.
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

    var header: String { style.dim(line(columns.map { $0.padded($0.title) }) + (isStacked ? "" : "  text")) }

    /// The lines of one cue, with a line before them where a day begins or the show holds.
    mutating func lines(_ cue: PreviewCue) -> [String] {
        var lines: [String] = []
        let zone = zone(of: cue)
        let today = "\(zone.text(of: cue.first.due, as: "%A %F")) (\(zone.name))"
        if today != day {
            day = today
            lines.append(style.cyan("── \(today) ──"))
        }
        if let hold = cue.hold {
            let name = timelines.count > 1 ? cue.first.run.timeline : nil
            let commands = hold.commands(forRun: name).map { "`\($0)`" }.joined(separator: " and ")
            let subject = name.map { "\($0) " } ?? ""
            lines.append(
                style.yellow("── \(subject)holds here until \(commands); times are as if that came at once ──"))
        }
        let columns = line(
            zip(columns, cells(of: cue)).map { column, cell in
                let text = column.isCut && width != nil ? shortened(cell.text, to: column.width) : cell.text
                return cell.paint(column.padded(text))
            })
        guard let width else {
            lines.append(columns + "  " + visible(cue.first.content))
            return lines
        }
        let below = textLines(cue.first.content, width: width - 4)
        var text = isStacked ? below : textLines(cue.first.content, width: width - textColumn)
        let isBelow = isStacked || text.count > max(Self.mostBeside, below.count + 1)
        if isBelow { text = below }
        let indent = isBelow ? 4 : textColumn
        if isBelow { text.insert(columns, at: 0) } else { text[0] = columns + "  " + text[0] }
        lines.append(text[0])
        let margin = String(repeating: " ", count: indent)
        for line in text.dropFirst() { lines.append(margin + line) }
        return lines
    }

    /// Joins the cells of a row, without those of columns that need no room.
    private func line(_ cells: [String]) -> String {
        zip(columns, cells).filter { $0.0.width > 0 || !$0.1.isEmpty }.map(\.1).joined(separator: "  ")
    }

    private var textColumn: Int { columns.reduce(0) { $0 + ($1.width > 0 ? $1.width + 2 : 0) } }

    private var isStacked: Bool { width.map { $0 - textColumn < Self.narrowestText } ?? false }

    private func textLines(_ content: String, width: Int) -> [String] {
        let parts = content.split(separator: "\n", omittingEmptySubsequences: false)
        return parts.enumerated().flatMap { index, part in
            wrapped(visible(String(part)) + (index < parts.count - 1 ? "⏎" : ""), width: width)
        }
    }

    // MARK: Cells

    private struct Cell {
        var text: String
        var paint: (String) -> String

        init(_ text: String, _ paint: @escaping (String) -> String = { $0 }) {
            self.text = text
            self.paint = paint
        }
    }

    private func zone(of cue: PreviewCue) -> Zone { timelines[cue.first.run.timeline]?.zone ?? .utc }

    private func cells(of cue: PreviewCue) -> [Cell] {
        let row = cue.first
        let due =
            isInWholeSeconds ? zone(of: cue).text(of: row.due, as: "%T") : zone(of: cue).text(ofMilliseconds: row.due)
        let paintDelay = row.expected == nil ? style.red : style.yellow
        let paintCategory = row.category == .system ? style.cyan : style.green
        var cells: [Cell] = [
            Cell(row.offset.clock), Cell(due), Cell(Self.delay(cue), paintDelay),
            Cell(row.category.name, paintCategory), Cell(rooms(of: cue)),
        ]
        if timelines.count > 1 { cells.append(Cell(row.run.timeline)) }
        cells.append(Cell(visible(row.cue), style.dim))
        let bytes = (row.isCut ? "cut " : "") + String(row.bytes)
        // Close to the limit: a longer name or price would not fit.
        let isLong = row.isCut || row.bytes * 10 >= MessageExpander.longestContent * 9
        cells.append(isLong ? Cell(bytes, style.yellow) : Cell(bytes))
        return cells
    }

    /// `stage`, `main-en, shop-en`, `everyone (6)`, or as many names as have room, `r1, r2, r3 +397`.
    private func rooms(of cue: PreviewCue) -> String {
        let names = cue.rooms.map(\.name)
        guard names.count > 1 else { return visible(names[0]) }
        // A list of n names has at least 3n - 2 columns: a letter for each name, and two more between them.
        if names.count * 3 <= Self.widestRoom + 2 {
            let list = visible(names.joined(separator: ", "))
            if list.displayWidth <= Self.widestRoom { return list }
        }
        if let group = timelines[cue.first.run.timeline]?.group(ofRooms: names) {
            return visible("\(group) (\(names.count))")
        }
        var list = shortened(visible(names[0]), to: Self.widestRoom - 8)
        var shown = 1
        for name in names.dropFirst() {
            let longer = list + ", " + visible(name)
            guard "\(longer) +\(names.count - shown - 1)".displayWidth <= Self.widestRoom else { break }
            list = longer
            shown += 1
        }
        return "\(list) +\(names.count - shown)"
    }

    /// The delay of the cue's last delivery by the quota; empty where nobody would notice it, with a star where it is the room's
    /// quota, `never` where that delivery does not go out.
    private static func delay(_ cue: PreviewCue) -> String {
        guard let late = cue.latest.late else { return "never" }
        return late < noticeable ? "" : "+\(late.secondsText)\(cue.latest.delay == .room ? "*" : "")"
    }

    /// The least delay that is shown: no audience sees less. The formats for programs have every millisecond.
    static let noticeable = Interval.milliseconds(50)
}

extension Timeline {
    /// Whether everything is due a whole number of seconds from the start.
    fileprivate var isInWholeSeconds: Bool {
        messages.indices.allSatisfy { index in
            let schedule = messages[index].schedule
            return schedule.first.nanoseconds % 1_000_000_000 == 0 && schedule.every.nanoseconds % 1_000_000_000 == 0
        }
    }
}
