import Dispatch
import Glibc
package import MarkedYAML

extension Workers {
    /// The processors of this host, of which a few are enough. Not for who shares them with a show that is on.
    package static let ofThisHost = Workers(count: min(4, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))) {
        count, body in
        DispatchQueue.concurrentPerform(iterations: count, execute: body)
    }
}
