import CProcess
import Glibc

/// A name on this host that one process owns and that is freed when the process ends: an abstract Unix socket. It is in no
/// folder, so no environment hides it and deleting files does not free it. Containers with a network of their own have their own
/// names.
final class HostName: Sendable {
    let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        // A child process that is just being forked holds the socket too: nobody must be able to connect there and find the name
        // taken.
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    /// Closes the connections of processes that asked for the name; they ask by connecting. The queue of waiting connections is
    /// long; call this now and then, so that it never fills up.
    func letGoOfAskers() {
        // Bounded, because others might connect faster than this accepts.
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
        /// Another user's process has it. Anybody may take a name, so this says nothing about the processes of this user.
        case foreign(user: UInt32, process: Int32)
        /// Somebody has it, but it cannot be told who, for instance because too many processes are asking.
        case unidentified
        /// This host does not have such names.
        case unknown
    }

    /// - Parameter name: up to 107 bytes.
    static func claim(_ name: String) -> Claim {
        // A name that is bound but not listened on yet does not tell who has it: then this tries again.
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
