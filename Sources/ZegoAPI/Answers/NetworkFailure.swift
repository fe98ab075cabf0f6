import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
package import Scheduling

/// Distinguishes calls of which nothing left this host from calls that the server may have received.
///
/// The client reports that a request's head was written from the connection's own event loop, before anything else
/// about this connection. So where a connection fails a call without that report, the call was never written. Only
/// errors that do not come from a connection may overtake the report: the deadline of the whole call, and a shutdown.
///
/// | failure | the head was not written | the head was written |
/// |---|---|---|
/// | name not resolved, connection refused, connect or TLS timeout, TLS handshake | nothing left | – |
/// | no free connection in time | nothing left | – |
/// | the connection: closed, reset, broken | nothing left | unknown |
/// | an answer that is not HTTP, or longer than any of ZEGO's | nothing left | not ZEGO |
/// | no answer in time, shut down, any other error | unknown | unknown |
enum NetworkFailure {
    /// An answer longer than any of ZEGO's, of which the rest was not waited for.
    struct AnswerTooLong: Error {}

    /// - Parameter wasHandedOver: whether the request's head went to a connection.
    static func end(of error: any Error, wasHandedOver: Bool) -> AttemptEnd {
        if !wasHandedOver {
            if let reason = reasonNothingLeft(error) { return AttemptEnd(.notSent, reason: reason) }
        } else if let reason = reasonForeign(error) {
            return AttemptEnd(.foreignAnswer, reason: reason)
        }
        return AttemptEnd(.unanswered, reason: reasonWithoutAnswer(error))
    }

    // Fixed words, here and below: an error's own description may have the signed URL in it.

    private static func reasonNothingLeft(_ error: any Error) -> String? {
        switch error {
        case let error as HTTPClientError: reasonNothingLeft(error)
        case let error as NIOConnectionError:
            error.connectionErrors.isEmpty ? "the host's name is not known" : reasonNothingLeft(error.connectionErrors)
        case is SocketAddressError: "the host's name is not known"
        case let error as NIOSSLError:
            if case .handshakeFailed = error {
                "the TLS handshake failed: is the host's certificate valid?"
            } else {
                "the TLS handshake was broken off"
            }
        case is BoringSSLError: "the TLS handshake was broken off"
        case is NIOSSLExtraError: "the host's certificate is not valid"
        case let error as IOError: reasonNothingLeft(error)
        // The connection had been closed by the time the call came to it.
        case is ChannelError: "the connection was closed before the call"
        case is HTTPParserError: "the host does not speak HTTP"
        default: nil
        }
    }

    private static func reasonNothingLeft(_ error: HTTPClientError) -> String? {
        switch error {
        case .connectTimeout: "no connection in time"
        case .getConnectionFromPoolTimeout: "no free connection in time"
        case .tlsHandshakeTimeout: "no TLS handshake in time"
        case .remoteConnectionClosed: "the connection was closed before the call"
        case .alreadyShutdown: "shut down"
        default: nil
        }
    }

    /// The reason why none of a host's addresses could be connected to: the first that is specific.
    private static func reasonNothingLeft(_ failures: [SingleConnectionFailure]) -> String {
        failures.lazy.compactMap { $0.error as? IOError }.first.map(reasonNothingLeft) ?? "cannot connect"
    }

    private static func reasonNothingLeft(_ error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "connection refused"
        case EHOSTUNREACH, ENETUNREACH: "the host cannot be reached"
        case EADDRNOTAVAIL, EMFILE, ENFILE: "no socket left"
        case ECONNRESET, EPIPE: "the connection was closed before the call"
        default: "cannot connect"
        }
    }

    private static func reasonForeign(_ error: any Error) -> String? {
        switch error {
        case is AnswerTooLong: "an answer that is longer than any of ZEGO's"
        // Half an answer may be half of ZEGO's.
        case HTTPParserError.invalidEOFState, HTTPParserError.closedConnection: nil
        case is HTTPParserError: "an answer that is not HTTP"
        default: nil
        }
    }

    private static func reasonWithoutAnswer(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError:
            switch error {
            case .deadlineExceeded, .readTimeout: "no answer in time"
            case .remoteConnectionClosed: "connection closed before an answer"
            case .cancelled, .alreadyShutdown: "shut down before an answer came"
            default: "connection failed"
            }
        case is HTTPParserError: "connection closed in the middle of an answer"
        case let error as IOError: error.errnoCode == ECONNRESET ? "connection reset" : "connection broken"
        default: "connection failed"
        }
    }
}

/// The ends of attempts over a simulated network, in the words of the real one.
extension AttemptEnd {
    /// No answer came in time.
    package static var timedOut: AttemptEnd {
        NetworkFailure.end(of: HTTPClientError.deadlineExceeded, wasHandedOver: true)
    }

    /// The connection broke before an answer came.
    package static var connectionReset: AttemptEnd {
        NetworkFailure.end(of: IOError(errnoCode: ECONNRESET, reason: "read"), wasHandedOver: true)
    }

    /// There was no connection, and nothing left this host.
    package static var connectionRefused: AttemptEnd {
        NetworkFailure.end(of: IOError(errnoCode: ECONNREFUSED, reason: "connect"), wasHandedOver: false)
    }
}
