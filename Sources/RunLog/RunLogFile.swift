import Glibc

/// Where the records of one run go. What `append` returned from is kept, whatever becomes of this process.
package protocol RecordStore: Sendable {
    /// Appends whole lines, all of them or none.
    func append(_ lines: [UInt8]) throws(LogError)
    /// Asks for what was appended to survive a power failure too.
    func synchronize()
}

/// The log of one run as a file, held by one process at a time.
package final class RunLogFile: RecordStore, @unchecked Sendable {
    package let path: String
    private let descriptor: Int32
    /// What of the file is whole. Only touched by the one driver that appends; that is why this is Sendable.
    private var length: off_t

    /// Creates the file, mode 0640, or opens it to go on behind its first `wholeLength` bytes; what follows them is cut off.
    ///
    /// - Throws: ``LogError/inUse(path:)`` where another process has it.
    package init(path: String, wholeLength: Int?) throws(LogError) {
        self.path = path
        let flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_CREAT | (wholeLength == nil ? O_EXCL : 0)
        descriptor = open(path, flags, 0o640)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: LogError.systemReason) }
        length = off_t(wholeLength ?? 0)
        // Dies with the process that holds it, however that ends.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .inUse(path: path)
        }
        guard ftruncate(descriptor, length) == 0 else {
            let reason = LogError.systemReason
            close(descriptor)
            throw .cannotWrite(path: path, reason: reason)
        }
    }

    deinit { close(descriptor) }

    package func append(_ lines: [UInt8]) throws(LogError) {
        var written = 0
        while written < lines.count {
            let count = lines.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, $0.count - written) }
            if count < 0 {
                if errno == EINTR { continue }
                let reason = LogError.systemReason
                // Half a record would be taken for a torn tail and cost those behind it.
                _ = ftruncate(descriptor, length)
                throw .cannotWrite(path: path, reason: reason)
            }
            written += count
        }
        length += off_t(written)
    }

    package func synchronize() { fdatasync(descriptor) }
}
