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

    /// The records before the torn part.
    package var wholeRecords: [Record] {
        var log = self
        log.cut(to: wholeLength)
        return log.records
    }

    /// The length of the whole lines in bytes.
    package var wholeLength: Int { bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0 }

    package mutating func forget(after count: Int) {
        let kept = records.prefix(count)
        bytes = []
        for record in kept { append(record) }
    }

    /// - Parameter claims: what was claimed when the power failed.
    package func recovery(
        for timeline: Timeline, sha256: String? = nil, claims: ClaimRecord? = nil
    ) -> RunRecovery {
        var recovery = RunRecovery(timeline)
        for record in records { recovery.take(record) }
        if let claims { recovery.take(claims) }
        recovery.finish(sha256: sha256)
        return recovery
    }
}
