import CProcess
import Glibc

/// A name on this host that one process has, and that dies with it: an abstract Unix socket. It is in no folder, so no
/// environment hides it, and nothing that is deleted frees it. Containers with a network of their own have their own names.
final class HostName: Sendable {
    let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        // A process that is just being forked has it too: nobody must be told there that the name is taken.
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    /// Those who ask for the name connect. Many can wait; to be called now and then, so that there is always room.
    func letGoOfAskers() {
        // Not for as long as others come faster.
        for _ in 0..<Self.mostAskers {
            let asker = accept(descriptor, nil, nil)
            guard asker >= 0 else { return }
            close(asker)
        }
    }

    private static let mostAskers: Int32 = 4096

    enum Claim {
        case ours(HostName)
        /// Another process of this user has it.
        case occupied(process: Int32)
        /// Anybody may take a name: one that another user has says nothing about the processes of this one.
        case foreign(user: UInt32, process: Int32)
        /// Somebody has it, and so many ask for it that nobody can tell who that is.
        case unidentified
        /// There are no such names here.
        case unknown
    }

    /// - Parameter name: up to 107 bytes.
    static func claim(_ name: String) -> Claim {
        // One that is bound and does not listen yet says nothing of who has it.
        for pause: UInt32 in [0, 1_000, 10_000, 50_000, 200_000, 500_000] {
            usleep(pause)
            let descriptor = Self.socket()
            guard descriptor >= 0 else { return .unknown }
            if showcaller_abstract_bind(descriptor, name) == 0, listen(descriptor, mostAskers) == 0 {
                return .ours(HostName(descriptor))
            }
            let isTaken = errno == EADDRINUSE
            close(descriptor)
            guard isTaken else { return .unknown }
            if let (user, process) = holder(of: name) {
                return user == getuid() ? .occupied(process: process) : .foreign(user: user, process: process)
            }
        }
        return .unidentified
    }

    private static func socket() -> Int32 {
        Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    }

    /// Who listens under a name, nil where that cannot be told.
    private static func holder(of name: String) -> (user: UInt32, process: Int32)? {
        let descriptor = Self.socket()
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var process: Int32 = 0
        var user: UInt32 = 0
        guard showcaller_abstract_connect(descriptor, name) == 0,
            showcaller_peer(descriptor, &process, &user) == 0
        else { return nil }
        return (user, process)
    }
}
