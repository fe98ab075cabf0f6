import Glibc
import Synchronization
import SystemPackage

/// The log of one run as a file, held by one process at a time.
package final class RunLogFile: RecordStore, @unchecked Sendable {
    package let path: String
    let file: FileDescriptor
    /// What of the file is whole. Written by whoever opened it and then by the one driver that appends to it; that is why
    /// this is Sendable. Read by who looks whether the file is still what it was.
    let length: Atomic<Int>
    /// What will be whole, once what is being written is.
    let reach: Atomic<Int>
    let claims: Mutex<ClaimFile>
    /// Outlives the file where another is put in its place; nil for what is no file, like a pipe, which nobody replaces.
    let lock: RunLock?
    /// Whether half a record is behind what is whole, because it could not be cut off when it was written.
    private var isTorn = false

    /// A file that is not begun has this bit set: an empty log, or one with half a header, is then known from one that was
    /// emptied. The bit means nothing else for files, and is there from the moment in which the name is.
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
    /// - Parameter lock: of the run, which stays held.
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
        // Also of a process that has only the log, as an older version has.
        guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else { throw .inUse(path: path) }
        // Whoever had it may have put another in its place before it let go.
        guard RunLock.isNamed(name, file, throughLinks: true) else { throw .inUse(path: path) }
        // Only now: until it held the lock, another process may have written.
        readLength()
    }

    func readLength() { setLength(max(0, (try? Int(file.seek(offset: 0, from: .end))) ?? 0)) }

    /// Also where init throws once it has the descriptor: closing it there too would close somebody else's.
    deinit {
        // A process that is just being forked has the descriptor too, until it becomes another program: the lock must not
        // wait for that.
        flock(file.rawValue, LOCK_UN)
        try? file.close()
    }

    /// Lets go of the run before this object is gone.
    package func letGo() { lock?.letGo() }

    // MARK: Beginning

    /// Whether anything in it counts: a process that is killed before it has written the whole header leaves a file in
    /// which nothing does.
    package var isBegun: Bool { (try? file.stat()).map { !$0.permissions.contains(Self.notBegun) } ?? true }

    package static func isBegun(_ path: String) -> Bool {
        (try? Stat(path)).map { !$0.permissions.contains(notBegun) } ?? true
    }

    /// Writes the header of a process behind what earlier ones wrote, and makes all of it survive a power loss.
    ///
    /// - Parameter wholeLength: bytes of the file that are whole. What is behind them is the part of a line, and is kept in
    ///   a file beside the log.
    package func begin(_ header: [UInt8], after wholeLength: Int) throws(LogError) {
        let wasBegun = isBegun
        if wasBegun { try keepCut(after: wholeLength) }
        try trim(to: wasBegun ? wholeLength : 0)
        try append(header)
        if !wasBegun {
            // Claims of another log that had the name.
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
            // Half a record would be taken for a torn tail and cost those behind it.
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
