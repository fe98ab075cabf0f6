import Glibc
import Scheduling

/// Splits bytes into lines and reads these as records. Checks that they form a log: the header of a run, then records of that
/// run, and nothing after its end.
struct LogLines {
    let path: String
    /// The boot id of this host, where a log that another boot left may end in NUL bytes; nil where these are damage.
    private let boot: String?
    /// The boot id in the last header.
    private var lastBoot: String?
    /// The number of bytes of the file that are whole records.
    private(set) var wholeLength = 0
    private var line = 0
    private var run: RunID?
    private var hasEnded = false
    private var reader = RecordReader()

    /// In bytes. A record has a text of 1024 bytes, and reasons that are as short.
    private static let longestLine = 1 << 20

    init(path: String, boot: String? = nil) {
        self.path = path
        self.boot = boot
    }

    /// Passes the records of the whole lines in the first `filled` bytes to `take`. Returns how many bytes these lines take up.
    mutating func take(_ bytes: [UInt8], filled: Int, _ take: (Record) -> Void) throws(LogError) -> Int {
        reader.beginBatch()
        let result: Result<Int, LogError> = bytes.withUnsafeBufferPointer { buffer in
            var start = 0
            while start < filled,
                let newline = memchr(buffer.baseAddress! + start, 0x0A, filled - start)
            {
                let end = UnsafePointer(newline.assumingMemoryBound(to: UInt8.self)) - buffer.baseAddress!
                line += 1
                let text = UnsafeBufferPointer(rebasing: buffer[start..<end])
                guard let record = reader.record(text) else { return .failure(damaged(Self.words(text))) }
                if let words = misplaced(record) { return .failure(damaged(words)) }
                wholeLength += end + 1 - start
                take(record)
                start = end + 1
            }
            return .success(start)
        }
        let used = try result.get()
        guard filled - used <= Self.longestLine else {
            line += 1
            throw damaged("this line is longer than any record")
        }
        return used
    }

    /// Checks what follows the last newline. In a log that has its header, it can be ignored if it is part of a line that was
    /// being written when its process was killed, or what a power loss left of one. Everything else is damage.
    mutating func takeRest(_ bytes: ArraySlice<UInt8>) throws(LogError) {
        line += 1
        if bytes.contains(0), !isLeftByPowerLoss(bytes) { throw damaged(bytes.withUnsafeBufferPointer(Self.words)) }
        guard run == nil else { return }
        throw damaged(bytes.isEmpty ? "the file is empty" : "the header of the run is not whole")
    }

    /// Whether the rest is the beginning of a line followed by nothing but NUL bytes, in a log whose last header is of another
    /// boot.
    private func isLeftByPowerLoss(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let boot, let lastBoot, lastBoot != boot else { return false }
        return bytes.drop { $0 != 0 }.allSatisfy { $0 == 0 }
    }

    private func damaged(_ what: String) -> LogError { .damaged(path: path, line: line, what: what) }

    /// Returns what is wrong with a record in this place, nil where nothing is.
    private mutating func misplaced(_ record: Record) -> String? {
        if case .run(let header) = record { lastBoot = header.boot }
        guard let run else {
            guard case .run(let header) = record else { return "the first line is not the header of a run" }
            run = header.run
            return header.isResumed ? "the log begins with a process that went on, and what was before it is lost" : nil
        }
        if hasEnded { return "this line follows the end of the run" }
        if record.run != run { return "this line is of another run, \(record.run)" }
        if case .end = record { hasEnded = true }
        return nil
    }

    /// What is wrong with a line that is no record.
    static func words(_ line: UnsafeBufferPointer<UInt8>) -> String {
        let zeros = line.count { $0 == 0 }
        if zeros > 0 { return "\(zeros) bytes of NUL, which is what a power loss leaves" }
        return line.isEmpty ? "this line is empty" : "this line is not a record"
    }
}
