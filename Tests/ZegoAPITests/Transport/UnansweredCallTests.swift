import HostSystem
import NIOCore
import Scheduling
import ShowTime
import Synchronization
import TestSupport
import Testing

@testable import ZegoAPI

/// Calls that may have been heard, and got no answer.
@Suite(.timeLimit(.minutes(10))) struct UnansweredCallTests {
    private typealias Conduct = HostileServer.Conduct

    @Test func aConnectionClosedAtOnce() async throws {
        try await withHostileServer(Conduct(onConnect: { $0.close(promise: nil) })) { server, transport async throws in
            for number in 1...20 as ClosedRange<UInt64> {
                let end = try await transport.end(of: attempt(number: number))
                #expect(end.kind == (end.handedOver == nil ? .notSent : .unanswered))
            }
        }
    }

    @Test func aConnectionResetAtOnce() async throws {
        try await withHostileServer(Conduct(onConnect: { $0.reset() }, reads: false)) {
            server, transport async throws in
            for number in 1...20 as ClosedRange<UInt64> {
                let end = try await transport.end(of: attempt(number: number))
                #expect(end.kind == (end.handedOver == nil ? .notSent : .unanswered))
            }
        }
    }

    @Test func aConnectionClosedAfterTheRequest() async throws {
        try await withHostileServer(Conduct(onRequest: { channel, _ in channel.close(promise: nil) })) {
            server, transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .unanswered)
            #expect(end.reason == "connection closed before an answer")
            #expect(end.handedOver != nil)
            // Nobody tries it again in silence.
            #expect(server.requests.count == 1)
        }
    }

    @Test func aConnectionResetAfterTheRequest() async throws {
        try await withHostileServer(Conduct(onRequest: { channel, _ in channel.reset() })) {
            server, transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .unanswered)
            #expect(["connection reset", "connection closed before an answer"].contains(end.reason))
            #expect(end.handedOver != nil)
            #expect(server.requests.count == 1)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Code\":0", "HTTP/1.1 2",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{\"Code\":0}\r\n",
    ])
    func halfAnAnswer(text: String) async throws {
        try await withHostileServer(Conduct(onRequest: { channel, _ in channel.sayAndClose(text) })) {
            server, transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .unanswered)
            #expect(end.handedOver != nil)
            #expect(server.requests.count == 1)
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"Code\""])
    func anAnswerThatNeverEnds(beginning: String) async throws {
        try await withHostileServer(.answering(beginning), timeouts: .shortCall) { server, transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .unanswered)
            #expect(end.reason == "no answer in time")
            #expect(end.handedOver != nil)
            #expect(end.took >= Timeouts.shortCall.wholeCall)
            // What is given up is hung up.
            try await server.closed.reach(1)
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
        try await withHostileServer(conduct, timeouts: .shortCall) { server, transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .unanswered)
            #expect(end.reason == "no answer in time")
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
}
