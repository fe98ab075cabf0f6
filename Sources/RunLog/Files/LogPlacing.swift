import Glibc
import SystemPackage

/// Puts a whole log under a name, so that there is never half a log under it.
enum LogPlacing {
    /// Returns the first of `<path>.<kind>-1`, `-2`, … that does not exist.
    static func freeName(_ path: String, _ kind: String) -> String {
        var number = 1
        while access("\(path).\(kind)-\(number)", F_OK) == 0 { number += 1 }
        return "\(path).\(kind)-\(number)"
    }

    /// Synchronizes the folder of a new file, so that the file's entry is on the disk too.
    static func synchronizeFolder(of path: String) throws {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = try FileDescriptor.open(folder, .readOnly, options: [.directory, .closeOnExec])
        try descriptor.closeAfter { try synchronize(descriptor) }
    }

    /// Writes a file to the disk, its length and its mode too.
    static func synchronize(_ descriptor: FileDescriptor) throws {
        guard fsync(descriptor.rawValue) != 0 else { return }
        let error = Errno(rawValue: errno)
        if hasDisk(error) { throw error }
    }

    /// Whether a file has a disk behind it. One that has none, like a pipe, cannot be synchronized and need not be.
    ///
    /// - Parameter error: the error of the attempt to synchronize it.
    static func hasDisk(_ error: Errno) -> Bool { error != .invalidArgument }

    /// Gives a file a second name (a hard link). On a file system without hard links, it gets the new name instead of its old
    /// one.
    ///
    /// - Returns: whether the new name was free.
    static func link(_ path: String, as other: String) throws -> Bool {
        if Glibc.link(path, other) == 0 { return true }
        let error = Errno(rawValue: errno)
        if error == .fileExists { return false }
        guard [.notPermitted, .notSupported, .noFunction].contains(error) else { throw error }
        if access(other, F_OK) == 0 { return false }
        guard rename(path, other) == 0 else { throw Errno(rawValue: errno) }
        return true
    }
}

extension RunLogFile {
    /// Replaces a log that this process holds with `bytes`, and keeps the old one beside it.
    ///
    /// - Returns: the name under which the old one is kept.
    package func replace(with bytes: [UInt8]) throws(LogError) -> String {
        let draft = path + ".draft"
        let kept = LogPlacing.freeName(path, "damaged")
        do {
            try Self.write(bytes, to: draft)
            guard try LogPlacing.link(path, as: kept) else { throw Errno.fileExists }
            guard rename(draft, path) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            unlink(draft)
            throw .cannotWrite(path: path, reason: "\(error)")
        }
        try? LogPlacing.synchronizeFolder(of: path)
        return kept
    }

    /// Writes a file with the permissions of a log, and synchronizes it.
    package static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead])
        try file.closeAfter {
            _ = try file.writeAll(bytes)
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
    }
}
