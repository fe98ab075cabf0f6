import RunLog
package import Scheduling
package import Timelines

/// The log of one run as bytes in memory, written by the real encoder and read by the real parser.
package struct MemoryLog {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func append(_ record: Record) { bytes.append(record) }

    package mutating func append(_ lines: [UInt8]) { bytes += lines }

    /// Keeps the first bytes, as a crash does.
    package mutating func cut(to length: Int) { bytes.removeLast(bytes.count - length) }

    /// The whole records. A torn tail is left out.
    package var records: [Record] {
        var reader = RecordReader()
        return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast().map { line in
            guard let record = line.withUnsafeBufferPointer({ reader.record($0) }) else {
                preconditionFailure("this line is no record: \(String(decoding: line, as: UTF8.self))")
            }
            return record
        }
    }

    /// The length of what is whole.
    package var wholeLength: Int { bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0 }

    package func recovery(for timeline: Timeline, sha256: String? = nil) -> RunRecovery {
        var recovery = RunRecovery(timeline)
        for record in records { recovery.take(record) }
        recovery.finish(sha256: sha256)
        return recovery
    }
}
