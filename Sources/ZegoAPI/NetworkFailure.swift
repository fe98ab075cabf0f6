import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Scheduling

/// Tells apart the calls of which nothing left this host from those that may have been heard.
///
/// The client says that a request's head was written from the connection's own event loop, before anything else that
/// this connection has to say. So where a connection fails a call without that word, the call was never written. Only
/// what does not come by way of a connection may overtake the word: the deadline of the whole call, and a shutdown.
///
/// | what failed | the head was not written | it was |
/// |---|---|---|
/// | name not resolved, connection refused, connect or TLS timeout, TLS handshake | nothing left | – |
/// | no free connection in time | nothing left | – |
/// | the connection: closed, reset, broken | nothing left | nobody can say |
/// | an answer that is not HTTP, or longer than any of ZEGO's | nothing left | not ZEGO |
/// | no answer in time, shut down, an error we do not know | nobody can say | nobody can say |
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

    /// Why none of a host's addresses could be connected to: the first reason that says something.
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
        // Half an answer is not somebody else's.
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
