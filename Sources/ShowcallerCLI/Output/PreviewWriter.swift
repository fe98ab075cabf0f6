import JSONText
import Rehearsing
import Scheduling
import ShowTime
import Timelines

/// Writes the rows of a preview.
struct PreviewWriter {
    private let format: PreviewCommand.Format
    private var table: PreviewTable
    private(set) var output = Output.standard

    /// Writes what stands above the rows.
    init(_ format: PreviewCommand.Format, shows: [(timeline: Timeline, start: Instant)]) {
        self.format = format
        table = PreviewTable(shows, style: .output, width: terminalWidth())
        switch format {
        case .table:
            for title in table.titles(shows) { output.line(title) }
            output.line(table.header)
        case .csv: output.line("delivery,message,occurrence,room,category,offset_ms,due,expected,bytes,content,run")
        case .jsonl: break
        }
    }

    mutating func write(_ row: PreviewRow) {
        switch format {
        case .table: for line in table.lines(row) { output.line(line) }
        case .jsonl: output.append { Self.appendJSON(row, to: &$0) }
        case .csv: output.append { Self.appendCSV(row, to: &$0) }
        }
    }

    mutating func finish() { if format != .table { output.flush() } }

    // MARK: Formats

    private static func appendJSON(_ row: PreviewRow, to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("delivery", row.delivery)
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
