import Dispatch
import Glibc
package import Scheduling
import SystemPackage
package import Timelines

/// Reads the log of a run line by line, whatever its size.
package enum LogReader {
    private static let chunk = 1 << 18

    /// The records of one chunk, or the result for the whole file.
    private enum Piece: Sendable {
        case records([Record])
        case end(Result<Int, LogError>)
    }

    /// The maximum number of chunks whose records wait to be taken, half a megabyte each.
    private static let mostWaiting = 4

    /// Calls `take` with every record of the file at `path`, in order. Meanwhile another thread reads the following lines as
    /// records, which halves the time for a long log.
    ///
    /// - Parameters:
    ///   - boot: the boot id of this host. Where the last header of a log is of another boot, NUL bytes at the log's end are
    ///     taken for what a power loss leaves of lines that were not synchronized.
    ///   - chunk: how many bytes are read at once.
    /// - Returns: the length in bytes of the whole lines. What follows is part of one line: a process was killed while it wrote
    ///   it.
    /// - Throws: ``LogError``; anything else that does not belong there is ``LogError/damaged(path:line:what:)``.
    @discardableResult
    package static func read(
        _ path: String, lostPowerBefore boot: String? = nil, chunk: Int = chunk, take: (Record) -> Void
    ) throws(LogError) -> Int {
        let pieces = BoundedQueue<Piece>(most: mostWaiting)
        DispatchQueue(label: "showcaller.log").async {
            pieces.put(.end(parse(path, lostPowerBefore: boot, chunk) { pieces.put(.records($0)) }))
        }
        while true {
            switch pieces.take() {
            case .records(let records): for index in records.indices { take(records[index]) }
            case .end(let end): return try end.get()
            }
        }
    }

    /// Calls `give` with the records of each chunk, those before a damaged line included.
    ///
    /// - Returns: the length in bytes of the whole lines.
    private static func parse(
        _ path: String, lostPowerBefore boot: String?, _ chunk: Int, give: ([Record]) -> Void
    ) -> Result<Int, LogError> {
        var lines = LogLines(path: path, boot: boot)
        // Each chunk's records are kept here until they have been taken, so that this thread frees them: a thread that frees what
        // another one allocates makes both of them wait.
        var given = Array(repeating: [Record](), count: mostWaiting + 2)
        var number = 0
        do throws(LogError) {
            try readChunks(of: path, chunk) { buffer, filled throws(LogError) in
                var records: [Record] = []
                records.reserveCapacity(given[number].count)
                number = (number + 1) % given.count
                defer {
                    given[number] = records
                    give(records)
                }
                return try lines.take(buffer, filled: filled) { records.append($0) }
            } rest: { rest throws(LogError) in
                try lines.takeRest(rest)
            }
        } catch {
            return .failure(error)
        }
        return .success(lines.wholeLength)
    }

    /// Reads a file in chunks. Calls `take` with a buffer and the number of bytes in it that were read and not used yet; `take`
    /// returns how many it used. Calls `rest` with what is not used at the end of the file.
    static func readChunks(
        of path: String, _ chunk: Int = chunk, take: ([UInt8], Int) throws(LogError) -> Int,
        rest: (ArraySlice<UInt8>) throws(LogError) -> Void
    ) throws(LogError) {
        let file: FileDescriptor
        do { file = try .open(path, .readOnly, options: [.closeOnExec, .nonBlocking]) } catch {
            throw .cannotOpen(path: path, reason: "\(error)")
        }
        defer { try? file.close() }
        // A pipe could make its reader wait for ever, and a device never end.
        guard (try? file.stat().type) == .regular else {
            throw .cannotRead(path: path, reason: "it is not a file")
        }
        var buffer: [UInt8] = []
        var filled = 0
        while true {
            if buffer.count - filled < chunk {
                buffer += [UInt8](repeating: 0, count: max(chunk, buffer.count))
            }
            let count: Int
            do {
                count = try buffer.withUnsafeMutableBytes { bytes in
                    try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]))
                }
            } catch {
                throw .cannotRead(path: path, reason: "\(error)")
            }
            if count == 0 { return try rest(buffer[..<filled]) }
            filled += count
            let used = try take(buffer, filled)
            buffer.withUnsafeMutableBytes { bytes in
                _ = memmove(bytes.baseAddress!, bytes.baseAddress! + used, filled - used)
            }
            filled -= used
        }
    }
}

extension LogReader {
    /// Reads the log at `path` as the state of a run of `timeline`.
    ///
    /// - Parameters:
    ///   - sha256: the hash of all that was read for the timeline; nil where the timeline is the one that was played last.
    ///   - boot: the boot id of this host. What was claimed in another boot may have left although the log says nothing of it.
    package static func recover(
        _ path: String, for timeline: Timeline, sha256: String? = nil, boot: String? = nil
    ) throws(LogError) -> RecoveredLog {
        var recovery = RunRecovery(timeline)
        let claims = ClaimFile.read(besideLog: path).flatMap { $0.boot == boot ?? "" ? nil : $0 }
        // Without claims, nobody knows what the NUL bytes have replaced.
        let wholeLength = try read(path, lostPowerBefore: claims == nil ? nil : boot) { recovery.take($0) }
        if let claims, claims.run == recovery.header?.run { recovery.take(claims) }
        recovery.finish(sha256: sha256)
        guard let header = recovery.header else { throw .damaged(path: path, line: 1, what: "there is no header") }
        if let first = recovery.book.contradictions.first {
            throw .contradicting(path: path, first: first, count: recovery.book.contradictionCount)
        }
        return RecoveredLog(header: header, recovery: recovery, wholeLength: wholeLength)
    }

    /// Reads the header of the log at `path`, without the rest; nil where its first line is not one.
    package static func header(of path: String) -> RunHeader? {
        let longestHeader = 4096
        guard let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
        else { return nil }
        defer { try? file.close() }
        let bytes = [UInt8](unsafeUninitializedCapacity: longestHeader) { buffer, count in
            count = (try? file.read(into: UnsafeMutableRawBufferPointer(buffer))) ?? 0
        }
        guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
        var reader = RecordReader()
        guard case .run(let header)? = bytes[..<end].withUnsafeBufferPointer({ reader.record($0) }) else { return nil }
        return header
    }
}
