import RunLog
import Scheduling

/// Gathers the records of one run and writes them in one go.
///
/// What cannot be written is kept, except attempts: those are not made, and must not be found in the log later.
struct RunLogWriter {
    let store: any RecordStore
    /// Told once everything is written: the run is over and its log can be closed.
    var lastWord: ShowEvent?
    /// Lines that an earlier write left behind.
    private var backlog: [UInt8] = []
    private var lines: [UInt8] = []
    /// The same without attempts.
    private var linesWithoutAttempts: [UInt8] = []
    private var hasAttempts = false

    init(_ store: any RecordStore) { self.store = store }

    mutating func add(_ record: Record) {
        if case .attempt = record {
            if !hasAttempts { linesWithoutAttempts = lines }
            hasAttempts = true
            lines.append(record)
        } else {
            lines.append(record)
            if hasAttempts { linesWithoutAttempts.append(record) }
        }
    }

    /// - Returns: whether there was anything to write.
    mutating func write() throws(LogError) -> Bool {
        guard !backlog.isEmpty || !lines.isEmpty else { return false }
        do throws(LogError) {
            if !backlog.isEmpty { try store.append(backlog) }
            backlog.removeAll()
            if !lines.isEmpty { try store.append(lines) }
        } catch {
            backlog.append(contentsOf: hasAttempts ? linesWithoutAttempts : lines)
            clear()
            throw error
        }
        clear()
        return true
    }

    private mutating func clear() {
        lines.removeAll(keepingCapacity: true)
        linesWithoutAttempts.removeAll(keepingCapacity: true)
        hasAttempts = false
    }
}
