import Glibc

/// The user's folder for what lives as long as a process: locks and sockets. Mode 0700.
package struct RuntimeFolder: Sendable {
    package let path: String

    /// `$XDG_RUNTIME_DIR/showcaller`, or one below `/tmp` that belongs to this user alone.
    package init(environment: [String: String]) throws(FileSystem.Failure) {
        if let folder = environment["XDG_RUNTIME_DIR"], folder.hasPrefix("/"), FileSystem.isFolder(folder) {
            path = folder + "/showcaller"
        } else {
            path = "/tmp/showcaller-\(getuid())"
        }
        try FileSystem.makeFolder(path, mode: 0o700)
        var information = stat()
        // Somebody else's folder of that name below /tmp would hand them our commands.
        guard lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR, information.st_uid == getuid(),
            information.st_mode & 0o077 == 0
        else { throw FileSystem.Failure(path: path, reason: "it is not a folder that only you can open (mode 0700)") }
    }

    package func socket(_ name: String) -> String { "\(path)/\(name).sock" }

    /// The sockets of schedulers that may be running.
    package var sockets: [String] {
        let names = (try? FileSystem.names(in: path)) ?? []
        return names.filter { $0.hasSuffix(".sock") }.map { "\(path)/\($0)" }
    }
}

/// One process per AppID on a host: two would share a quota that neither knows of. The lock dies with its holder.
package final class AccountLock: Sendable {
    private let descriptor: Int32

    package struct Held: Error, Sendable { package var message: String }

    package init(appID: UInt32, in folder: RuntimeFolder) throws(Held) {
        let path = "\(folder.path)/\(appID).lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Held(message: FileSystem.failure(path).message) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            var holder = [UInt8](repeating: 0, count: 20)
            let count = max(0, pread(descriptor, &holder, holder.count, 0))
            let process = String(decoding: holder[..<count], as: UTF8.self)
            throw Held(
                message: """
                    another scheduler of AppID \(appID) is running on this host\
                    \(process.isEmpty ? "" : " (process \(process))"): give it all timelines, or stop it first
                    """)
        }
        let process = String(getpid())
        _ = ftruncate(descriptor, 0)
        _ = process.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    /// Also where init throws once it has the descriptor: closing it there too would close somebody else's.
    deinit {
        guard descriptor >= 0 else { return }
        // A process that is just being forked has the descriptor too: the lock must not wait until it is another program.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
