import Glibc
import Synchronization

/// A SIGHUP that comes while timelines are still being loaded. It asks for them to be read again, and unhandled it would end
/// the process.
package enum EarlyHangUp {
    private static let isPending = Atomic(false)

    /// Notes every SIGHUP from now on, until somebody else handles it.
    package static func watch() {
        // Initializes the static first: its lazy initialization must not happen inside the signal handler.
        isPending.store(false, ordering: .relaxed)
        signal(SIGHUP) { _ in EarlyHangUp.isPending.store(true, ordering: .relaxed) }
    }

    /// Returns whether a SIGHUP came since the last call.
    package static func take() -> Bool { isPending.exchange(false, ordering: .relaxed) }
}
