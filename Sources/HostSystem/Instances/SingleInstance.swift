import Glibc
package import ShowTime
import Synchronization

/// Allows only one process per AppID on a host: two would share a quota without knowing of each other's calls.
///
/// The process owns a name on the host, and a lock in every folder of its user: another process meets at least one of them,
/// whatever its environment is. All of them end with the process.
package final class SingleInstance: Sendable {
    private struct State {
        var name: HostName?
        var locks: [LockFile] = []
        var socket: String?
    }

    private let name: String
    private let folders: RuntimeFolders
    private let state = Mutex(State())
    private let lastCall: LastCall
    /// What an operator should know of it; nil where all is well.
    package let warning: String?

    package struct Occupied: Error, Sendable {
        package var message: String
        /// Whether another scheduler keeps this one out, and not a problem of the host.
        package var isByAnother = true
    }

    package convenience init(appID: UInt32, in folders: RuntimeFolders) throws(Occupied) {
        try self.init(String(appID), in: folders) { process in
            """
            another scheduler of AppID \(appID) is running on this host\
            \(process.isEmpty ? "" : " (process \(process))"): give it all timelines, or stop it first
            """
        }
    }

    private init(
        _ name: String, in folders: RuntimeFolders, occupied: (String) -> String
    ) throws(Occupied) {
        self.name = name
        self.folders = folders
        lastCall = LastCall(folders.lastCall(name))
        let (usable, problems) = folders.usable
        var reasons = problems.map(\.message)
        var warnings: [String] = []
        switch HostName.claim(Self.hostName(of: name, in: folders)) {
        case .ours(let hostName): state.withLock { $0.name = hostName }
        case .occupied(let process): throw Occupied(message: occupied(String(process)))
        case .foreign(let user, let process):
            warnings.append(
                """
                process \(process) of \(HostUser.name(of: user)) has the name by which two schedulers of AppID \(name) \
                would find each other: have it ended. Locks in \(usable.map(\.path).joined(separator: ", ")) still keep \
                a second one out
                """)
        case .unidentified:
            let words =
                "somebody has the name by which two schedulers of AppID \(name) would find each other, and does not say who"
            guard folders.hasFixedFolder(among: usable) else {
                throw Occupied(
                    message: "\(words); without a home, a second one with another environment would not be kept out",
                    isByAnother: false)
            }
            warnings.append("\(words): locks still keep a second one out")
        case .unknown: break
        }
        for folder in usable {
            do throws(LockFile.Failure) {
                let lock = try LockFile(folder.lock(name))
                lock.note(socket: nil)
                state.withLock { $0.locks.append(lock) }
            } catch {
                switch error {
                case .occupied(let process): throw Occupied(message: occupied(process))
                // An unusable folder does not mean that another scheduler is running.
                case .unusable(let reason): reasons.append(reason)
                }
            }
        }
        guard state.withLock({ !$0.locks.isEmpty }) else {
            throw Occupied(message: reasons.joined(separator: "; "), isByAnother: false)
        }
        warnings = reasons.map { "\($0) (other places are used meanwhile)" } + warnings
        warning = warnings.isEmpty ? nil : warnings.joined(separator: "\n")
    }

    /// When the process before this one made its last call, as far as that is known.
    package func lastCall(before now: Uptime) -> Uptime? { lastCall.time(before: now) }

    /// Notes a call for the process that comes after this one. Must be called before the call leaves.
    package func noteCall(at time: Uptime) { lastCall.note(time) }

    /// Writes into the locks where this process listens, for those who look for it.
    package func announce(socket: String) {
        state.withLock { state in
            state.socket = socket
            for lock in state.locks { lock.note(socket: socket) }
        }
    }

    /// Recreates locks that somebody deleted, for instance the end of a session.
    ///
    /// - Returns: what is wrong if another process has taken a lock first; nil if this is still the only one.
    package func renew() -> String? {
        state.withLock { state in
            state.name?.letGoOfAskers()
            state.locks.removeAll { !$0.isWhole }
            var problem: String?
            for folder in folders.usable.folders {
                let path = folder.lock(name)
                guard !state.locks.contains(where: { $0.path == path }) else { continue }
                do throws(LockFile.Failure) {
                    let lock = try LockFile(path)
                    lock.note(socket: state.socket)
                    state.locks.append(lock)
                } catch {
                    // An unusable folder does not mean that another scheduler is running.
                    guard case .occupied(let process) = error else { continue }
                    problem = "process \(process) has taken \(path), which was deleted under this one"
                }
            }
            return problem
        }
    }

    /// The name on the host that only one process of this user may have.
    static func hostName(of name: String, in folders: RuntimeFolders) -> String {
        "showcaller/\(getuid())/\(digest(of: folders.scope))\(name)"
    }

    /// A short hash of a text (FNV-1a), followed by a slash; empty for an empty text.
    private static func digest(of text: String) -> String {
        guard !text.isEmpty else { return "" }
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16) + "/"
    }
}
