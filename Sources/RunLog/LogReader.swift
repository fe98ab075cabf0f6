import Glibc

/// Why a log cannot be used.
package enum LogError: Error, Equatable, Sendable {
    case cannotOpen(path: String, reason: String)
    case cannotRead(path: String, reason: String)
    case cannotWrite(path: String, reason: String)
    /// A line that is no record, with records after it.
    case damaged(path: String, line: Int)
    /// Another process has it open.
    case inUse(path: String)

    package var message: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot open \(path): \(reason)"
        case .cannotRead(let path, let reason): "cannot read \(path): \(reason)"
        case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
        case .damaged(let path, let line):
            "\(path):\(line): this line is not a record, and others follow it: move the file away, or begin afresh with --new"
        case .inUse(let path): "\(path) is being written by another process"
        }
    }

    static var systemReason: String { String(cString: strerror(errno)) }
}

/// Reads the log of a run line by line, whatever its size.
package enum LogReader {
    private static let chunk = 1 << 18

    /// Calls `take` with every record of the file at `path`, in order.
    ///
    /// - Returns: the length in bytes of what is whole. What follows is a torn tail: a process was killed, or the power
    ///   failed, while it wrote.
    /// - Throws: ``LogError``; a line in the middle that is no record is ``LogError/damaged(path:line:)``.
    @discardableResult
    package static func read(_ path: String, take: (LogEntry) -> Void) throws(LogError) -> Int {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: LogError.systemReason) }
        defer { close(descriptor) }
        var lines = LogLines(path: path)
        var buffer: [UInt8] = []
        var filled = 0
        while true {
            if buffer.count - filled < chunk {
                buffer += [UInt8](repeating: 0, count: max(chunk, buffer.count))
            }
            let count = buffer.withUnsafeMutableBytes { bytes in
                Glibc.read(descriptor, bytes.baseAddress! + filled, bytes.count - filled)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .cannotRead(path: path, reason: LogError.systemReason)
            }
            if count == 0 { return lines.wholeLength }
            filled += count
            let used = try lines.take(buffer, filled: filled, take)
            buffer.withUnsafeMutableBytes { bytes in
                _ = memmove(bytes.baseAddress!, bytes.baseAddress! + used, filled - used)
            }
            filled -= used
        }
    }
}

/// Cuts bytes into lines and lines into records, and keeps count of what is whole.
struct LogLines {
    let path: String
    private(set) var wholeLength = 0
    private var length = 0
    private var line = 0
    private var firstDamage: Int?

    init(path: String) { self.path = path }

    /// Takes the whole lines of the first `filled` bytes. Returns how many bytes those are.
    mutating func take(_ bytes: [UInt8], filled: Int, _ take: (LogEntry) -> Void) throws(LogError) -> Int {
        let result: Result<Int, LogError> = bytes.withUnsafeBufferPointer { buffer in
            var start = 0
            while start < filled,
                let newline = memchr(buffer.baseAddress! + start, 0x0A, filled - start)
            {
                let end = UnsafePointer(newline.assumingMemoryBound(to: UInt8.self)) - buffer.baseAddress!
                line += 1
                length += end + 1 - start
                if let entry = LogEntry(line: UnsafeBufferPointer(rebasing: buffer[start..<end])) {
                    if let firstDamage { return .failure(.damaged(path: path, line: firstDamage)) }
                    wholeLength = length
                    take(entry)
                } else if firstDamage == nil {
                    firstDamage = line
                }
                start = end + 1
            }
            return .success(start)
        }
        return try result.get()
    }
}

extension LogReader {
    /// Calls `body` with the first line of a file, unless it is longer than any header.
    static func firstLine(of path: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let longestHeader = 4096
        let bytes = [UInt8](unsafeUninitializedCapacity: longestHeader) { buffer, count in
            count = max(0, Glibc.read(descriptor, buffer.baseAddress!, longestHeader))
        }
        guard let end = bytes.firstIndex(of: 0x0A) else { return }
        bytes[..<end].withUnsafeBufferPointer(body)
    }
}
