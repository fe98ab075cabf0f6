import Glibc
package import ShowTime
import SystemPackage

/// Files and folders by their paths.
///
/// Lives in a module of its own, without NIO: in a module with NIO, the members of C structs like `dirent` may count as members
/// of NIO's C modules, which cannot be imported.
package enum FileSystem {
    package struct Failure: Error, Sendable {
        package var path: String
        package var reason: String
        /// The action that failed: `read`, `write`.
        package var action: String

        package var message: String { "cannot \(action) \(path): \(reason)" }

        package init(path: String, reason: String, action: String = "read") {
            self.path = path
            self.reason = reason
            self.action = action
        }
    }

    /// The largest file that is read whole.
    package static let longestFile = 512 << 20

    /// Reads a regular file and refuses anything else: reading a pipe could block for ever, and a device might never end.
    ///
    /// - Parameter limit: the largest accepted size in bytes.
    package static func read(_ path: String, limit: Int = longestFile) throws(Failure) -> [UInt8] {
        try perform("read", on: path) {
            let file = try openFile(path)
            return try file.closeAfter {
                let stat = try file.stat()
                var bytes: [UInt8] = []
                // Reads to the end, whatever the size says: files in `/proc` report none.
                while stat.size <= limit, bytes.count <= limit {
                    // One byte more than expected, so that a file of that size is read into one buffer.
                    let room = bytes.isEmpty ? Int(stat.size) + 1 : 1 << 16
                    let part = try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                        count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
                    }
                    if part.isEmpty { return bytes }
                    if bytes.isEmpty { bytes = part } else { bytes += part }
                }
                let most = limit < 1 << 20 ? "\(limit >> 10) KiB" : "\(limit >> 20) MiB"
                throw Failure(path: path, reason: "it is larger than \(most)")
            }
        }
    }

    /// Opens a regular file for reading, without blocking.
    private static func openFile(_ path: String) throws -> FileDescriptor {
        let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
        do {
            switch try file.stat().type {
            case .regular: return file
            case .directory: throw Failure(path: path, reason: "it is a folder")
            default: throw Failure(path: path, reason: "it is a pipe or a device, not a file")
            }
        } catch {
            try? file.close()
            throw error
        }
    }

    /// The last bytes of a file, nil where it cannot be read.
    package static func tail(of path: String, count: Int) -> [UInt8]? {
        try? perform("read", on: path) {
            let file = try openFile(path)
            return try file.closeAfter {
                let start = max(0, try file.seek(offset: 0, from: .end) - Int64(count))
                return try [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
                    length = try file.read(fromAbsoluteOffset: start, into: UnsafeMutableRawBufferPointer(buffer))
                }
            }
        }
    }

    /// The path without symlinks, `.` and `..`; nil where nothing is there.
    package static func resolved(_ path: String) -> String? {
        guard !path.utf8.contains(0), let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    package static func isFolder(_ path: String) -> Bool { (try? Stat(path))?.type == .directory }

    /// When a file was last written.
    package static func modified(_ path: String) throws(Failure) -> Instant {
        try perform("read", on: path) {
            let time = try Stat(path).st_mtim
            return .seconds(Int64(time.tv_sec)) + .milliseconds(Int64(time.tv_nsec) / 1_000_000)
        }
    }

    /// Whether anybody but its owner and its group can read or change a file.
    package static func isOpenToOthers(_ path: String) -> Bool {
        (try? Stat(path)).map { !$0.permissions.isDisjoint(with: [.otherReadWrite, .groupWrite]) } ?? false
    }

    /// Tells one file from every other, whatever their names.
    package struct Identity: Sendable, Equatable {
        fileprivate var device: DeviceID
        fileprivate var inode: Inode
    }

    /// Nil where nothing has that name.
    package static func identity(of path: String) -> Identity? {
        (try? Stat(path, followTargetSymlink: false)).map { Identity(device: $0.deviceID, inode: $0.inode) }
    }

    /// Whether only its owner can read or change a file.
    package static func isPrivate(_ path: String) -> Bool {
        (try? Stat(path)).map {
            $0.permissions.isDisjoint(with: [.groupReadWriteExecute, .otherReadWriteExecute])
        } ?? false
    }

    package static func isEmpty(_ path: String) -> Bool { (try? Stat(path))?.size == 0 }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The names in a folder, sorted.
    package static func names(in folder: String) throws(Failure) -> [String] {
        guard let directory = opendir(folder) else { throw Failure(path: folder, reason: "\(Errno.last)") }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Performs system calls. Adds the path and the action to an error that they throw.
    static func perform<Result>(
        _ action: String, on path: String, _ body: () throws -> Result
    ) throws(Failure) -> Result {
        // A system call would take the path to end at the NUL.
        guard !path.utf8.contains(0) else {
            throw Failure(path: path, reason: "a path has no NUL in it", action: action)
        }
        do { return try body() } catch let failure as Failure { throw failure } catch {
            throw Failure(path: path, reason: "\(error)", action: action)
        }
    }
}

extension Errno {
    /// The error of the last system call of this thread.
    static var last: Errno { Errno(rawValue: errno) }
}
