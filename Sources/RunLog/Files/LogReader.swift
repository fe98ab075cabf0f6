import Glibc
package import Scheduling
package import Timelines

/// Reads the log of a run line by line, whatever its size.
package enum LogReader {
    private static let chunk = 1 << 18

    /// Calls `take` with every record of the file at `path`, in order.
    ///
    /// - Returns: the length in bytes of what is whole. What follows is a torn tail: a process was killed, or the power
    ///   failed, while it wrote.
    /// - Throws: ``LogError``; a line in the middle that is no record is ``LogError/damaged(path:line:)``.
    @discardableResult
    package static func read(_ path: String, take: (Record) -> Void) throws(LogError) -> Int {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: LogError.systemReason) }
        defer { close(descriptor) }
        var lines = LogLines(path: path)
        var buffer: [UInt8] = []
        var filled = 0
        while true {
            if buffer.count - filled < chunk {
                buffer += [UInt8](repeating: 0, count: max(chunk, buffer.count))
            }
            let count = buffer.withUnsafeMutableBytes { bytes in
                Glibc.read(descriptor, bytes.baseAddress! + filled, bytes.count - filled)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .cannotRead(path: path, reason: LogError.systemReason)
            }
            if count == 0 { return lines.wholeLength }
            filled += count
            let used = try lines.take(buffer, filled: filled, take)
            buffer.withUnsafeMutableBytes { bytes in
                _ = memmove(bytes.baseAddress!, bytes.baseAddress! + used, filled - used)
            }
            filled -= used
        }
    }
}

extension LogReader {
    /// Reads the log at `path` as the state of a run of `timeline`.
    ///
    /// - Returns: nil where the file has no whole record, so that a run has not begun.
    package static func recover(_ path: String, for timeline: Timeline) throws(LogError) -> RecoveredLog? {
        var recovery = RunRecovery(timeline)
        let wholeLength = try read(path) { recovery.take($0) }
        recovery.finish()
        return recovery.header.map { RecoveredLog(header: $0, recovery: recovery, wholeLength: wholeLength) }
    }

    /// Reads the header of the log at `path`, without the rest; nil where its first line is not one.
    package static func header(of path: String) -> RunHeader? {
        let longestHeader = 4096
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: longestHeader) { buffer, count in
            count = max(0, Glibc.read(descriptor, buffer.baseAddress!, longestHeader))
        }
        guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
        var reader = RecordReader()
        guard case .run(let header)? = bytes[..<end].withUnsafeBufferPointer({ reader.record($0) }) else { return nil }
        return header
    }
}
