import Glibc
import HostSystem

/// Standard output or error of a command that only prints: gathered and written in large pieces. Where the reader has gone
/// (`| head`), the output ends without an error.
struct Output {
    private let descriptor: Int32
    private var pending: [UInt8] = []
    /// Whether the reader has gone.
    private(set) var isClosed = false

    static var standard: Output { Output(STDOUT_FILENO) }
    static var error: Output { Output(STDERR_FILENO) }

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        // Where the reader has gone, the write fails; without this, a signal would end the process.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes lines to a stream at once.
    static func print(_ lines: String..., to stream: Output = .standard) { print(lines, to: stream) }

    static func print(_ lines: [String], to stream: Output = .standard) {
        var output = stream
        for line in lines { output.line(line) }
        output.flush()
    }

    /// Writes to standard output what `body` appends, at once.
    static func print(_ body: (inout Output) -> Void) {
        var output = standard
        body(&output)
        output.flush()
    }

    mutating func write(_ text: String) {
        pending.append(contentsOf: text.utf8)
        flushIfLarge()
    }

    mutating func line(_ text: String = "") { write(text + "\n") }

    /// Lets `body` append bytes.
    mutating func append(_ body: (inout [UInt8]) -> Void) {
        body(&pending)
        flushIfLarge()
    }

    private mutating func flushIfLarge() {
        let kept = Redaction.longest
        if pending.count >= (1 << 16) + kept { flush(keeping: kept) }
    }

    /// - Parameter kept: the number of bytes at the end that wait for what follows: a secret may begin in them.
    mutating func flush(keeping kept: Int = 0) {
        Redaction.redact(&pending)
        let count = max(0, pending.count - kept)
        if !isClosed { isClosed = !StandardStreams.writeAll(Array(pending[..<count]), to: descriptor) }
        pending.removeFirst(count)
    }
}
