import Dispatch
package import MarkedYAML

extension Workers {
    /// The processors of this host. Not to be used beside a show that is running, which needs them.
    package static let ofThisHost = Workers { count, body in
        DispatchQueue.concurrentPerform(iterations: count, execute: body)
    }
}
