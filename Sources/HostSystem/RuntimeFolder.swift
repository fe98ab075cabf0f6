import Glibc
import SystemPackage

/// The user's folder for files that live as long as a process: locks and sockets. Mode 0700.
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
        // Another user's folder of that name below /tmp would give them our commands.
        guard let stat = try? Stat(path, followTargetSymlink: false), stat.type == .directory,
            stat.userID.rawValue == getuid(),
            stat.permissions.isDisjoint(with: [.groupReadWriteExecute, .otherReadWriteExecute])
        else {
            throw FileSystem.Failure(
                path: path, reason: "it is not a folder that only you can open (mode 0700)", action: "use")
        }
    }

    package func socket(_ name: String) -> String { "\(path)/\(name).sock" }

    /// The sockets of schedulers that may be running.
    package var sockets: [String] {
        let names = (try? FileSystem.names(in: path)) ?? []
        return names.filter { $0.hasSuffix(".sock") }.map { "\(path)/\($0)" }
    }
}
