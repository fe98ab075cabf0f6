import RunLog
import Scheduling
import ShowTime

/// Gathers the records of one run and writes them in one go.
///
/// Records that cannot be written are kept, except attempts: those are not made, and must not be found in the log later.
struct RunLogWriter {
    private(set) var store: any RecordStore
    /// The event that is reported once everything is written; set when the run is over and its log can be closed.
    var lastWord: ShowEvent?
    /// How the log was lost; nil once there is a whole one again. Nothing is written while it is lost.
    private(set) var loss: LogLoss?
    /// All that is in the log, or will be.
    private var book: RunBook
    /// Lines that an earlier write left behind.
    private var backlog: [UInt8] = []
    private var lines: [UInt8] = []
    /// The same as ``lines`` without attempts, kept only while there are attempts.
    private var linesWithoutAttempts: [UInt8] = []
    private var hasAttempts = false
    /// The records whose lines are in ``lines``.
    private var records: [Record] = []
    /// Attempts that are in the store and perhaps not on its disk; nil where nothing is claimed.
    private(set) var unsynchronized: UnsynchronizedAttempts?
    private(set) var isUnsynchronized = false
    /// Whether a record that changes what claims mean, such as a reload, is in the store and perhaps not on its disk.
    private(set) var hasUnsynchronizedChange = false
    private var isSynchronizingChange = false

    /// - Parameters:
    ///   - book: what is in the store already.
    ///   - unsynchronized: what may have left, as far as an earlier process claimed it; nil where nothing is claimed.
    init(_ store: any RecordStore, book: RunBook = RunBook(), unsynchronized: UnsynchronizedAttempts? = nil) {
        self.store = store
        self.book = book
        self.unsynchronized = unsynchronized
    }

    mutating func add(_ record: Record) {
        records.append(record)
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
        if let loss {
            giveUpAttempts()
            throw .cannotWrite(path: "the log", reason: loss.reason)
        }
        guard !backlog.isEmpty || !lines.isEmpty else { return false }
        do throws(LogError) {
            if !backlog.isEmpty { try store.append(backlog) }
            backlog.removeAll()
            if !lines.isEmpty { try store.append(lines) }
        } catch {
            giveUpAttempts()
            throw error
        }
        for record in records {
            note(record)
            if case .attempt(let attempt) = record { unsynchronized?.append(attempt) }
        }
        isUnsynchronized = true
        clear()
        return true
    }

    private mutating func giveUpAttempts() {
        backlog.append(contentsOf: hasAttempts ? linesWithoutAttempts : lines)
        for record in records {
            if case .attempt = record { continue }
            note(record)
        }
        clear()
    }

    private mutating func note(_ record: Record) {
        book.take(record)
        if case .control(let control) = record, control.action.changesClaims { hasUnsynchronizedChange = true }
    }

    private mutating func clear() {
        lines.removeAll(keepingCapacity: true)
        linesWithoutAttempts.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
        hasAttempts = false
    }

    // MARK: Coming to the disk

    /// Notes that what was written until now is being synchronized. Returns how many attempts that includes.
    mutating func beginSynchronizing() -> Int {
        isUnsynchronized = false
        isSynchronizingChange = hasUnsynchronizedChange
        hasUnsynchronizedChange = false
        return unsynchronized?.deliveries.count ?? 0
    }

    mutating func synchronized(_ attempts: Int, isDone: Bool) {
        if isDone {
            unsynchronized?.synchronized(attempts)
        } else {
            isUnsynchronized = true
            hasUnsynchronizedChange = hasUnsynchronizedChange || isSynchronizingChange
        }
    }

    // MARK: A log that is lost

    mutating func lose(_ loss: LogLoss) { self.loss = loss }

    /// Returns the book from which a whole log can be made again.
    ///
    /// Where the log's content is lost, the new log is made from this book alone. The book includes the backlog, which is
    /// therefore not written again.
    mutating func contents() -> RunBook {
        giveUpAttempts()
        if loss?.isContentLost == true { backlog.removeAll() }
        return book
    }

    mutating func goOn(with store: any RecordStore) {
        self.store = store
        loss = nil
        // A log that was written again is on the disk.
        if unsynchronized != nil { unsynchronized = UnsynchronizedAttempts() }
        isUnsynchronized = false
    }
}
