/// The reason why a log cannot be used.
package enum LogError: Error, Equatable, Sendable {
    case cannotOpen(path: String, reason: String)
    case cannotRead(path: String, reason: String)
    case cannotWrite(path: String, reason: String)
    /// A line that does not belong where it is.
    ///
    /// - Parameter what: what is wrong with it, as a sentence about it.
    case damaged(path: String, line: Int, what: String)
    /// Its lines are whole, but contradict each other.
    ///
    /// - Parameters:
    ///   - first: the first contradiction, in words.
    ///   - count: the number of all contradictions.
    case contradicting(path: String, first: String, count: Int)
    /// Another process has it open.
    case inUse(path: String)

    package var message: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot open \(path): \(reason)"
        case .cannotRead(let path, let reason): "cannot read \(path): \(reason)"
        case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
        case .damaged(let path, let line, let what): "\(path):\(line): \(what): \(Self.remedy(path))"
        case .contradicting(let path, let first, let count):
            "\(path) contradicts itself: \(first)\(count > 1 ? ", and \(count - 1) more": ""): \(Self.remedy(path))"
        case .inUse(let path): "\(path) is being written by another process"
        }
    }

    private static func remedy(_ path: String) -> String {
        "\"showcaller salvage \(path)\" makes a log of it that counts all that is doubtful as unknown"
    }
}
