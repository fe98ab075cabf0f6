import Glibc

/// Standard output or error of a command that only prints: gathered and written in large pieces. A reader that has gone
/// (`| head`) ends the output, not in an error.
struct Output {
    private let descriptor: Int32
    private var pending: [UInt8] = []
    /// Whether nobody reads any more.
    private(set) var isClosed = false

    static var standard: Output { Output(STDOUT_FILENO) }
    static var error: Output { Output(STDERR_FILENO) }

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    mutating func write(_ text: String) {
        pending.append(contentsOf: text.utf8)
        flushIfLarge()
    }

    mutating func line(_ text: String = "") {
        pending.append(contentsOf: text.utf8)
        pending.append(UInt8(ascii: "\n"))
        flushIfLarge()
    }

    /// Lets `body` append bytes.
    mutating func append(_ body: (inout [UInt8]) -> Void) {
        body(&pending)
        flushIfLarge()
    }

    private mutating func flushIfLarge() { if pending.count >= 1 << 16 { flush() } }

    mutating func flush() {
        if !isClosed { isClosed = !writeAll(pending, to: descriptor) }
        pending.removeAll(keepingCapacity: true)
    }
}

/// Writes bytes to a descriptor, waiting where it must. Returns false where they cannot be written.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
        if count < 0 {
            if errno == EINTR { continue }
            guard errno == EAGAIN else { return false }
            var descriptors = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&descriptors, 1, -1)
            continue
        }
        written += count
    }
    return true
}
