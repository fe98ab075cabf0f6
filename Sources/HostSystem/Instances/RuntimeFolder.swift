import Glibc
import SystemPackage

/// A folder of this user for files that live as long as a process: locks and sockets. Mode 0700.
package struct RuntimeFolder: Sendable, Equatable {
    package let path: String

    /// Makes the folder, or takes the existing one if nobody else can use it.
    init(_ path: String) throws(FileSystem.Failure) {
        self.path = path
        try FileSystem.makeFolder(path, mode: 0o700)
        guard let stat = try? Stat(path, followTargetSymlink: false) else {
            throw FileSystem.Failure(path: path, reason: "\(Errno.last)", action: "use")
        }
        guard stat.type == .directory, stat.userID.rawValue == getuid(),
            stat.permissions.isDisjoint(with: [.groupReadWriteExecute, .otherReadWriteExecute])
        else { throw FileSystem.Failure(path: path, reason: Self.words(for: stat), action: "use") }
    }

    /// What is wrong with a folder, and what mends it.
    private static func words(for stat: Stat) -> String {
        let owner = stat.userID.rawValue
        if owner != getuid() {
            return """
                it belongs to \(HostUser.name(of: owner)): have it removed, or set XDG_RUNTIME_DIR to a folder that is \
                yours alone
                """
        }
        let mode = "0" + String(stat.permissions.rawValue & 0o777, radix: 8)
        return stat.type == .directory
            ? "others can open it (mode \(mode)): remove it, or make its mode 0700"
            : "it is not a folder that only you can open (mode 0700): remove it"
    }

    package func socket(_ name: String) -> String { "\(path)/\(name).sock" }

    func lock(_ name: String) -> String { "\(path)/\(name).lock" }

    /// The sockets of schedulers that may be running: those in this folder, and those that its locks name.
    var sockets: [String] {
        let names = (try? FileSystem.names(in: path)) ?? []
        let here = names.filter { $0.hasSuffix(".sock") }.map { "\(path)/\($0)" }
        return here
            + names.filter { $0.hasSuffix(".lock") }.compactMap { name in
                LockFile.holder(at: "\(path)/\(name)").socket
            }
    }
}
