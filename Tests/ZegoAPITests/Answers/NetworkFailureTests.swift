import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOSSL
import Scheduling
import Testing

@testable import ZegoAPI

/// What an error means depends on whether the request's head was written before it.
struct NetworkFailureTests {
    private struct Unheard: Error, CustomStringConvertible {
        var description: String { "https://rtc-api.zego.im/?Signature=0" }
    }

    /// Errors that come by way of a connection, or of the wait for one.
    private static let ofConnections: [any Error & Sendable] = [
        HTTPClientError.connectTimeout, HTTPClientError.getConnectionFromPoolTimeout,
        HTTPClientError.tlsHandshakeTimeout, HTTPClientError.remoteConnectionClosed, HTTPClientError.alreadyShutdown,
        NIOSSLError.handshakeFailed(.sslError([])), NIOSSLError.uncleanShutdown,
        NIOSSLError.unableToValidateCertificate,
        BoringSSLError.zeroReturn, ChannelError.ioOnClosedChannel, ChannelError.eof,
        HTTPParserError.invalidConstant, HTTPParserError.invalidEOFState,
        IOError(errnoCode: ECONNREFUSED, reason: "connect"), IOError(errnoCode: ECONNRESET, reason: "read"),
        IOError(errnoCode: EPIPE, reason: "write"), IOError(errnoCode: EHOSTUNREACH, reason: "connect"),
        IOError(errnoCode: ENETUNREACH, reason: "connect"), IOError(errnoCode: ETIMEDOUT, reason: "connect"),
        IOError(errnoCode: EMFILE, reason: "socket"), IOError(errnoCode: EACCES, reason: "connect"),
    ]

    /// Errors that may overtake the word that the head was written, and those that nobody knows.
    private static let others: [any Error & Sendable] = [
        HTTPClientError.deadlineExceeded, HTTPClientError.readTimeout, HTTPClientError.writeTimeout,
        HTTPClientError.cancelled, HTTPClientError.bodyLengthMismatch, Unheard(), CancellationError(),
    ]

    @Test func beforeTheHeadWasWrittenNothingLeft() {
        for error in Self.ofConnections {
            let end = NetworkFailure.end(of: error, wasHandedOver: false)
            #expect(end.kind == .notSent, "\(error)")
            expectFixedWords(end)
        }
    }

    @Test func whatMayHaveOvertakenTheHeadLeavesItOpen() {
        for error in Self.others {
            let end = NetworkFailure.end(of: error, wasHandedOver: false)
            #expect(end.kind == .unanswered, "\(error)")
            expectFixedWords(end)
        }
    }

    @Test func afterTheHeadWasWrittenNothingIsEverNotSent() {
        for error in Self.ofConnections + Self.others {
            let end = NetworkFailure.end(of: error, wasHandedOver: true)
            #expect(end.kind == .unanswered || end.kind == .foreignAnswer, "\(error)")
            expectFixedWords(end)
        }
    }

    @Test func whatIsNotHTTPIsNotZEGOs() {
        func kind(_ error: any Error) -> AttemptEnd.Kind { NetworkFailure.end(of: error, wasHandedOver: true).kind }
        #expect(kind(HTTPParserError.invalidConstant) == .foreignAnswer)
        #expect(kind(HTTPParserError.headerOverflow) == .foreignAnswer)
        #expect(kind(NetworkFailure.AnswerTooLong()) == .foreignAnswer)
        // It only broke off.
        #expect(kind(HTTPParserError.invalidEOFState) == .unanswered)
    }

    @Test func aSimulatedNetworkSpeaksTheSameWords() {
        #expect(AttemptEnd.timedOut == AttemptEnd(.unanswered, reason: "no answer in time"))
        #expect(AttemptEnd.connectionReset == AttemptEnd(.unanswered, reason: "connection reset"))
        #expect(AttemptEnd.connectionRefused == AttemptEnd(.notSent, reason: "connection refused"))
    }

    private func expectFixedWords(_ end: AttemptEnd, at place: SourceLocation = #_sourceLocation) {
        expectNothingGivenAway(end, at: place)
        #expect(end.reason?.isEmpty == false, sourceLocation: place)
    }
}
