import Glibc

/// The few things that are asked of the file system.
///
/// In a module of its own, without NIO: there, the members of C structs like `stat` may count as those of NIO's C modules,
/// which cannot be imported.
package enum FileSystem {
    package struct Failure: Error, Sendable {
        package var path: String
        package var reason: String
        package var message: String { "cannot read \(path): \(reason)" }

        package init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }
    }

    /// More than anything has that is read whole: a device without end must not fill the memory.
    package static let longestFile = 512 << 20

    package static func read(_ path: String, limit: Int = longestFile) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw failure(path) }
        guard information.st_mode & S_IFMT != S_IFDIR else { throw Failure(path: path, reason: "it is a folder") }
        guard information.st_size <= limit else { throw tooLong(path, limit) }
        return try readAll(descriptor, path, expected: Int(information.st_size), limit)
    }

    /// To the end, whatever size was promised: pipes and `/proc` promise none.
    private static func readAll(
        _ descriptor: Int32, _ path: String, expected: Int, _ limit: Int
    ) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var filled = 0
        while true {
            // One byte more than expected, so that a file of that size needs no second buffer to find its end.
            let room = filled == 0 ? expected + 1 : 1 << 16
            bytes.append(contentsOf: repeatElement(0, count: room))
            let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + filled, room) }
            let reason = errno
            bytes.removeLast(room - max(count, 0))
            if count == 0 { return bytes }
            if count < 0 {
                if reason == EINTR { continue }
                throw Failure(path: path, reason: String(cString: strerror(reason)))
            }
            filled += count
            guard filled <= limit else { throw tooLong(path, limit) }
        }
    }

    private static func tooLong(_ path: String, _ limit: Int) -> Failure {
        Failure(path: path, reason: "it is larger than \(limit >> 20) MiB")
    }

    package static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The names in a folder, sorted.
    package static func names(in folder: String) throws(Failure) -> [String] {
        guard let directory = opendir(folder) else { throw failure(folder) }
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

    /// Makes a folder and those above it.
    package static func makeFolder(_ path: String, mode: UInt32 = 0o750) throws(Failure) {
        guard !isFolder(path) else { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]), mode: mode)
        }
        guard mkdir(path, mode) != 0 else { return }
        let reason = errno
        // Somebody else may have made it meanwhile; a file of that name is no folder.
        guard !isFolder(path) else { return }
        throw Failure(path: path, reason: reason == EEXIST ? "it is not a folder" : String(cString: strerror(reason)))
    }

    static func failure(_ path: String) -> Failure { Failure(path: path, reason: String(cString: strerror(errno))) }
}

extension FileSystem {
    /// The last bytes of a file, nil where it cannot be read.
    package static func tail(of path: String, count: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let start = max(0, lseek(descriptor, 0, SEEK_END) - off_t(count))
        var bytes = [UInt8](repeating: 0, count: count)
        let length = pread(descriptor, &bytes, count, start)
        return length < 0 ? nil : Array(bytes.prefix(length))
    }

    package static func isEmpty(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_size == 0
    }

    package static func remove(_ path: String) { unlink(path) }

    package static func rename(_ path: String, to other: String) -> Bool { Glibc.rename(path, other) == 0 }
}
