import Glibc
import ShowTime
import SystemPackage

/// When the last call of an account left this host, for the process that comes next: the quota is the account's, however soon
/// a process follows another that was killed.
///
/// Eight bytes in the memory of the host, which outlive a process and not the host: no disk is asked for them. Where they
/// cannot be kept there is none.
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

    /// - Parameter now: what lies behind it is of no host that started since.
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
