import NIOCore
import Scheduling
import ShowTime
import Synchronization
import TestSupport
import Testing

@testable import ZegoAPI

/// Answers that are not ZEGO's.
@Suite(.timeLimit(.minutes(10))) struct ForeignAnswerTests {
    private typealias Conduct = HostileServer.Conduct

    @Test(arguments: [
        "\u{0}\u{1}\u{2}\u{3} not HTTP at all\n", "SSH-2.0-OpenSSH_9.6\r\n", "220 mail ready\r\n",
        "{\"Code\":0}\r\n\r\n",
        "HTTP/9.9 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    ])
    func garbage(text: String) async throws {
        try await withHostileServer(.answering(text)) { server, transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .foreignAnswer)
            #expect(end.reason == "an answer that is not HTTP")
            #expect(end.handedOver != nil)
            #expect(server.requests.count == 1)
        }
    }

    /// The HTTP client traps on some of these if they reach it.
    @Test(arguments: [
        "HTTP/1.1 000 Nope\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 000 Nope\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 099 Nope\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 001 Nope\r\n\r\nhello", "HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    ])
    func aStatusBelow200WithABody(text: String) async throws {
        try await withHostileServer(.answering(text)) { server, transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .foreignAnswer)
            #expect(end.reason == "an answer that is not HTTP")
            #expect(server.requests.count == 1)
            try await server.closed.reach(1)
        }
    }

    /// As load balancers do on connections that they have enough of.
    @Test(arguments: [
        "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n",
        "HTTP/1.1 000 Nope\r\nContent-Length: 5\r\n\r\nhello",
    ])
    func anAnswerWithoutARequest(text: String) async throws {
        let conduct = Conduct(onRequest: { channel, number in
            channel.say(accepted)
            guard number == 1 else { return }
            channel.eventLoop.scheduleTask(in: .milliseconds(20)) { channel.say(text) }
        })
        try await withHostileServer(conduct) { server, transport async throws in
            #expect(try await transport.end().kind == .accepted)
            try await server.closed.reach(1)
            try await poolKnows()
            #expect(try await transport.end().kind == .accepted)
        }
    }

    @Test func aServerThatSpeaksFirst() async throws {
        let conduct = Conduct(onConnect: { $0.say("SSH-2.0-OpenSSH_9.6\r\n") })
        try await withHostileServer(conduct, timeouts: .shortCall) { server, transport async throws in
            for number in 1...10 as ClosedRange<UInt64> {
                let end = try await transport.end(of: attempt(number: number))
                // Whether the greeting or the request was first is a matter of luck.
                #expect(end.kind != .accepted)
                #expect((end.kind == .notSent) == (end.handedOver == nil))
            }
        }
    }

    @Test func aRedirectIsNotFollowed() async throws {
        try await HostileServer.running(.answering(accepted)) { other in
            for status in [
                "301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect",
            ] {
                let answer = http(status, "", headers: "Location: \(other.address)/\r\n")
                try await HostileServer.running(.answering(answer)) { server in
                    try await withTransport(to: server.address) { transport async throws in
                        #expect(try await transport.end().kind == .foreignAnswer)
                    }
                    #expect(server.requests.count == 1)
                }
            }
            #expect(other.connections.count == 0)
        }
    }

    @Test func tenMegabytesAreNotAnAnswer() async throws {
        let body = #"{"Code":0,"Padding":""# + String(repeating: "x", count: 10 << 20) + #""}"#
        try await withHostileServer(.answering(http("200 OK", body))) { server, transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .foreignAnswer)
            #expect(end.reason == "an answer that is longer than any of ZEGO's")
            try await server.closed.reach(1)
        }
    }

    @Test func anAnswerWithoutEndIsCutOff() async throws {
        let conduct = Conduct(onRequest: { channel, _ in
            channel.say("HTTP/1.1 200 OK\r\n\r\n{\"Code\":0}")
            let part = String(repeating: " ", count: 1 << 14)
            let flood = channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(1)) { _ in
                channel.say(part)
            }
            channel.closeFuture.whenComplete { _ in flood.cancel() }
        })
        try await HostileServer.running(conduct) { server in
            // By its size, and not because the call's time is over.
            try await withTransport(to: server.address, timeouts: .patient) { transport async throws in
                let end = try await transport.end()
                #expect(end.kind == .foreignAnswer)
                try await server.closed.reach(1)
            }
        }
    }

    @Test func aServerThatQuotesTheCall() async throws {
        let heard = Mutex<String>("")
        let conduct = Conduct(onRequest: { channel, _ in
            let query = heard.withLock { $0 }
            channel.say(http("200 OK", #"{"Code":3,"Message":"bad: \#(query)","RequestId":"\#(query)"}"#))
        })
        try await withHostileServer(conduct, nonce: { 7 }) { server, transport async throws in
            // A first call to learn what the next will be like: the same nonce, and hardly another second.
            _ = try await transport.end()
            let query = server.heardText.split(separator: " ")[1]
            heard.withLock { $0 = String(query) }
            let end = try await transport.end()
            #expect(end.kind == .refused)
            #expect(end.reason == "(left out: it repeats the signed call)")
            #expect(end.requestID == nil)
        }
    }
}
