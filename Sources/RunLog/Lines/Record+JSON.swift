import JSONText
package import Scheduling
import ShowTime

/// A record as one line of a log. Each kind of record is written and read in one file, member by member in the same order.
extension Array where Element == UInt8 {
    package mutating func append(_ record: Record) {
        object {
            switch record {
            case .run(let header): $0.append(membersOf: header)
            case .attempt(let attempt): $0.append(membersOf: attempt)
            case .result(let result): $0.append(membersOf: result)
            case .control(let control): $0.append(membersOf: control)
            case .end(let end): $0.append(membersOf: end)
            }
        }
        append(UInt8(ascii: "\n"))
    }

    mutating func begin(_ event: StaticString, at time: Instant, _ run: RunID) {
        name("event")
        append(UInt8(ascii: "\""))
        append(literal: event)
        append(UInt8(ascii: "\""))
        field("time", time)
        field("run", run.description)
    }
}

/// Reads the lines of a log back. Members that a later version adds are passed over.
package struct RecordReader {
    private var line = LogLine()

    package init() {}

    /// Begins a batch of records that share nothing with those before it, so that another thread can have those.
    mutating func beginBatch() { line.renewRun() }

    /// Returns nil where the line, without its newline, is not a record.
    package mutating func record(_ bytes: UnsafeBufferPointer<UInt8>) -> Record? {
        guard line.read(bytes) else { return nil }
        return switch line.event {
        case "run": RunHeader(&line).map { .run($0) }
        case "attempt": AttemptRecord(&line).map { .attempt($0) }
        case "result": ResultRecord(&line).map { .result($0) }
        case "control": ControlRecord(&line).map { .control($0) }
        case "end": EndRecord(&line).map { .end($0) }
        default: nil
        }
    }
}
