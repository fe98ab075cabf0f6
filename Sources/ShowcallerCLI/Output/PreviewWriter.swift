import JSONText
import Rehearsing
import Reporting
import RunLog
import Scheduling
import ShowTime
import Timelines

/// Writes what a preview shows: cues, or deliveries.
struct PreviewWriter: Sendable {
    private let format: PreviewCommand.Format
    private let shows: [(timeline: Timeline, start: Instant)]
    private let filter: PreviewFilter
    /// Whether each delivery is shown by itself.
    private let isOfDeliveries: Bool
    /// The number of rows, cues or deliveries, that may still be written.
    private var left: Int
    /// The number of deliveries shown, those of cues included.
    private(set) var shown = 0
    private(set) var output = Output.standard
    /// For each run, what the show waits for before the next delivery of it that is shown.
    private var holds: [RunID: PreviewRow.Hold] = [:]

    private var gathering = PreviewCues()
    /// Nil until enough cues are known to set the widths of its columns.
    private var table: CueTable?
    private var waiting: [PreviewCue] = []
    private var isOfCues: Bool { format == .table || format == .html }

    private static let measured = 1000

    /// - Parameter limit: the most cues that are written, or deliveries where these are shown; nil for all.
    init(
        _ format: PreviewCommand.Format, shows: [(timeline: Timeline, start: Instant)], filter: PreviewFilter,
        isOfDeliveries: Bool, limit: Int?
    ) {
        self.format = format
        self.shows = shows
        self.filter = filter
        self.isOfDeliveries = isOfDeliveries
        left = limit ?? .max
        if format == .csv {
            output.line("delivery,message,occurrence,room,category,offset_ms,due,expected,bytes,content,run")
        }
    }

    /// Writes rows. Returns whether anybody still reads the output.
    mutating func write(_ rows: [PreviewRow]) -> Bool {
        // Goes by indices: copying rows would change reference counts that another thread changes at the same time.
        for index in rows.indices where !output.isClosed {
            // Where the message that the show holds before is filtered out, the hold is shown with the run's next delivery.
            if let hold = rows[index].hold { holds[rows[index].run] = hold }
            guard filter.includes(rows[index]) else { continue }
            if holds.isEmpty {
                write(rows[index])
            } else {
                var row = rows[index]
                row.hold = holds.removeValue(forKey: row.run)
                write(row)
            }
        }
        return !output.isClosed
    }

    private mutating func write(_ row: PreviewRow) {
        if isOfCues, !isOfDeliveries {
            var cues: [PreviewCue] = []
            gathering.add(row) { cues.append($0) }
            for cue in cues { write(cue) }
            return
        }
        guard left > 0 else { return }
        switch format {
        case .table, .html: return write(PreviewCue(row))
        case .jsonl: output.append { Self.appendJSON(row, to: &$0) }
        case .csv: output.append { Self.appendCSV(row, to: &$0) }
        }
        left -= 1
        shown += 1
    }

    private mutating func write(_ cue: PreviewCue) {
        guard left > 0 else { return }
        left -= 1
        shown += cue.rooms.count
        guard table == nil else { return print(cue) }
        waiting.append(cue)
        if format == .table, waiting.count >= Self.measured { beginTable() }
    }

    /// Writes the lines above the table, and the cues that have waited for its columns.
    private mutating func beginTable() {
        let table = CueTable(shows, measuring: waiting, style: .output, width: terminalWidth())
        for title in table.titles(shows) { output.line(title) }
        output.line(table.header)
        self.table = table
        for cue in waiting { print(cue) }
        waiting = []
    }

    private mutating func print(_ cue: PreviewCue) {
        for line in table?.lines(cue) ?? [] { output.line(line) }
    }

    mutating func finish() {
        guard isOfCues else { return output.flush() }
        var cues: [PreviewCue] = []
        gathering.finish { cues.append($0) }
        for cue in cues { write(cue) }
        if format == .table, table == nil { beginTable() }
    }

    /// Writes the HTML page, where that is the format.
    mutating func writePage(notes: [String]) {
        guard format == .html else { return }
        let page = PreviewPage(shows: shows, cues: waiting, notes: notes)
        output.append { $0 += page.bytes }
        output.flush()
    }

    // MARK: Formats

    private static func appendJSON(_ row: PreviewRow, to bytes: inout [UInt8]) {
        bytes.object {
            $0.name(
                ofDelivery: row.messageID, occurrence: row.occurrence, part: row.part, roomID: row.roomID)
            $0.field("message", row.messageID)
            $0.field("occurrence", row.occurrence)
            $0.field("room", row.roomID)
            $0.field("category", row.category.name)
            $0.field(milliseconds: "offset_ms", row.offset)
            $0.field("due", row.due)
            $0.field("expected", row.expected)
            $0.field("bytes", row.bytes)
            $0.field("content", row.content)
            $0.field("run", row.run.description)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func appendCSV(_ row: PreviewRow, to bytes: inout [UInt8]) {
        let fields = [
            row.delivery, row.messageID, String(row.occurrence), row.roomID, row.category.name,
            String(row.offset.milliseconds), row.due.rfc3339, row.expected?.rfc3339 ?? "", String(row.bytes),
            row.content, row.run.description,
        ]
        bytes.append(contentsOf: fields.map(CSVCell.quoted).joined(separator: ",").utf8)
        bytes.append(UInt8(ascii: "\n"))
    }
}
