import Glibc

/// The log of one run as a file, held by one process at a time.
package final class RunLogFile: RecordStore, @unchecked Sendable {
    package let path: String
    private let descriptor: Int32
    /// What of the file is whole. Only touched by whoever opened it and then by the one driver that appends to it; that
    /// is why this is Sendable.
    private var length: off_t
    /// Whether half a record is behind what is whole, because it could not be cut off when it was written.
    private var isTorn = false

    /// Creates the file with mode 0640, or opens the one that is there, and holds it until this object is gone or the
    /// process has died, however that happens.
    ///
    /// - Throws: ``LogError/inUse(path:)`` where another process has it.
    package init(path: String) throws(LogError) {
        self.path = path
        length = 0
        descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_CREAT, 0o640)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: LogError.systemReason) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .inUse(path: path) }
        // Only now: until it held the lock, another process may have written.
        length = max(0, lseek(descriptor, 0, SEEK_END))
    }

    /// Also where init throws once it has the descriptor: closing it there too would close somebody else's.
    deinit {
        guard descriptor >= 0 else { return }
        // A process that is just being forked has the descriptor too, until it becomes another program: the lock must not
        // wait for that.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Cuts off what follows the first `length` bytes: the torn tail that a reader has found.
    package func trim(to length: Int) throws(LogError) {
        guard ftruncate(descriptor, off_t(length)) == 0 else {
            throw .cannotWrite(path: path, reason: LogError.systemReason)
        }
        self.length = off_t(length)
        isTorn = false
    }

    package func append(_ lines: [UInt8]) throws(LogError) {
        if isTorn { try trim(to: Int(length)) }
        var written = 0
        while written < lines.count {
            let count = lines.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, $0.count - written) }
            if count < 0 {
                if errno == EINTR { continue }
                let reason = LogError.systemReason
                // Half a record would be taken for a torn tail and cost those behind it.
                isTorn = written > 0 && ftruncate(descriptor, length) != 0
                throw .cannotWrite(path: path, reason: reason)
            }
            written += count
        }
        length += off_t(written)
    }

    package func synchronize() { fdatasync(descriptor) }
}
