import JSONText
import Reporting
import RunLog
import Scheduling

/// Writes reports for programs: one object, or an array of them.
enum ReportJSON {
    static func append(_ reports: [RunReport], to bytes: inout [UInt8]) {
        if reports.count == 1 {
            append(reports[0], to: &bytes)
        } else {
            bytes.lines(of: reports) { append($1, to: &$0) }
        }
        bytes.append(literal: "\n")
    }

    static func append(_ report: RunReport, to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("run", report.header?.run.description)
            $0.field("mode", report.header?.mode.rawValue)
            $0.field("ended", report.hasEnded)
            $0.field("planned", report.planned)
            $0.append(membersOf: report.tally)
            $0.field("calls", report.attempts)
            $0.field("calls_per_second_max", report.peakPerSecond)
            if report.book.contradictionCount > 0 { $0.field("contradictions", report.book.contradictionCount) }
            let lateness = report.lateness
            $0.field(
                "late_ms",
                object: {
                    $0.field("p50", lateness?.p50)
                    $0.field("p90", lateness?.p90)
                    $0.field("p99", lateness?.p99)
                    $0.field("max", lateness?.max)
                })
        }
    }
}
