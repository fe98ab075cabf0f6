import Glibc
import SystemPackage

/// Descriptors that people or other programs read from.
package enum StandardStreams {
    /// Writes bytes to a descriptor, waiting where it must. Returns false where they cannot be written, for instance
    /// because the reader is gone.
    package static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            do {
                rest.removeFirst(try rest.withUnsafeBytes { try FileDescriptor(rawValue: descriptor).write($0) })
            } catch Errno.wouldBlock {
                var writable = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&writable, 1, -1)
            } catch {
                return false
            }
        }
        return true
    }

    /// The present width of a terminal, nil where it does not say.
    package static func columns(of terminal: Int32) -> Int? {
        var size = winsize()
        return ioctl(terminal, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
    }
}
