import Glibc
package import Scheduling
import Synchronization
import SystemPackage

/// The file `<log>.claims`, which holds the claims of one run on the disk. The last complete claim in it counts. The file is
/// small, because it is replaced by a new one now and then.
///
/// Each process begins a new file of its own, which replaces the one before it once it is complete.
package struct ClaimFile: ~Copyable {
    /// The length in bytes at which the file is replaced by a new one.
    package static let longest = 1 << 20

    private let path: String
    private var file: FileDescriptor?
    private var length = 0

    init(ofLog log: String) { path = Self.path(ofLog: log) }

    deinit { try? file?.close() }

    package static func path(ofLog log: String) -> String { log + ".claims" }

    /// Reads the last complete claim beside a log; nil where there is none.
    package static func read(besideLog log: String) -> ClaimRecord? {
        guard let file = try? FileDescriptor.open(path(ofLog: log), .readOnly, options: .closeOnExec) else {
            return nil
        }
        defer { try? file.close() }
        let size = (try? file.stat()).map { Int($0.size) } ?? 0
        let bytes = try? [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let whole = UnsafeMutableRawBufferPointer(buffer)
            while count < size {
                let read = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: whole[count..<size]))
                if read == 0 { break }
                count += read
            }
        }
        return bytes.flatMap { ClaimRecord(last: $0) }
    }

    /// Writes a claim to the disk. It replaces the one before it.
    mutating func write(_ claims: ClaimRecord) throws(LogError) {
        var bytes: [UInt8] = []
        bytes.append(claims)
        do {
            if let file, length < Self.longest, isOurs(file) {
                _ = try file.writeAll(bytes)
                guard fdatasync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
                length += bytes.count
            } else {
                try begin(with: bytes)
            }
        } catch {
            // Nobody knows how much of it was written: the next claim begins a new file.
            try? file?.close()
            file = nil
            throw .cannotWrite(path: path, reason: "\(error)")
        }
    }

    /// Whether the file still has its name, and nothing else was written into it.
    private func isOurs(_ file: FileDescriptor) -> Bool {
        guard let own = try? file.stat(), let named = try? Stat(path) else { return false }
        return own.inode == named.inode && own.deviceID == named.deviceID && own.size == length
    }

    private mutating func begin(with bytes: [UInt8]) throws {
        let draft = path + ".draft"
        try RunLogFile.write(bytes, to: draft)
        let new = try FileDescriptor.open(draft, .writeOnly, options: [.append, .closeOnExec])
        guard rename(draft, path) == 0 else {
            let error = Errno(rawValue: errno)
            try? new.close()
            throw error
        }
        try LogPlacing.synchronizeFolder(of: path)
        try? file?.close()
        file = new
        length = bytes.count
    }

    /// Removes the file, once every attempt that left is in the log and the log is on the disk.
    mutating func remove() {
        try? file?.close()
        file = nil
        guard unlink(path) == 0 else { return }
        try? LogPlacing.synchronizeFolder(of: path)
    }
}

extension RunLogFile {
    package func claim(_ claims: ClaimRecord) throws(LogError) {
        try self.claims.withLock { file throws(LogError) in try file.write(claims) }
    }

    package func endClaims() { claims.withLock { $0.remove() } }
}
