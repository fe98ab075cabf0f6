import RunLog
import Scheduling
import Testing
import Timelines

/// The log of one run as bytes in memory, written by the real encoder and read by the real parser.
struct MemoryLog {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ record: Record) { bytes.append(record) }

    mutating func append(_ lines: [UInt8]) { bytes += lines }

    /// Keeps the first bytes, as a crash does.
    mutating func cut(to length: Int) { bytes.removeLast(bytes.count - length) }

    /// What is whole. A torn tail is left out.
    var entries: [LogEntry] {
        var entries: [LogEntry] = []
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
            guard let entry = line.withUnsafeBufferPointer({ LogEntry(line: $0) }) else {
                Issue.record("this line is no record: \(String(decoding: line, as: UTF8.self))")
                continue
            }
            entries.append(entry)
        }
        return entries
    }

    /// The length of what is whole.
    var wholeLength: Int { bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0 }

    func recovery(for timeline: Timeline) -> RunRecovery {
        var recovery = RunRecovery(timeline)
        for entry in entries {
            switch entry {
            case .run: break
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
        return recovery
    }
}

extension Record {
    var run: RunID? {
        switch self {
        case .attempt(let attempt, _): attempt.run
        case .result(let result): result.run
        case .control(let control): control.run
        case .end(let end): end.run
        }
    }
}
