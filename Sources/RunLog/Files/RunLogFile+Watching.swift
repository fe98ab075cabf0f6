import Glibc
package import Scheduling
package import ShowTime
import Synchronization
import SystemPackage

/// What happened to a log while a process was writing it.
package struct LogLoss: Sendable, Hashable {
    /// What happened, in words.
    package var reason: String
    /// Whether what was written is gone under every name, or cannot be trusted because somebody else wrote into it.
    package var isContentLost: Bool

    package init(_ reason: String, isContentLost: Bool = false) {
        self.reason = reason
        self.isContentLost = isContentLost
    }
}

/// A log that somebody deletes, moves, empties or replaces while it is written.
extension RunLogFile {
    /// Checks whether the file still is what was written, and still has its name. May be called from any thread.
    package func inspect() -> LogLoss? {
        guard lock?.renew() != false else { return LogLoss("another process has begun the run") }
        // One length is read before the file's size and one after it, because an append may be under way.
        let shortest = length.load(ordering: .acquiring)
        guard let own = try? file.stat() else { return nil }
        let longest = reach.load(ordering: .acquiring)
        if own.type != .regular { return nil }
        if own.size < shortest {
            return LogLoss("it was cut from \(shortest) bytes to \(own.size)", isContentLost: true)
        }
        if own.size > max(longest, shortest), isStillLonger(than: own.size) {
            return LogLoss("somebody else wrote into it", isContentLost: true)
        }
        let named: Stat
        do { named = try Stat(path) } catch {
            guard [.noSuchFileOrDirectory, .notDirectory].contains(error) else { return nil }
            return LogLoss(own.linkCount == 0 ? "it was deleted" : "it was renamed")
        }
        guard named.inode == own.inode, named.deviceID == own.deviceID else {
            return LogLoss("another file has its name")
        }
        return nil
    }

    /// Whether a file that was longer than what was written still is. The part that a failed write has written is there until it
    /// is cut off.
    private func isStillLonger(than size: Int64) -> Bool {
        guard let own = try? file.stat() else { return false }
        return own.size >= size && own.size > reach.load(ordering: .acquiring)
    }

    /// Returns the line of the end of the run, empty where it has not been written yet.
    private func writtenEnd(_ book: RunBook) -> [UInt8] {
        guard let end = book.end else { return [] }
        var line: [UInt8] = []
        line.append(.end(end))
        let place = length.load(ordering: .acquiring) - line.count
        guard place > 0 else { return [] }
        var last = [UInt8](repeating: 0, count: line.count)
        let count = try? last.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: Int64(place), into: $0) }
        return count == line.count && last == line ? line : []
    }

    /// Writes a whole log under the same name again.
    ///
    /// The file that has the name is not ours to write into, or cannot be trusted: it is kept beside the log.
    package func restored(
        after loss: LogLoss, from book: RunBook, run: RunID, at now: Instant
    ) throws(LogError) -> any RecordStore {
        let draft = path + ".draft"
        unlink(draft)
        makeFolder()
        guard lock?.renew() != false else { throw .inUse(path: path) }
        let new = try RunLogFile(path: path, openedAs: draft, lock)
        do {
            if loss.isContentLost {
                var bytes: [UInt8] = []
                for record in book.records(restoredAt: now, run: run, because: loss.reason) { bytes.append(record) }
                _ = try new.file.writeAll(bytes)
            } else {
                // Nothing may follow the end of a run.
                let end = writtenEnd(book)
                try copy(from: 0, to: length.load(ordering: .acquiring) - end.count, into: new.file)
                var note: [UInt8] = []
                note.append(
                    .control(ControlRecord(time: now, run: run, action: .logRestored(reason: loss.reason))))
                _ = try new.file.writeAll(note + end)
            }
            guard fsync(new.file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            try place(draft)
        } catch {
            unlink(draft)
            throw error as? LogError ?? .cannotWrite(path: path, reason: "\(error)")
        }
        unlink(draft)
        try? LogPlacing.synchronizeFolder(of: path)
        new.readLength()
        return new
    }

    /// Gives the draft the log's name. A file that has the name is moved out of the way.
    private func place(_ draft: String) throws {
        for _ in 0..<10 {
            if try LogPlacing.link(draft, as: path) { return }
            try moveAway()
        }
        throw Errno.fileExists
    }

    /// Renames the file that has the log's name, so that it is kept.
    private func moveAway() throws {
        guard let named = try? Stat(path) else { return }
        let own = try file.stat()
        let isOwn = named.inode == own.inode && named.deviceID == own.deviceID
        // A log that another process is writing belongs to that process.
        guard isOwn || isFree else { throw LogError.inUse(path: path) }
        let kept = LogPlacing.freeName(path, isOwn ? "damaged" : "foreign")
        guard rename(path, kept) == 0 || errno == ENOENT else { throw Errno(rawValue: errno) }
    }

    private var isFree: Bool {
        guard let other = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
        else { return true }
        let isFree = flock(other.rawValue, LOCK_EX | LOCK_NB) == 0
        try? other.close()
        return isFree
    }

    /// Creates the folder, which may have gone with the log.
    private func makeFolder() {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        mkdir(String(path[..<slash]), 0o750)
    }
}
