import Glibc

/// The reason why a log cannot be used.
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
