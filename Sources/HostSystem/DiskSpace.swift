import Glibc

/// The room for files in a folder.
package enum DiskSpace {
    /// The bytes that this user may still write to the file system of a folder, which need not exist yet; nil where the system
    /// does not say.
    package static func free(at folder: String) -> Int? {
        var information = statvfs()
        guard statvfs(nearestFolder(to: folder), &information) == 0 else { return nil }
        return Int(
            clamping: UInt64(information.f_bavail).multipliedReportingOverflow(by: UInt64(information.f_frsize)).0)
    }

    /// Whether files can be created in the folder, or, where it does not exist yet, the folder itself.
    package static func isWritable(_ folder: String) -> Bool {
        if FileSystem.exists(folder), !FileSystem.isFolder(folder) { return false }
        return access(nearestFolder(to: folder), W_OK | X_OK) == 0
    }

    private static func nearestFolder(to path: String) -> String {
        var path = path
        while !path.isEmpty, !FileSystem.exists(path) {
            guard let slash = path.lastIndex(of: "/") else { return "." }
            path = slash == path.startIndex ? "/" : String(path[..<slash])
        }
        return path.isEmpty ? "." : path
    }
}
