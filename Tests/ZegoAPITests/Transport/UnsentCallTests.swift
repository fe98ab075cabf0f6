import Glibc
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
        let closed = try ClosedPort()
        try await withTransport(to: "http://127.0.0.1:\(closed.number)") { transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .notSent)
            #expect(end.reason == "connection refused")
        }
        withExtendedLifetime(closed) {}
    }

    @Test func aRefusedConnectionOfANameIsNotSent() async throws {
        let closed = try ClosedPort()
        try await withTransport(to: "http://localhost:\(closed.number)") { transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .notSent)
            #expect(end.reason == "connection refused")
        }
        withExtendedLifetime(closed) {}
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

/// A port of this host on which nobody listens, and which nobody else is given meanwhile.
private final class ClosedPort {
    let number: UInt16
    private let descriptor: Int32

    struct Unbound: Error {}

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        number = UInt16(bigEndian: address.sin_port)
        guard isBound else { throw Unbound() }
    }

    deinit { close(descriptor) }
}
