import Glibc

/// The users of this host according to the system's own list, which no environment variable changes.
enum HostUser {
    /// `alice`, or `user 1000` where there is no such name.
    static func name(of user: UInt32) -> String { entry(of: user)?.name ?? "user \(user)" }

    static func home(of user: UInt32) -> String? { entry(of: user)?.home }

    private static func entry(of user: UInt32) -> (name: String, home: String)? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 14)
        guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        return (String(cString: entry.pw_name), String(cString: entry.pw_dir))
    }
}
