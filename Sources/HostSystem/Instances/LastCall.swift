import Glibc
import ShowTime
import SystemPackage

/// The time at which the last call of an account left this host, kept for the next process: the quota belongs to the account,
/// however soon a process follows another one that was killed.
///
/// Eight bytes in the host's memory, which outlive a process but not the host, so that no disk is needed. Where they cannot be
/// kept, there is no such time.
final class LastCall: Sendable {
    private let file: FileDescriptor?

    init(_ path: String) {
        let file = try? FileDescriptor.open(
            path, .readWrite, options: [.create, .closeOnExec, .noFollow, .nonBlocking],
            permissions: FilePermissions(rawValue: 0o600))
        let isOwn = file.map(Self.isOwn) ?? false
        if !isOwn { try? file?.close() }
        self.file = isOwn ? file : nil
    }

    deinit { try? file?.close() }

    /// Anybody can take the name: what somebody else put there is neither believed nor written to.
    private static func isOwn(_ file: FileDescriptor) -> Bool {
        guard let stat = try? file.stat() else { return false }
        return stat.type == .regular && stat.userID.rawValue == getuid() && stat.linkCount == 1
    }

    /// - Parameter now: a stored time that is later than this is from before the last boot and is ignored.
    func time(before now: Uptime) -> Uptime? {
        var nanoseconds: Int64 = 0
        let count = withUnsafeMutableBytes(of: &nanoseconds) { try? file?.read(fromAbsoluteOffset: 0, into: $0) }
        guard count == MemoryLayout<Int64>.size, (1...now.nanoseconds).contains(nanoseconds) else { return nil }
        return Uptime(nanoseconds: nanoseconds)
    }

    func note(_ time: Uptime) {
        _ = withUnsafeBytes(of: time.nanoseconds) { try? file?.write(toAbsoluteOffset: 0, $0) }
    }
}
