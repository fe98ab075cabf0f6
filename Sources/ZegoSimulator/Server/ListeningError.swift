import Glibc
import NIOCore

/// The reason why a simulator could not listen.
package struct ListeningError: Error, Hashable, Sendable {
    package var message: String

    /// - Parameter ending: how the server ended, without having listened.
    init(port: Int, _ ending: Result<Void, any Error>) {
        var reason = "it ended at once"
        if case .failure(let error) = ending {
            reason = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
        }
        message =
            "the simulator cannot listen on 127.0.0.1:\(port): \(reason); choose another port, or 0 for any free one"
    }
}
