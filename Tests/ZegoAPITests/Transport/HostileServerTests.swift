import HostSystem
import NIOCore
import NIOPosix
import Scheduling
import ShowTime
import Synchronization
import Testing

@testable import ZegoAPI

/// What becomes of a call at servers that do everything wrong. The rule: not sent only where no byte can have left.
@Suite(.timeLimit(.minutes(10))) struct HostileServerTests {
    private typealias Conduct = HostileServer.Conduct

    // MARK: Nothing left

    @Test func aRefusedConnectionIsNotSent() async throws {
        let address = try await HostileServer.running(Conduct()) { $0.address }
        try await withTransport(to: address) { transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .notSent)
            #expect(end.reason == "connection refused")
        }
    }

    @Test func aRefusedConnectionOfANameIsNotSent() async throws {
        let port = try await HostileServer.running(Conduct()) { $0.port }
        try await withTransport(to: "http://localhost:\(port)") { transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .notSent)
            #expect(end.reason == "connection refused")
        }
    }

    @Test func anUnknownNameIsNotSent() async throws {
        try await withTransport(to: "https://no-such-host.invalid", timeouts: .shortConnect) { transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .notSent)
            // A resolver that takes its time is a resolver that does not answer.
            #expect(["the host's name is not known", "no connection in time"].contains(end.reason))
        }
    }

    @Test func aFullBacklogIsNotSent() async throws {
        let full = try FullBacklog()
        try await withTransport(to: "http://127.0.0.1:\(full.port)", timeouts: .shortConnect) {
            transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .notSent)
            #expect(end.reason == "no connection in time")
        }
    }

    @Test func waitingForAConnectionInVainIsNotSent() async throws {
        try await HostileServer.running(Conduct()) { server in
            var timeouts = Timeouts()
            timeouts.connect = .seconds(2)
            try await withTransport(to: server.address, connections: 1, timeouts: timeouts) { transport async throws in
                transport.send(attempt("the first", number: 1)) { _, _ in }
                try await server.requests.reach(1)
                let end = try await transport.end(of: attempt("the second", number: 2))
                #expect(end.kind == .notSent)
                #expect(end.reason == "no free connection in time")
                #expect(!server.heardText.contains("second"))
            }
        }
    }

    @Test func afterAShutdownNothingIsSent() async throws {
        try await HostileServer.answering(accepted) { server in
            let transport = ZegoTransport(
                account: try account(server.address), mostConnections: 1, time: SystemTime())
            await transport.shutDown()
            let end = try await transport.end()
            #expect(end.kind == .notSent)
            #expect(server.connections.count == 0)
            transport.warmUp()
            await transport.shutDown()
        }
    }

    // MARK: Nobody can say

    @Test func aConnectionClosedAtOnce() async throws {
        try await HostileServer.running(Conduct(onConnect: { $0.close(promise: nil) })) { server in
            try await withTransport(to: server.address) { transport async throws in
                for number in 1...20 as ClosedRange<UInt64> {
                    let end = try await transport.end(of: attempt(number: number))
                    #expect(end.kind == (end.handedOver == nil ? .notSent : .unanswered))
                }
            }
        }
    }

    @Test func aConnectionResetAtOnce() async throws {
        try await HostileServer.running(Conduct(onConnect: { $0.reset() }, reads: false)) { server in
            try await withTransport(to: server.address) { transport async throws in
                for number in 1...20 as ClosedRange<UInt64> {
                    let end = try await transport.end(of: attempt(number: number))
                    #expect(end.kind == (end.handedOver == nil ? .notSent : .unanswered))
                }
            }
        }
    }

    @Test func aConnectionClosedAfterTheRequest() async throws {
        try await HostileServer.running(Conduct(onRequest: { channel, _ in channel.close(promise: nil) })) { server in
            try await withTransport(to: server.address) { transport async throws in
                let end = try await transport.end()
                #expect(end.kind == .unanswered)
                #expect(end.reason == "connection closed before an answer")
                #expect(end.handedOver != nil)
                // Nobody tries it again in silence.
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test func aConnectionResetAfterTheRequest() async throws {
        try await HostileServer.running(Conduct(onRequest: { channel, _ in channel.reset() })) { server in
            try await withTransport(to: server.address) { transport async throws in
                let end = try await transport.end()
                #expect(end.kind == .unanswered)
                #expect(["connection reset", "connection closed before an answer"].contains(end.reason))
                #expect(end.handedOver != nil)
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Code\":0", "HTTP/1.1 2",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{\"Code\":0}\r\n",
    ])
    func halfAnAnswer(text: String) async throws {
        try await HostileServer.running(Conduct(onRequest: { channel, _ in channel.sayAndClose(text) })) { server in
            try await withTransport(to: server.address) { transport async throws in
                let end = try await transport.end()
                #expect(end.kind == .unanswered)
                #expect(end.handedOver != nil)
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"Code\""])
    func anAnswerThatNeverEnds(beginning: String) async throws {
        try await HostileServer.running(Conduct(onRequest: { channel, _ in channel.say(beginning) })) { server in
            try await withTransport(to: server.address, timeouts: .shortCall) { transport async throws in
                let end = try await transport.end()
                #expect(end.kind == .unanswered)
                #expect(end.reason == "no answer in time")
                #expect(end.handedOver != nil)
                #expect(end.took >= .seconds(2))
                // What is given up is hung up.
                try await server.closed.reach(1)
            }
        }
    }

    @Test func aDripThatIsFastEnoughForEveryReadTimeout() async throws {
        let conduct = Conduct(onRequest: { channel, _ in
            channel.say("HTTP/1.1 200 OK\r\n\r\n")
            let drip = channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(20)) { _ in
                channel.say(" ")
            }
            channel.closeFuture.whenComplete { _ in drip.cancel() }
        })
        try await HostileServer.running(conduct) { server in
            try await withTransport(to: server.address, timeouts: .shortCall) { transport async throws in
                let end = try await transport.end()
                #expect(end.kind == .unanswered)
                #expect(end.reason == "no answer in time")
            }
        }
    }

    @Test func shuttingDownEndsWhatIsOnItsWayOnce() async throws {
        try await HostileServer.running(Conduct()) { server in
            let transport = ZegoTransport(
                account: try account(server.address), mostConnections: 10, time: SystemTime())
            let ends = Mutex<[AttemptEnd]>([])
            for number in 1...5 as ClosedRange<UInt64> {
                transport.send(attempt(number: number)) { _, end in ends.withLock { $0.append(end) } }
            }
            try await server.requests.reach(5)
            await transport.shutDown()
            let all = ends.withLock { $0 }
            #expect(all.map(\.kind) == Array(repeating: .unanswered, count: 5))
            #expect(all.allSatisfy { $0.handedOver != nil })
            #expect(all.allSatisfy { $0.reason == "shut down before an answer came" })
        }
    }

    // MARK: Answers that are not ZEGO's

    @Test(arguments: [
        "\u{0}\u{1}\u{2}\u{3} not HTTP at all\n", "SSH-2.0-OpenSSH_9.6\r\n", "220 mail ready\r\n",
        "{\"Code\":0}\r\n\r\n",
        "HTTP/9.9 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    ])
    func garbage(text: String) async throws {
        try await HostileServer.running(Conduct(onRequest: { channel, _ in channel.say(text) })) { server in
            try await withTransport(to: server.address) { transport async throws in
                let end = try await transport.end()
                #expect(end.kind == .foreignAnswer)
                #expect(end.reason == "an answer that is not HTTP")
                #expect(end.handedOver != nil)
                #expect(server.requests.count == 1)
            }
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
        try await HostileServer.running(Conduct(onRequest: { channel, _ in channel.say(text) })) { server in
            try await withTransport(to: server.address) { transport async throws in
                let end = try await transport.end()
                #expect(end.kind == .foreignAnswer)
                #expect(end.reason == "an answer that is not HTTP")
                #expect(server.requests.count == 1)
                try await server.closed.reach(1)
            }
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
        try await HostileServer.running(conduct) { server in
            try await withTransport(to: server.address) { transport async throws in
                #expect(try await transport.end().kind == .accepted)
                try await server.closed.reach(1)
                try await poolKnows()
                #expect(try await transport.end().kind == .accepted)
            }
        }
    }

    @Test func aServerThatSpeaksFirst() async throws {
        let conduct = Conduct(onConnect: { $0.say("SSH-2.0-OpenSSH_9.6\r\n") })
        try await HostileServer.running(conduct) { server in
            try await withTransport(to: server.address, timeouts: .shortCall) { transport async throws in
                for number in 1...10 as ClosedRange<UInt64> {
                    let end = try await transport.end(of: attempt(number: number))
                    // Whether the greeting or the request was first is a matter of luck.
                    #expect(end.kind != .accepted)
                    #expect((end.kind == .notSent) == (end.handedOver == nil))
                }
            }
        }
    }

    @Test func aRedirectIsNotFollowed() async throws {
        try await HostileServer.answering(accepted) { other in
            for status in [
                "301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect",
            ] {
                let answer = http(status, "", "Location: \(other.address)/\r\n")
                try await HostileServer.answering(answer) { server in
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
        try await HostileServer.answering(http("200 OK", body)) { server in
            try await withTransport(to: server.address) { transport async throws in
                let end = try await transport.end()
                #expect(end.kind == .foreignAnswer)
                #expect(end.reason == "an answer that is longer than any of ZEGO's")
                try await server.closed.reach(1)
            }
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
            // Long before the whole call's ten seconds are over, or the time limit strikes.
            try await withTransport(to: server.address) { transport async throws in
                let end = try await transport.end()
                #expect(end.kind == .foreignAnswer)
                #expect(end.took < .seconds(9))
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
        try await HostileServer.running(conduct) { server in
            try await withTransport(to: server.address, nonce: { 7 }) { transport async throws in
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

    // MARK: Answers that are fine

    @Test func anAnswerInPieces() async throws {
        let conduct = Conduct(onRequest: { channel, _ in
            for byte in accepted.utf8 { channel.writeAndFlush(ByteBuffer(bytes: [byte]), promise: nil) }
        })
        try await HostileServer.running(conduct) { server in
            try await withTransport(to: server.address) { transport async throws in
                #expect(try await transport.end().messageID == "1_2_3")
            }
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"Cod\r\n5\r\ne\":0}\r\n0\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\n\r\n" + accepted, "HTTP/1.1 100 Continue\r\n\r\n" + accepted,
        http("500 Internal Server Error", "{\"Code\":0}"),
        http("200 OK", "{\"Code\":0}", "Content-Encoding: identity\r\n"),
    ])
    func otherWaysToSayIt(answer: String) async throws {
        try await HostileServer.answering(answer) { server in
            try await withTransport(to: server.address) { transport async throws in
                #expect(try await transport.end().kind == .accepted)
            }
        }
    }

    @Test func anAnswerThatEndsWithItsConnection() async throws {
        let answer = "HTTP/1.0 200 OK\r\n\r\n{\"Code\":0}"
        try await HostileServer.running(Conduct(onRequest: { channel, _ in channel.sayAndClose(answer) })) { server in
            try await withTransport(to: server.address) { transport async throws in
                #expect(try await transport.end().kind == .accepted)
                #expect(try await transport.end().kind == .accepted)
                #expect(server.connections.count == 2)
            }
        }
    }

    @Test func overIPv6() async throws {
        try await HostileServer.running(on: "::1", Conduct(onRequest: { channel, _ in channel.say(accepted) })) {
            server in
            try await withTransport(to: "http://[::1]:\(server.port)") { transport async throws in
                #expect(try await transport.end().kind == .accepted)
            }
        }
    }

    // MARK: Connections

    /// Waits until the client's pool knows of connections that are closed: it learns of them on their loops.
    private func poolKnows() async throws {
        for _ in 0..<2 {
            for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try await loop.submit {}.get() }
        }
    }

    @Test func aSlowAnswerHoldsUpNoOtherCall() async throws {
        let slow = Mutex<(any Channel)?>(nil)
        let conduct = Conduct(onRequest: { channel, number in
            if number == 1 { slow.withLock { $0 = channel } } else { channel.say(accepted) }
        })
        try await HostileServer.running(conduct) { server in
            try await withTransport(to: server.address) { transport async throws in
                let (ends, continuation) = AsyncStream.makeStream(of: AttemptEnd.Kind.self)
                transport.send(attempt("slow", number: 1)) { continuation.yield($1.kind) }
                try await server.requests.reach(1)
                for number in 2...11 as ClosedRange<UInt64> {
                    #expect(try await transport.end(of: attempt(number: number)).kind == .accepted)
                }
                slow.withLock { $0?.say(accepted) }
                var iterator = ends.makeAsyncIterator()
                #expect(await iterator.next() == .accepted)
            }
        }
    }

    @Test func aHundredCallsAreOnTheirWayAtOnce() async throws {
        let channels = Mutex<[any Channel]>([])
        let conduct = Conduct(onRequest: { channel, number in
            let waiting = channels.withLock { channels in
                channels.append(channel)
                return number == 100 ? channels : []
            }
            // Only when all are here is anybody answered.
            for channel in waiting { channel.say(accepted) }
        })
        try await HostileServer.running(conduct) { server in
            try await withTransport(to: server.address) { transport async throws in
                let (ends, continuation) = AsyncStream.makeStream(of: AttemptEnd.Kind.self)
                for number in 1...100 as ClosedRange<UInt64> {
                    transport.send(attempt(number: number)) { continuation.yield($1.kind) }
                }
                var kinds: [AttemptEnd.Kind] = []
                for await kind in ends.prefix(100) { kinds.append(kind) }
                #expect(kinds == Array(repeating: .accepted, count: 100))
            }
        }
    }

    @Test func connectionsAreUsedAgain() async throws {
        try await HostileServer.answering(accepted) { server in
            try await withTransport(to: server.address) { transport async throws in
                for _ in 1...5 { #expect(try await transport.end().kind == .accepted) }
                #expect(server.connections.count == 1)
            }
        }
    }

    @Test func idleConnectionsAreClosed() async throws {
        try await HostileServer.answering(accepted) { server in
            var timeouts = Timeouts()
            #expect(timeouts.idleConnection == .seconds(4))
            timeouts.idleConnection = .milliseconds(50)
            try await withTransport(to: server.address, timeouts: timeouts) { transport async throws in
                #expect(try await transport.end().kind == .accepted)
                try await server.closed.reach(1)
                #expect(try await transport.end().kind == .accepted)
                #expect(server.connections.count == 2)
            }
        }
    }

    @Test func aConnectionThatTheServerClosedIsNotUsedAgain() async throws {
        let conduct = Conduct(onRequest: { channel, number in
            channel.say(accepted)
            // Half of it: the other half is closed by the client, which thereby shows that it knows.
            if number == 1 { channel.close(mode: .output, promise: nil) }
        })
        try await HostileServer.running(conduct) { server in
            try await withTransport(to: server.address) { transport async throws in
                #expect(try await transport.end().kind == .accepted)
                try await server.closed.reach(1)
                try await poolKnows()
                #expect(try await transport.end().kind == .accepted)
                #expect(server.connections.count == 2)
                #expect(server.requests.count == 2)
            }
        }
    }

    @Test func aStaleConnectionNeverSendsTwice() async throws {
        // Every second request meets a connection that is being closed.
        let conduct = Conduct(onRequest: { channel, number in
            if number.isMultiple(of: 2) { channel.reset() } else { channel.say(accepted) }
        })
        try await HostileServer.running(conduct) { server in
            try await withTransport(to: server.address) { transport async throws in
                var handedOver = 0
                for number in 1...20 as ClosedRange<UInt64> {
                    let end = try await transport.end(of: attempt(number: number))
                    if end.handedOver != nil { handedOver += 1 }
                    #expect(end.kind == (number.isMultiple(of: 2) ? .unanswered : .accepted))
                }
                #expect(server.requests.count == 20)
                #expect(handedOver == 20)
            }
        }
    }

    @Test func closingRacesNeverLoseOrDoubleACall() async throws {
        // The server closes right behind each answer, while the next call may be on its way already.
        let conduct = Conduct(onRequest: { channel, _ in channel.sayAndClose(accepted) })
        try await HostileServer.running(conduct) { server in
            try await withTransport(to: server.address) { transport async throws in
                var ends: [AttemptEnd] = []
                for number in 1...200 as ClosedRange<UInt64> {
                    ends.append(try await transport.end(of: attempt(number: number)))
                }
                // A call that is said not to have been sent was not heard; one that was answered was heard once.
                let notSent = ends.count { $0.kind == .notSent }
                let accepted = ends.count { $0.kind == .accepted }
                let unanswered = ends.count { $0.kind == .unanswered }
                #expect(notSent + accepted + unanswered == 200)
                #expect(server.requests.count >= accepted)
                #expect(server.requests.count <= 200 - notSent)
            }
        }
    }

    @Test func warmingUpOpensAConnectionThatIsUsed() async throws {
        let conduct = Conduct(onRequest: { channel, number in
            channel.say(number == 1 ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" : accepted)
        })
        try await HostileServer.running(conduct) { server in
            try await withTransport(to: server.address) { transport async throws in
                transport.warmUp()
                try await server.requests.reach(1)
                #expect(server.heardText.hasPrefix("HEAD / HTTP/1.1\r\n"))
                // Nothing of the account is said.
                #expect(!server.heardText.contains("AppId"))
                while try await transport.end().kind != .accepted {}
                #expect(server.connections.count <= 2)
            }
        }
    }

    @Test func warmingUpInVainHarmsNothing() async throws {
        let address = try await HostileServer.running(Conduct()) { $0.address }
        try await withTransport(to: address) { transport async throws in
            transport.warmUp()
            #expect(try await transport.end().kind == .notSent)
        }
    }
}
