import HostSystem
import Scheduling
import ShowTime
import TestSupport
import Testing

@testable import ZegoAPI

/// Calls of which no byte can have left this host.
@Suite(.timeLimit(.minutes(10))) struct UnsentCallTests {
    private typealias Conduct = HostileServer.Conduct

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
            timeouts.connect = .seconds(1)
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
        try await HostileServer.running(.answering(accepted)) { server in
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
}
