import Glibc
import Synchronization
import SystemPackage

/// The log of one run as a file, held by one process at a time.
package final class RunLogFile: RecordStore, @unchecked Sendable {
    package let path: String
    let file: FileDescriptor
    /// The length in bytes of the file's whole lines. Written by whoever opened it and then by the one driver that appends to it;
    /// that is why this is Sendable. Read by whoever checks whether the file is still what it was.
    let length: Atomic<Int>
    /// The length in bytes that the file has once the current write is complete.
    let reach: Atomic<Int>
    let claims: Mutex<ClaimFile>
    /// The lock of the run. It outlives this file where another one replaces it. Nil for what is no file, like a pipe, which
    /// nobody replaces.
    let lock: RunLock?
    /// Whether half a record follows the whole lines, because it could not be cut off after a failed write.
    private var isTorn = false

    /// The permission bit that marks a file as not begun: it tells an empty log, or one with half a header, from one that was
    /// emptied. The bit means nothing else for files, and is set from the moment in which the file has its name.
    private static let notBegun = FilePermissions.saveText

    /// Creates the file with mode 0640, or opens the one that is there, and holds it until this object is gone or the
    /// process has died, however that happens.
    ///
    /// - Throws: ``LogError/inUse(path:)`` where another process has it.
    package convenience init(path: String) throws(LogError) {
        let isFile = (try? Stat(path)).map { $0.type == .regular } ?? true
        try self.init(
            path, path, isFile ? RunLock(ofLog: path) : nil, options: [.create, .append, .closeOnExec], isBegun: false)
    }

    /// Creates a file under another name than the one that it is going to have.
    ///
    /// - Parameter lock: the lock of the run, which stays held.
    convenience init(path: String, openedAs draft: String, _ lock: RunLock?) throws(LogError) {
        try self.init(
            path, draft, lock, options: [.create, .exclusiveCreate, .append, .closeOnExec], isBegun: true)
    }

    private init(
        _ path: String, _ name: String, _ lock: RunLock?, options: FileDescriptor.OpenOptions, isBegun: Bool
    ) throws(LogError) {
        self.path = path
        self.lock = lock
        let permissions: FilePermissions = [.ownerReadWrite, .groupRead]
        length = Atomic(0)
        reach = Atomic(0)
        claims = Mutex(ClaimFile(ofLog: path))
        do {
            file = try .open(
                name, .readWrite, options: options,
                permissions: isBegun ? permissions : permissions.union(Self.notBegun))
        } catch {
            throw .cannotOpen(path: path, reason: "\(error)")
        }
        // This lock also keeps out a process that has only the log's lock, as an older version has.
        guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else { throw .inUse(path: path) }
        // The process that had the lock may have put another file in place of this one before it let go.
        guard RunLock.isNamed(name, file, throughLinks: true) else { throw .inUse(path: path) }
        // Only now: another process may have written until this one held the lock.
        readLength()
    }

    func readLength() { setLength(max(0, (try? Int(file.seek(offset: 0, from: .end))) ?? 0)) }

    /// Runs also where `init` throws once it has the descriptor: closing it there too would close somebody else's.
    deinit {
        // A child process that is just being forked has the descriptor too, until it executes another program: the release of the
        // lock must not wait for that.
        flock(file.rawValue, LOCK_UN)
        try? file.close()
    }

    /// Releases the run before this object is gone.
    package func letGo() { lock?.letGo() }

    // MARK: Beginning

    /// Whether anything in the file counts. Nothing does where a process was killed before it had written the whole header.
    package var isBegun: Bool { (try? file.stat()).map { !$0.permissions.contains(Self.notBegun) } ?? true }

    package static func isBegun(_ path: String) -> Bool {
        (try? Stat(path)).map { !$0.permissions.contains(notBegun) } ?? true
    }

    /// Writes the header of a process behind what earlier ones wrote, and makes all of it survive a power loss.
    ///
    /// - Parameter wholeLength: the length in bytes of the file's whole lines. What follows them is part of a line, and is kept
    ///   in a file beside the log.
    package func begin(_ header: [UInt8], after wholeLength: Int) throws(LogError) {
        let wasBegun = isBegun
        if wasBegun { try keepCut(after: wholeLength) }
        try trim(to: wasBegun ? wholeLength : 0)
        try append(header)
        if !wasBegun {
            // These are claims of an earlier log of the same name.
            endClaims()
            if let permissions = try? file.stat().permissions {
                fchmod(file.rawValue, permissions.subtracting(Self.notBegun).rawValue)
            }
        }
        do {
            try LogPlacing.synchronize(file)
            try LogPlacing.synchronizeFolder(of: path)
        } catch {
            throw .cannotWrite(path: path, reason: "\(error)")
        }
    }

    /// Appends what is about to be cut off to `<log>.cut`.
    private func keepCut(after wholeLength: Int) throws(LogError) {
        guard wholeLength < length.load(ordering: .relaxed) else { return }
        let cut = path + ".cut"
        do {
            let kept = try FileDescriptor.open(
                cut, .writeOnly, options: [.create, .append, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead])
            try kept.closeAfter {
                try copy(from: wholeLength, to: length.load(ordering: .relaxed), into: kept)
                _ = try kept.writeAll([0x0A])
                guard fdatasync(kept.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        } catch {
            throw .cannotWrite(path: cut, reason: "\(error)")
        }
    }

    func copy(from start: Int, to end: Int, into other: FileDescriptor) throws {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var place = start
        while place < end {
            let count = try buffer.withUnsafeMutableBytes { bytes in
                try file.read(
                    fromAbsoluteOffset: Int64(place),
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes.prefix(end - place)))
            }
            guard count > 0 else { throw Errno.ioError }
            _ = try other.writeAll(buffer[..<count])
            place += count
        }
    }

    // MARK: Writing

    private func setLength(_ length: Int) {
        self.length.store(length, ordering: .releasing)
        reach.store(length, ordering: .releasing)
    }

    /// Cuts off what follows the first `length` bytes.
    package func trim(to length: Int) throws(LogError) {
        do { try file.resize(to: Int64(length)) } catch { throw .cannotWrite(path: path, reason: "\(error)") }
        setLength(length)
        isTorn = false
    }

    package func append(_ lines: [UInt8]) throws(LogError) {
        let length = length.load(ordering: .relaxed)
        if isTorn { try trim(to: length) }
        reach.store(length + lines.count, ordering: .releasing)
        var written = 0
        do {
            try lines.withUnsafeBytes { bytes in
                while written < bytes.count {
                    written += try file.write(UnsafeRawBufferPointer(rebasing: bytes[written...]))
                }
            }
        } catch {
            // Half a record would be taken for a torn tail, and the records after it would be lost.
            if written > 0 {
                do { try file.resize(to: Int64(length)) } catch { isTorn = true }
            }
            if !isTorn { reach.store(length, ordering: .releasing) }
            throw .cannotWrite(path: path, reason: "\(error)")
        }
        self.length.store(length + written, ordering: .releasing)
    }

    package func synchronize() throws(LogError) {
        guard fdatasync(file.rawValue) != 0 else { return }
        let error = Errno(rawValue: errno)
        if LogPlacing.hasDisk(error) { throw .cannotWrite(path: path, reason: "\(error)") }
    }

    package func touch() { futimens(file.rawValue, nil) }
}
