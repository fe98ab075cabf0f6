import Glibc

/// The few things that are asked of the file system.
package enum FileSystem {
    package struct Failure: Error, Sendable {
        package var path: String
        package var reason: String
        package var message: String { "cannot read \(path): \(reason)" }
    }

    package static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw failure(path) }
        guard information.st_mode & S_IFMT != S_IFDIR else { throw Failure(path: path, reason: "it is a folder") }
        return try readAll(descriptor, path, expected: Int(information.st_size))
    }

    /// To the end, whatever size was promised: pipes and `/proc` promise none.
    private static func readAll(_ descriptor: Int32, _ path: String, expected: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var filled = 0
        while true {
            // One byte more than expected, so that a file of that size needs no second buffer to find its end.
            let room = filled == 0 ? expected + 1 : 1 << 16
            bytes.reserveCapacity(filled + room)
            bytes.append(contentsOf: repeatElement(0, count: room))
            let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress! + filled, room) }
            let reason = errno
            bytes.removeLast(room - max(count, 0))
            if count == 0 { return bytes }
            if count < 0 {
                if reason == EINTR { continue }
                throw failure(path)
            }
            filled += count
        }
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
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw failure(path) }
    }

    static func failure(_ path: String) -> Failure { Failure(path: path, reason: String(cString: strerror(errno))) }
}

extension FileSystem {
    static func remove(_ path: String) { unlink(path) }

    static func rename(_ path: String, to other: String) -> Bool { Glibc.rename(path, other) == 0 }
}
