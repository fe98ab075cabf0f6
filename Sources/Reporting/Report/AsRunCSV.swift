package import Scheduling
import ShowTime
import Timelines

/// The as-run log as a sheet: a row for each delivery, times of the show's zone.
package enum AsRunCSV {
    package static let header = "planned,actual,late,room,message,outcome,code,text,reason,offset,room_id,run\n"

    /// - Parameter isRepeated: whether a message has more than one occurrence.
    package static func append(
        _ log: AsRunLog, run: RunID, clock: ReportClock, isRepeated: (String) -> Bool, to bytes: inout [UInt8]
    ) {
        for entry in log.planned {
            let result = entry.result
            bytes.append(csv: [
                clock.rfc3339(result.due), entry.actual.map(clock.rfc3339) ?? "",
                entry.actual == nil ? "" : seconds(result.late), result.roomName.withVisibleControls,
                result.cue(isRepeated: isRepeated(result.messageID)).withVisibleControls,
                result.outcome.rawValue, result.code.map(String.init) ?? "", entry.content ?? "",
                result.reason?.withVisibleControls ?? "", (result.due - clock.start).clock,
                result.roomID.withVisibleControls, run.description.withVisibleControls,
            ])
        }
    }

    /// `0.002`
    private static func seconds(_ interval: Interval) -> String {
        let milliseconds = interval.milliseconds
        var bytes: [UInt8] = milliseconds < 0 ? [UInt8(ascii: "-")] : []
        bytes.append(decimal: Int(milliseconds.magnitude / 1000))
        bytes.append(UInt8(ascii: "."))
        bytes.append(decimal: Int(milliseconds.magnitude % 1000), digits: 3)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Array where Element == UInt8 {
    /// Appends a row as in RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe in front, as
    /// spreadsheets write it themselves: a chat text must not be calculated on a client's computer.
    mutating func append(csv cells: [String]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { append(UInt8(ascii: ",")) }
            let isFormula = cell.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
            let cell = isFormula && !cell.isNumeric ? "'" + cell : cell
            if cell.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) {
                append(UInt8(ascii: "\""))
                for byte in cell.utf8 {
                    if byte == UInt8(ascii: "\"") { append(byte) }
                    append(byte)
                }
                append(UInt8(ascii: "\""))
            } else {
                append(contentsOf: cell.utf8)
            }
        }
        append(UInt8(ascii: "\n"))
    }
}

extension String {
    /// Whether it is a negative number or a negative time from the start, whose minus sign does not make it a formula.
    fileprivate var isNumeric: Bool {
        first == "-" && utf8.dropFirst().allSatisfy { (0x30...0x3A).contains($0) || $0 == 0x2E }
    }
}
