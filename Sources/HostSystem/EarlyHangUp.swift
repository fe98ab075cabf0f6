import Glibc
import Synchronization

/// A SIGHUP that comes while timelines are still being loaded. It asks for them to be read again, and unhandled it would end
/// the process.
package enum EarlyHangUp {
    private static let isPending = Atomic(false)

    /// Notes every SIGHUP from now on, until somebody else handles it.
    package static func watch() {
        // What is first used in a signal handler must be there already.
        isPending.store(false, ordering: .relaxed)
        signal(SIGHUP) { _ in EarlyHangUp.isPending.store(true, ordering: .relaxed) }
    }

    /// Whether one came since this was last asked.
    package static func take() -> Bool { isPending.exchange(false, ordering: .relaxed) }
}
