import Glibc
import SystemPackage

/// A file that one process has locked. The lock ends with its holder. The file says who the holder is and where it listens.
final class LockFile: Sendable {
    let path: String
    private let file: FileDescriptor

    enum Failure: Error {
        case occupied(process: String)
        case unusable(String)
    }

    init(_ path: String) throws(Failure) {
        self.path = path
        // The name may go to another file between the opening and the lock.
        for _ in 0..<100 {
            let file: FileDescriptor
            do {
                file = try .open(
                    path, .readWrite, options: [.create, .closeOnExec, .noFollow, .nonBlocking],
                    permissions: FilePermissions(rawValue: 0o600))
            } catch {
                throw .unusable("cannot open \(path): \(error)")
            }
            if flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 {
                let error = Errno.last
                try? file.close()
                guard error == .wouldBlock else { throw .unusable("cannot lock \(path): \(error)") }
                throw .occupied(process: Self.holder(at: path).process)
            }
            if Self.isNamed(path, file) {
                self.file = file
                return
            }
            try? file.close()
        }
        throw .unusable("cannot lock \(path): it is replaced again and again")
    }

    /// Would also run if init threw after setting `file`: if init closed it too, another file with that number would be closed.
    deinit {
        if isWhole { unlink(path) }
        // A child process that is just being forked holds the file too: the lock must not last until the child becomes another
        // program.
        flock(file.rawValue, LOCK_UN)
        try? file.close()
    }

    /// Whether the file still has its name. If not, another process would lock another file under that name.
    var isWhole: Bool { Self.isNamed(path, file) }

    private static func isNamed(_ path: String, _ file: FileDescriptor) -> Bool {
        guard let named = try? Stat(path, followTargetSymlink: false), let own = try? file.stat() else { return false }
        return named.inode == own.inode && named.deviceID == own.deviceID
    }

    /// Writes down this process, and the socket that it listens on.
    func note(socket: String?) {
        try? file.resize(to: 0)
        _ = try? file.writeAll(toAbsoluteOffset: 0, "\(getpid())\n\(socket.map { $0 + "\n" } ?? "")".utf8)
    }

    /// What the holder of a lock wrote into it, or, where there is no holder, what an earlier one left there.
    static func holder(at path: String) -> (process: String, socket: String?) {
        let text = String(decoding: FileSystem.tail(of: path, count: 4096) ?? [], as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let socket = lines.count > 2 && lines[1].hasPrefix("/") ? String(lines[1]) : nil
        return (lines.first.map(String.init) ?? "", socket)
    }
}
