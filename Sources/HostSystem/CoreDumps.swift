import CProcess
import Glibc

/// The memory of this process, written to a file when it crashes.
package enum CoreDumps {
    /// Turns them off, and keeps other processes of this user from reading the memory: the server secret is in it.
    package static func forbid() {
        var none = rlimit()
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = showcaller_set_undumpable()
    }
}
