import Foundation
import Synchronization

/// A process that was started, and its end.
///
/// Foundation's `Process` hears of ends through `select`, which knows 1,024 descriptors. Other tests of this process have more:
/// then ends are not heard of, whoever starts a process waits for a minute, or all of it crashes.
final class ChildProcess: Sendable {
    struct SystemError: Error { var number: Int32 }

    let identifier: pid_t
    /// What it ended with; nil while it runs.
    private let status = Mutex<Int32?>(nil)
    private let end: AsyncStream<Void>

    /// - Parameters:
    ///   - folder: where it runs.
    ///   - output, errors: descriptors that it writes to. It has no others, and an empty standard input.
    init(
        _ executable: String, _ arguments: [String], environment: [String: String], folder: String, output: Int32,
        errors: Int32
    ) throws {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&files, output, 1)
        posix_spawn_file_actions_adddup2(&files, errors, 2)
        _ = Self.closeFrom?(&files, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Whoever runs the tests may have signals ignored or blocked: a shell in the background does.
        var all = sigset_t()
        var none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        // It goes into the folder and becomes the program.
        let words = (["/usr/bin/env", "-C", folder, executable] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        let problem = posix_spawn(&process, "/usr/bin/env", &files, &attributes, words, variables)
        guard problem == 0 else { throw SystemError(number: problem) }
        identifier = process
        let (end, continuation) = AsyncStream<Void>.makeStream()
        self.end = end
        Thread.detachNewThread { [self] in
            awaitEnd()
            continuation.finish()
        }
    }

    private typealias CloseFrom =
        @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

    /// Swift does not import it. A file that another test is writing must not stay open in a process that goes on for long:
    /// nobody could run it.
    private static let closeFrom = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
        unsafeBitCast($0, to: CloseFrom.self)
    }

    private func awaitEnd() {
        // Its number is nobody else's until it is taken notice of.
        var information = siginfo_t()
        while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        status.withLock { status in
            var ended: Int32 = 0
            waitpid(identifier, &ended, 0)
            status = ended & 0x7F == 0 ? ended >> 8 & 0xFF : ended & 0x7F
        }
    }

    var isRunning: Bool { status.withLock { $0 == nil } }

    func send(_ signal: Int32) {
        status.withLock { status in
            if status == nil { kill(identifier, signal) }
        }
    }

    /// Waits for its end.
    ///
    /// - Returns: its exit status, or the number of the signal that ended it.
    func finished() async -> Int32 {
        for await _ in end {}
        return status.withLock { $0 ?? -1 }
    }
}
