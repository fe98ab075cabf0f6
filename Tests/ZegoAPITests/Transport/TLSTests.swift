import NIOCore
import NIOSSL
import Scheduling
import TestSupport
import Testing

@testable import ZegoAPI

/// Where TLS does not come about, nothing leaves.
@Suite(.timeLimit(.minutes(10))) struct TLSTests {
    private typealias Conduct = HostileServer.Conduct

    /// A call over TLS to such a server, which must hear nothing of it.
    private func end(
        _ conduct: Conduct, host: String = "127.0.0.1", timeouts: Timeouts = .patient
    ) async throws -> AttemptEnd {
        try await HostileServer.running(conduct) { server in
            let end = try await withTransport(to: "https://\(host):\(server.port)", timeouts: timeouts) {
                transport async throws in
                try await transport.end()
            }
            // The call may have given up before a busy host let the server see it.
            try await server.connections.reach(1)
            #expect(server.connections.count == 1)
            #expect(!server.heardText.contains("SendBarrageMessage"))
            #expect(!server.heardText.contains("GET"))
            return end
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func aCertificateThatNobodyVouchesForIsRefused(host: String) async throws {
        let end = try await end(
            Conduct(onRequest: { channel, _ in channel.say(accepted) }, prepare: { try SelfSigned.serve(on: $0) }),
            host: host)
        #expect(end.kind == .notSent)
        #expect(end.reason == "the TLS handshake failed: is the host's certificate valid?")
    }

    @Test func aServerThatSpeaksPlainHTTP() async throws {
        let answer = http("400 Bad Request", "this is no TLS")
        let end = try await end(Conduct(onConnect: { $0.say(answer) }))
        #expect(end.kind == .notSent)
        #expect(end.reason == "the TLS handshake failed: is the host's certificate valid?")
    }

    @Test func aServerThatHangsUp() async throws {
        let end = try await end(Conduct(onConnect: { $0.close(promise: nil) }))
        #expect(end.kind == .notSent)
    }

    @Test func aServerThatResets() async throws {
        let end = try await end(Conduct(onConnect: { $0.reset() }))
        #expect(end.kind == .notSent)
    }

    @Test func aServerThatHangsUpInTheMiddleOfTheHandshake() async throws {
        let end = try await end(
            Conduct(onConnect: { channel in channel.sayAndClose("\u{16}\u{3}\u{3}\u{0}\u{40}") }))
        #expect(end.kind == .notSent)
    }

    @Test func aServerThatNeverAnswersTheHandshake() async throws {
        let end = try await end(Conduct(), timeouts: .shortConnect)
        #expect(end.kind == .notSent)
        // The call waits for its connection exactly as long as the connection may take.
        #expect(["no TLS handshake in time", "no connection in time"].contains(end.reason))
    }

    @Test func anAuthorityOfOnesOwnIsTrusted() async throws {
        let conduct = Conduct(
            onRequest: { channel, _ in channel.say(accepted) }, prepare: { try SelfSigned.serve(on: $0) })
        try await HostileServer.running(conduct) { server in
            let authorities = try TrustedAuthorities(pem: Array(SelfSigned.certificate.utf8))
            try await withTransport(to: "https://localhost:\(server.port)", authorities: authorities) {
                transport async throws in
                #expect(try await transport.end().kind == .accepted)
            }
        }
        #expect(throws: TrustedAuthorities.None.self) { try TrustedAuthorities(pem: Array("none".utf8)) }
    }

    @Test func whatIsOlderThanTLS12IsRefused() async throws {
        let conduct = Conduct(
            onRequest: { channel, _ in channel.say(accepted) },
            prepare: { try SelfSigned.serve(on: $0, atMost: .tlsv11) })
        try await HostileServer.running(conduct) { server in
            let authorities = try TrustedAuthorities(pem: Array(SelfSigned.certificate.utf8))
            try await withTransport(to: "https://localhost:\(server.port)", authorities: authorities) {
                transport async throws in
                #expect(try await transport.end().kind == .notSent)
            }
            #expect(!server.heardText.contains("GET"))
        }
    }
}
