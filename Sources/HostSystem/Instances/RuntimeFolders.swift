import Glibc
import SystemPackage

/// The folders in which a scheduler is locked and found: one fixed place of the user, and those that the environment
/// names. Two processes may have different environments, and meet in the fixed one all the same.
package struct RuntimeFolders: Sendable {
    /// Folders of the host that may hold one of ours, the best for a socket first.
    private let parents: [String]
    /// In which there is always one.
    private let home: String?
    /// For tests: keeps the names of the host apart, and its folders. Empty otherwise.
    let scope: String

    /// - `$RUNTIME_DIRECTORY`, which systemd sets for a unit that has one,
    /// - `$XDG_RUNTIME_DIR`, and where systemd makes it for a session, whatever the environment says,
    /// - `~/.local/state` of the home that the system's list of users names.
    package init(environment: [String: String]) {
        let user = getuid()
        var parents = (environment["RUNTIME_DIRECTORY"] ?? "").split(separator: ":").map(String.init)
        if let folder = environment["XDG_RUNTIME_DIR"] { parents.append(folder) }
        parents.append("/run/user/\(user)")
        var home = HostUser.home(of: user)
        var scope = ""
        #if DEBUG
            // Tests play beside each other, and beside the user's own shows: no release has this door.
            if let given = environment["SHOWCALLER_TEST_HOME"] {
                (home, scope) = (given, given)
                parents.removeLast()
            }
        #endif
        (self.parents, self.home, self.scope) = (parents, home, scope)
    }

    /// A folder of another user is not ours to put things into, as after `su`: there they would block its owner.
    private static func isOwn(_ folder: String) -> Bool {
        guard folder.hasPrefix("/"), let stat = try? Stat(folder) else { return false }
        return stat.type == .directory && stat.userID.rawValue == getuid() && !stat.permissions.contains(.otherWrite)
    }

    /// Whether one of these is the place that every process of this user finds, whatever its environment.
    func hasFixedFolder(among folders: [RuntimeFolder]) -> Bool {
        folders.contains { folder in home.map { folder.path == Self.folder(inHome: $0) } ?? false }
    }

    private static func folder(inHome home: String) -> String { home + "/.local/state/showcaller" }

    /// Where there is nothing else. Anybody can take that name beforehand.
    private var lastResort: String { scope.isEmpty ? "/tmp/showcaller-\(getuid())" : scope + "/last-resort" }

    /// The folders, made where they were not there, and what is wrong with the others.
    package var usable: (folders: [RuntimeFolder], problems: [FileSystem.Failure]) {
        var folders: [RuntimeFolder] = []
        var problems: [FileSystem.Failure] = []
        func add(_ path: String) {
            do throws(FileSystem.Failure) {
                let folder = try RuntimeFolder(path)
                if !folders.contains(folder) { folders.append(folder) }
            } catch {
                problems.append(error)
            }
        }
        for parent in parents where Self.isOwn(parent) { add(parent + "/showcaller") }
        if let home, Self.isOwn(home) { add(Self.folder(inHome: home)) }
        if folders.isEmpty { add(lastResort) }
        return (folders, problems)
    }

    /// Where the time of the last call is kept: in the memory of the host, whatever the environment of a process is.
    func lastCall(_ name: String) -> String {
        scope.isEmpty ? "/dev/shm/showcaller-\(getuid())-\(name)" : "\(scope)/last-call-\(name)"
    }

    /// A place for the socket of a name: the first folder in which its path is not too long for one.
    package func socket(_ name: String) throws(FileSystem.Failure) -> String {
        let (folders, problems) = usable
        let paths = folders.map { $0.socket(name) }
        if let path = paths.first(where: { $0.utf8.count <= Self.longestSocket }) ?? paths.first { return path }
        throw problems.last ?? FileSystem.Failure(path: lastResort, reason: "it cannot be made", action: "use")
    }

    private static let longestSocket = 107

    /// The sockets of schedulers that may be running.
    package var sockets: [String] {
        var folders = usable.folders
        // Left by a process that had nothing else.
        if FileSystem.isFolder(lastResort), let folder = try? RuntimeFolder(lastResort), !folders.contains(folder) {
            folders.append(folder)
        }
        // One may be known by several paths.
        var found: [FileSystem.Identity] = []
        return folders.flatMap(\.sockets).filter { socket in
            guard let identity = FileSystem.identity(of: socket), !found.contains(identity) else { return false }
            found.append(identity)
            return true
        }
    }
}
