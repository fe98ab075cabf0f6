import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import Scheduling

/// Tells apart the calls of which nothing left this host from those that may have been heard.
///
/// | what failed | nothing left? |
/// |---|---|
/// | name not resolved, connection refused, connect or TLS timeout, TLS handshake | yes |
/// | no free connection in time | yes |
/// | anything once a connection was assigned: closed, reset, no answer in time | nobody can say |
/// | an error we do not know | nobody can say |
enum NetworkFailure {
    /// - Parameter wasHandedOver: whether the request's head went to a connection.
    static func end(of error: any Error, wasHandedOver: Bool) -> AttemptEnd {
        if !wasHandedOver, let reason = reasonNothingLeft(error) { return AttemptEnd(.notSent, reason: reason) }
        return AttemptEnd(.unanswered, reason: reasonWithoutAnswer(error))
    }

    private static func reasonNothingLeft(_ error: any Error) -> String? {
        switch error {
        case let error as HTTPClientError: reasonNothingLeft(error)
        case is NIOConnectionError: "cannot connect"
        case is SocketAddressError: "the host's name is not known"
        case let error as NIOSSLError:
            if case .handshakeFailed = error {
                "the TLS handshake failed: is the host's certificate valid?"
            } else {
                nil
            }
        case is NIOSSLExtraError: "the host's certificate is not valid"
        case let error as IOError:
            switch error.errnoCode {
            case ECONNREFUSED: "connection refused"
            case EADDRNOTAVAIL, EMFILE, ENFILE: "no socket left"
            default: nil
            }
        default: nil
        }
    }

    private static func reasonNothingLeft(_ error: HTTPClientError) -> String? {
        switch error {
        case .connectTimeout: "no connection in time"
        case .getConnectionFromPoolTimeout: "no free connection in time"
        case .tlsHandshakeTimeout: "no TLS handshake in time"
        case .alreadyShutdown: "shut down"
        default: nil
        }
    }

    /// Fixed words: an error's own description may have the signed URL in it.
    private static func reasonWithoutAnswer(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError:
            switch error {
            case .deadlineExceeded, .readTimeout: "no answer in time"
            case .remoteConnectionClosed: "connection closed before an answer"
            default: "connection failed"
            }
        case let error as IOError: error.errnoCode == ECONNRESET ? "connection reset" : "connection broken"
        default: "connection failed"
        }
    }
}
