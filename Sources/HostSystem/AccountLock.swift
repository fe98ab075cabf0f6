import Glibc
import SystemPackage

/// One process per AppID on a host: two would share a quota that neither knows of. The lock dies with its holder.
package final class AccountLock: Sendable {
    private let file: FileDescriptor

    package struct Held: Error, Sendable { package var message: String }

    package init(appID: UInt32, in folder: RuntimeFolder) throws(Held) {
        let path = "\(folder.path)/\(appID).lock"
        do {
            file = try .open(
                path, .readWrite, options: [.create, .closeOnExec], permissions: FilePermissions(rawValue: 0o600))
        } catch {
            throw Held(message: "cannot open \(path): \(error)")
        }
        guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            guard Errno.last == .wouldBlock else { throw Held(message: "cannot lock \(path): \(Errno.last)") }
            let process = String(decoding: FileSystem.tail(of: path, count: 20) ?? [], as: UTF8.self)
            throw Held(
                message: """
                    another scheduler of AppID \(appID) is running on this host\
                    \(process.isEmpty ? "" : " (process \(process))"): give it all timelines, or stop it first
                    """)
        }
        try? file.resize(to: 0)
        _ = try? file.writeAll(toAbsoluteOffset: 0, "\(getpid())".utf8)
    }

    /// Also where init throws once it has the file: closing it there too would close another file of that number.
    deinit {
        // A process that is just being forked has the file too: the lock must not wait until it is another program.
        flock(file.rawValue, LOCK_UN)
        try? file.close()
    }
}
