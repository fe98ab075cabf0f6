import Glibc
package import ShowTime

/// The time zone that this host is set to, by `TZ` or its settings.
package enum HostZone {
    /// UTC where it has none that has a name.
    package static var current: Zone { ofEnvironment ?? ofLink ?? .utc }

    /// `TZ=Asia/Shanghai`, `TZ=:Asia/Shanghai`, `TZ=/usr/share/zoneinfo/Asia/Shanghai`
    private static var ofEnvironment: Zone? {
        guard let value = getenv("TZ") else { return nil }
        let name = String(cString: value).drop { $0 == ":" }
        return Zone(named: withoutFolder(String(name))) ?? .utc
    }

    /// What `/etc/localtime` points to.
    private static var ofLink: Zone? {
        guard let path = realpath("/etc/localtime", nil) else { return nil }
        defer { free(path) }
        return Zone(named: withoutFolder(String(cString: path)))
    }

    private static func withoutFolder(_ path: String) -> String {
        let folder = "/usr/share/zoneinfo/"
        return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
    }
}
