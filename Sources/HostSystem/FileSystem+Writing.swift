import Glibc

extension FileSystem {
    /// Writes a file whole or not at all: under another name first, which then takes the place of what was there.
    package static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let draft = "\(path).\(getpid()).tmp"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path) }
        let isWritten = StandardStreams.writeAll(bytes, to: descriptor)
        let reason = errno
        close(descriptor)
        guard isWritten else {
            remove(draft)
            throw Failure(path: path, reason: String(cString: strerror(reason)))
        }
        guard !rename(draft, to: path) else { return }
        let failure = failure(path)
        remove(draft)
        throw failure
    }
}
