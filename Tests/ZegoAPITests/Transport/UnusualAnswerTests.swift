import NIOCore
import Scheduling
import TestSupport
import Testing

@testable import ZegoAPI

/// Unusual answers that are ZEGO's all the same.
@Suite(.timeLimit(.minutes(10))) struct UnusualAnswerTests {
    private typealias Conduct = HostileServer.Conduct

    @Test func anAnswerInPieces() async throws {
        let conduct = Conduct(onRequest: { channel, _ in
            for byte in accepted.utf8 { channel.writeAndFlush(ByteBuffer(bytes: [byte]), promise: nil) }
        })
        try await withHostileServer(conduct) { server, transport async throws in
            #expect(try await transport.end().messageID == "1_2_3")
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Cod\r\n5\r\ne\":0}\r\n0\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\n\r\n" + accepted, "HTTP/1.1 100 Continue\r\n\r\n" + accepted,
        http("500 Internal Server Error", "{\"Code\":0}"),
        http("200 OK", "{\"Code\":0}", headers: "Content-Encoding: identity\r\n"),
    ])
    func otherWaysToSayIt(answer: String) async throws {
        try await withHostileServer(.answering(answer)) { server, transport async throws in
            #expect(try await transport.end().kind == .accepted)
        }
    }

    @Test func anAnswerThatEndsWithItsConnection() async throws {
        let answer = "HTTP/1.0 200 OK\r\n\r\n{\"Code\":0}"
        try await withHostileServer(Conduct(onRequest: { channel, _ in channel.sayAndClose(answer) })) {
            server, transport async throws in
            #expect(try await transport.end().kind == .accepted)
            #expect(try await transport.end().kind == .accepted)
            #expect(server.connections.count == 2)
        }
    }

    @Test func overIPv6() async throws {
        try await HostileServer.running(on: "::1", .answering(accepted)) {
            server in
            try await withTransport(to: "http://[::1]:\(server.port)") { transport async throws in
                #expect(try await transport.end().kind == .accepted)
            }
        }
    }
}
