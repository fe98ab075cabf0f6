import Glibc
import SystemPackage

/// The folders in which a scheduler keeps its locks and can be found: one fixed folder of the user, and those that the
/// environment names. Processes with different environments still meet in the fixed one.
package struct RuntimeFolders: Sendable {
    /// Folders of the host in which ours may be made, the best one for a socket first.
    private let parents: [String]
    /// The home in which the fixed folder is made; nil where the user has none.
    private let home: String?
    /// For tests: keeps their folders, and their names on the host, apart from all others. Empty otherwise.
    let scope: String

    /// Looks in these places:
    /// - `$RUNTIME_DIRECTORY`, which systemd sets for a unit that has one,
    /// - `$XDG_RUNTIME_DIR`, and the folder that systemd makes for a session, whatever the environment says,
    /// - `~/.local/state` of the home that the system's list of users names.
    package init(environment: [String: String]) {
        let user = getuid()
        var parents = (environment["RUNTIME_DIRECTORY"] ?? "").split(separator: ":").map(String.init)
        if let folder = environment["XDG_RUNTIME_DIR"] { parents.append(folder) }
        parents.append("/run/user/\(user)")
        var home = HostUser.home(of: user)
        var scope = ""
        #if DEBUG
            // Tests run beside each other, and beside the user's own shows. Releases do not have this override.
            if let given = environment["SHOWCALLER_TEST_HOME"] {
                (home, scope) = (given, given)
                parents.removeLast()
            }
        #endif
        (self.parents, self.home, self.scope) = (parents, home, scope)
    }

    /// Whether a folder belongs to this user, and not everybody may write to it. Nothing is put into a folder of another user,
    /// which the environment may name after `su`: it would block the owner there.
    private static func isOwn(_ folder: String) -> Bool {
        guard folder.hasPrefix("/"), let stat = try? Stat(folder) else { return false }
        return stat.type == .directory && stat.userID.rawValue == getuid() && !stat.permissions.contains(.otherWrite)
    }

    /// Whether one of these is the place that every process of this user finds, whatever its environment.
    func hasFixedFolder(among folders: [RuntimeFolder]) -> Bool {
        folders.contains { folder in home.map { folder.path == Self.folder(inHome: $0) } ?? false }
    }

    private static func folder(inHome home: String) -> String { home + "/.local/state/showcaller" }

    /// The folder that is used where there is no other. Anybody can take that name beforehand.
    private var lastResort: String { scope.isEmpty ? "/tmp/showcaller-\(getuid())" : scope + "/last-resort" }

    /// The folders that can be used, made where necessary, and what is wrong with the others.
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

    /// The path for the socket of a name, in the first folder where it is not too long for a socket; if there is none, in the
    /// first.
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
        // A process that had no other folder may have left a socket there.
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
