import Glibc

/// A terminal in raw mode, whose keys are read one by one and not echoed; it is restored to its earlier state afterwards.
package struct RawTerminal: Sendable {
    private let descriptor: Int32
    private let before: termios

    /// Nil where the descriptor is no terminal.
    package init?(_ descriptor: Int32) {
        var settings = termios()
        guard isatty(descriptor) == 1, tcgetattr(descriptor, &settings) == 0 else { return nil }
        self.descriptor = descriptor
        before = settings
        cfmakeraw(&settings)
        // Output is still processed, so that a line feed returns to the first column: lines that others print would otherwise
        // form a staircase.
        settings.c_oflag |= tcflag_t(OPOST)
        guard tcsetattr(descriptor, TCSANOW, &settings) == 0 else { return nil }
    }

    package func restore() {
        var settings = before
        // Discards keys that were typed for the screen, so that the shell does not get them.
        tcflush(descriptor, TCIFLUSH)
        tcsetattr(descriptor, TCSANOW, &settings)
    }
}

extension StandardStreams {
    /// The present size of a terminal, nil where it does not say.
    package static func size(of terminal: Int32) -> (columns: Int, rows: Int)? {
        var size = winsize()
        guard ioctl(terminal, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Waits for input. Returns what was read: empty if nothing came for so long, nil at the end of the input.
    package static func read(from descriptor: Int32, for milliseconds: Int32) -> [UInt8]? {
        var readable = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&readable, 1, milliseconds) > 0 else { return [] }
        var isOver = false
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            let length = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            isOver = length == 0 || length < 0 && errno != EINTR && errno != EAGAIN
            count = max(0, length)
        }
        return isOver ? nil : bytes
    }

    /// Writes what a descriptor takes at once.
    package static func writeNow(_ bytes: [UInt8], to descriptor: Int32) {
        var writable = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&writable, 1, 0) > 0 else { return }
        _ = write(descriptor, bytes, bytes.count)
    }
}
