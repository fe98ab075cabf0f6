import Glibc
import Synchronization
import SystemPackage

/// A lock beside the log of a run, `<log>.lock`, that keeps the run for one process. The log's own lock belongs to the file,
/// whatever becomes of its name; this one belongs to the name, even while the log is renamed, deleted or replaced.
final class RunLock: Sendable {
    private let log: String
    private let path: String
    private let file: Mutex<FileDescriptor?>

    /// - Throws: ``LogError/inUse(path:)`` where another process has the lock.
    init(ofLog log: String) throws(LogError) {
        self.log = log
        path = log + ".lock"
        file = Mutex(try Self.lock(path, ofLog: log))
    }

    deinit { letGo() }

    /// Releases the run, so that any process can take it.
    func letGo() {
        file.withLock { file in
            guard let held = file else { return }
            file = nil
            if Self.isNamed(path, held) { unlink(path) }
            // As with the log: a child process that is being forked has the descriptor too.
            flock(held.rawValue, LOCK_UN)
            try? held.close()
        }
    }

    /// Creates the lock file again where somebody deleted it.
    ///
    /// - Returns: whether the lock is ours; false where another process was faster.
    func renew() -> Bool {
        file.withLock { file in
            guard let held = file, !Self.isNamed(path, held) else { return true }
            do throws(LogError) {
                let new = try Self.lock(path, ofLog: log)
                try? held.close()
                file = new
            } catch {
                if case .inUse = error { return false }
            }
            return true
        }
    }

    private static func lock(_ path: String, ofLog log: String) throws(LogError) -> FileDescriptor {
        // The name may go to another file between the opening and the locking.
        for _ in 0..<100 {
            let file: FileDescriptor
            do {
                file = try .open(
                    path, .readWrite, options: [.create, .closeOnExec, .noFollow, .nonBlocking],
                    permissions: [.ownerReadWrite, .groupReadWrite])
            } catch {
                throw .cannotOpen(path: path, reason: "\(error)")
            }
            let isLocked = flock(file.rawValue, LOCK_EX | LOCK_NB) == 0
            if isLocked, isNamed(path, file) { return file }
            try? file.close()
            guard isLocked else { throw .inUse(path: log) }
        }
        throw .inUse(path: log)
    }

    /// Whether a path leads to the open `file`.
    static func isNamed(_ path: String, _ file: FileDescriptor, throughLinks: Bool = false) -> Bool {
        guard let named = try? Stat(path, followTargetSymlink: throughLinks), let own = try? file.stat() else {
            return false
        }
        return named.inode == own.inode && named.deviceID == own.deviceID
    }
}
