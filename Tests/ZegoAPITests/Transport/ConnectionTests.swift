import Dispatch
import NIOCore
import ShowTime
import Synchronization
import TestSupport
import Testing

@testable import Scheduling
@testable import ZegoAPI

/// The use of connections.
@Suite(.timeLimit(.minutes(10))) struct ConnectionTests {
    private typealias Conduct = HostileServer.Conduct

    @Test func aSlowAnswerHoldsUpNoOtherCall() async throws {
        let slow = Mutex<(any Channel)?>(nil)
        let conduct = Conduct(onRequest: { channel, number in
            if number == 1 { slow.withLock { $0 = channel } } else { channel.say(accepted) }
        })
        try await withHostileServer(conduct) { server, transport async throws in
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
        try await withHostileServer(conduct) { server, transport async throws in
            let (ends, continuation) = AsyncStream.makeStream(of: AttemptEnd.Kind.self)
            for number in 1...100 as ClosedRange<UInt64> {
                transport.send(attempt(number: number)) { continuation.yield($1.kind) }
            }
            var kinds: [AttemptEnd.Kind] = []
            for await kind in ends.prefix(100) { kinds.append(kind) }
            #expect(kinds == Array(repeating: .accepted, count: 100))
        }
    }

    @Test func connectionsAreUsedAgain() async throws {
        try await withHostileServer(.answering(accepted)) { server, transport async throws in
            for _ in 1...5 { #expect(try await transport.end().kind == .accepted) }
            #expect(server.connections.count == 1)
        }
    }

    @Test func idleConnectionsAreClosed() async throws {
        try await HostileServer.running(.answering(accepted)) { server in
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
        try await withHostileServer(conduct) { server, transport async throws in
            #expect(try await transport.end().kind == .accepted)
            try await server.closed.reach(1)
            try await poolKnows()
            #expect(try await transport.end().kind == .accepted)
            #expect(server.connections.count == 2)
            #expect(server.requests.count == 2)
        }
    }

    @Test func aStaleConnectionNeverSendsTwice() async throws {
        // Every second request meets a connection that is being closed.
        let conduct = Conduct(onRequest: { channel, number in
            if number.isMultiple(of: 2) { channel.reset() } else { channel.say(accepted) }
        })
        try await withHostileServer(conduct) { server, transport async throws in
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

    @Test func closingRacesNeverLoseOrDoubleACall() async throws {
        // The server closes right behind each answer, while the next call may be on its way already.
        let conduct = Conduct(onRequest: { channel, _ in channel.sayAndClose(accepted) })
        try await withHostileServer(conduct) { server, transport async throws in
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

    @Test func warmingUpOpensAConnectionThatIsUsed() async throws {
        let conduct = Conduct(onRequest: { channel, number in
            channel.say(number == 1 ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" : accepted)
        })
        try await withHostileServer(conduct) { server, transport async throws in
            transport.warmUp()
            try await server.requests.reach(1)
            #expect(server.heardText.hasPrefix("HEAD / HTTP/1.1\r\n"))
            // Nothing of the account is said.
            #expect(!server.heardText.contains("AppId"))
            while try await transport.end().kind != .accepted {}
            #expect(server.connections.count <= 2)
        }
    }

    @Test func warmingUpInVainHarmsNothing() async throws {
        let address = try await HostileServer.running(Conduct()) { $0.address }
        try await withTransport(to: address) { transport async throws in
            transport.warmUp()
            #expect(try await transport.end().kind == .notSent)
        }
    }

    @Test func aSecretThatIsSlowToReadHoldsUpNobody() async throws {
        let isRead = DispatchSemaphore(value: 0)
        try await HostileServer.running(.answering(accepted)) { server in
            let reload: @Sendable () -> ServerSecret? = {
                isRead.wait()
                return nil
            }
            try await withTransport(to: server.address, reloadSecret: reload) { transport async throws in
                let (ends, continuation) = AsyncStream.makeStream(of: AttemptEnd.self)
                // Comes back before the secret is read.
                transport.probe(Probe(id: Probe.ID(number: 1), roomID: "1")) { continuation.yield($1) }
                isRead.signal()
                for await end in ends {
                    #expect(end.kind == .accepted)
                    break
                }
            }
        }
    }
}
