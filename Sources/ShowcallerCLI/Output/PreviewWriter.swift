import JSONText
import Scheduling
import ShowTime
import Showcaller
import Timelines

/// Writes the rows of a preview.
struct PreviewWriter {
    private let format: PreviewCommand.Format
    private let shows: [(timeline: Timeline, start: Instant)]
    private var table: PreviewTable
    private(set) var output = Output.standard

    /// - Parameter width: of the terminal; nil in a pipe.
    init(
        _ format: PreviewCommand.Format, shows: [(timeline: Timeline, start: Instant)], style: Style, width: Int?
    ) {
        self.format = format
        self.shows = shows
        table = PreviewTable(shows, style: style, width: width)
    }

    mutating func begin() {
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
        bytes.append(literal: ",\"run\":\"")
        bytes.append(contentsOf: row.run.description.utf8)
        bytes.append(literal: "\"}\n")
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
            quoted(row.content), row.run.description,
        ]
        bytes.append(contentsOf: fields.joined(separator: ",").utf8)
        bytes.append(UInt8(ascii: "\n"))
    }
}
