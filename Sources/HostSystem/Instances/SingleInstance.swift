import Glibc
import Synchronization

/// One process per AppID on a host: two would share a quota that neither knows of.
///
/// The process has a name of the host, and a lock in every folder of its user: whatever environment another one has, it
/// meets one of them. All die with it.
package final class SingleInstance: Sendable {
    private struct State {
        var name: HostName?
        var locks: [LockFile] = []
        var socket: String?
    }

    private let name: String
    private let folders: RuntimeFolders
    private let state = Mutex(State())
    /// What an operator should know of it; nil where all is well.
    package let warning: String?

    package struct Occupied: Error, Sendable { package var message: String }

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
        let (usable, problems) = folders.usable
        guard !usable.isEmpty else {
            throw Occupied(message: problems.map(\.message).joined(separator: "; "))
        }
        var warnings = problems.map { "\($0.message) (other places are used meanwhile)" }
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
        case .unknown: break
        }
        warning = warnings.isEmpty ? nil : warnings.joined(separator: "\n")
        for folder in usable {
            do throws(LockFile.Failure) {
                let lock = try LockFile(folder.lock(name))
                lock.note(socket: nil)
                state.withLock { $0.locks.append(lock) }
            } catch {
                switch error {
                case .occupied(let process): throw Occupied(message: occupied(process))
                case .unusable(let reason): throw Occupied(message: reason)
                }
            }
        }
    }

    /// Tells those who look for it where this process listens.
    package func announce(socket: String) {
        state.withLock { state in
            state.socket = socket
            for lock in state.locks { lock.note(socket: socket) }
        }
    }

    /// Makes locks anew that somebody deleted, for instance the end of a session.
    ///
    /// - Returns: what is wrong where another process was faster; nil where this is still the only one.
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
                    // A folder that cannot be used says nothing about others.
                    guard case .occupied(let process) = error else { continue }
                    problem = "process \(process) has taken \(path), which was deleted under this one"
                }
            }
            return problem
        }
    }

    /// The name of the host that only one process of this user may have.
    static func hostName(of name: String, in folders: RuntimeFolders) -> String {
        "showcaller/\(getuid())/\(digest(of: folders.scope))\(name)"
    }

    /// Short, and other for other texts.
    private static func digest(of text: String) -> String {
        guard !text.isEmpty else { return "" }
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16) + "/"
    }
}
