package import Scheduling
import ShowTime
package import Timelines

/// The log of a run that an earlier process wrote.
package struct RecoveredLog: Sendable {
    package var header: RunHeader
    package var recovery: RunRecovery
    /// Bytes of the file that are whole.
    package var wholeLength: Int
}

extension LogReader {
    /// Reads what the log at `path` tells about a run of `timeline`.
    ///
    /// - Returns: nil where the file has no whole record, so that a run has not begun.
    package static func recover(_ path: String, for timeline: Timeline) throws(LogError) -> RecoveredLog? {
        var header: RunHeader?
        var recovery = RunRecovery(timeline)
        let wholeLength = try read(path) { entry in
            switch entry {
            case .run(let found): header = header ?? found
            case .attempt(let attempt):
                recovery.takeAttempt(
                    messageID: attempt.messageID, occurrence: attempt.occurrence, part: attempt.part,
                    roomID: attempt.roomID, category: attempt.category, due: attempt.due, number: attempt.number)
            case .result(let result):
                recovery.takeResult(
                    messageID: result.messageID, occurrences: result.occurrences, part: result.part,
                    roomID: result.roomID, time: result.time, due: result.due, attempt: result.attempt,
                    outcome: result.outcome,
                    code: result.code,
                    reason: result.reason)
            case .control(let action, let time): recovery.takeControl(action, time: time)
            case .end(let planned, let tally, _): recovery.takeEnd(planned: planned, tally: tally)
            }
        }
        recovery.finish()
        return header.map { RecoveredLog(header: $0, recovery: recovery, wholeLength: wholeLength) }
    }

    /// The header of the log at `path`, without reading the rest; nil where its first line is not one.
    package static func header(of path: String) -> RunHeader? {
        var header: RunHeader?
        firstLine(of: path) { line in
            if case .run(let found) = LogEntry(line: line) { header = found }
        }
        return header
    }
}
