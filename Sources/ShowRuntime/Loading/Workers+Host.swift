import Dispatch
package import MarkedYAML

extension Workers {
    /// The processors of this host. Not for who shares them with a show that is on.
    package static let ofThisHost = Workers { count, body in
        DispatchQueue.concurrentPerform(iterations: count, execute: body)
    }
}
