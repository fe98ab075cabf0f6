import Glibc
import Scheduling

/// Cuts bytes into lines and lines into records, and keeps count of what is whole.
struct LogLines {
    let path: String
    /// Bytes of the file that are whole records.
    private(set) var wholeLength = 0
    private var length = 0
    private var line = 0
    private var firstDamage: Int?
    private var reader = RecordReader()

    init(path: String) { self.path = path }

    /// Takes the whole lines of the first `filled` bytes. Returns how many bytes those are.
    mutating func take(_ bytes: [UInt8], filled: Int, _ take: (Record) -> Void) throws(LogError) -> Int {
        let result: Result<Int, LogError> = bytes.withUnsafeBufferPointer { buffer in
            var start = 0
            while start < filled,
                let newline = memchr(buffer.baseAddress! + start, 0x0A, filled - start)
            {
                let end = UnsafePointer(newline.assumingMemoryBound(to: UInt8.self)) - buffer.baseAddress!
                line += 1
                length += end + 1 - start
                if let record = reader.record(UnsafeBufferPointer(rebasing: buffer[start..<end])) {
                    if let firstDamage { return .failure(.damaged(path: path, line: firstDamage)) }
                    wholeLength = length
                    take(record)
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
