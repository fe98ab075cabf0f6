import ControlAPI
import Glibc
import NIOCore
import NIOPosix
import Scheduling
import ServiceLifecycle
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// The socket, and what becomes of clients and servers that do not behave.
@Suite(.timeLimit(.minutes(10))) struct ControlServerTests {
    private static let accepted = AttemptEnd(.accepted, code: 0, messageID: "1_2", requestID: "42")
    private let folder = TemporaryFolder()
    private var socket: String { folder.path("control.sock") }

    /// As where a process is stopped, or its disk hangs.
    @Test func aSchedulerThatDoesNotAnswerIsThereAllTheSame() async throws {
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(unixDomainSocketPath: socket).get()
        var client = ControlClient(socket: socket)
        client.patience = .milliseconds(100)
        var silent: ControlClient.Unreachable?
        do { _ = try await client.status() } catch { silent = error }
        #expect(silent?.isSilent == true)
        try await listener.close()
        client.patience = .seconds(60)
        var gone: ControlClient.Unreachable?
        do { _ = try await client.status() } catch { gone = error }
        #expect(gone?.isSilent == false)
    }

    // MARK: The socket

    @Test func isForThisUserAloneAndGoneAtTheEnd() async throws {
        // A killed process left something behind.
        let served = ServedShow(LiveShow())
        served.leave("stale")
        let socket = served.socket
        try await served.serve { _, _ in
            var information = stat()
            #expect(stat(socket, &information) == 0)
            #expect(information.st_mode & S_IFMT == S_IFSOCK)
            #expect(information.st_mode & 0o777 == 0o600)
        }
        #expect(served.folderNames == [])
    }

    @Test(arguments: ["", "GET /sta", "POST /v1/send HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf a bo"])
    func aClientThatHangsDoesNotHoldUpAShutdown(request: String) async throws {
        var served = ServedShow(LiveShow())
        served.patience = .milliseconds(50)
        let hanging = try await served.serve { client, _ async throws in
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(unixDomainSocketPath: client.socket).get()
            try await channel.writeAndFlush(ByteBuffer(string: request))
            // Behind it there is another that is answered.
            _ = try await client.status()
            return channel
        }
        try await hanging.closeFuture.get()
    }

    @Test func aSocketThatCannotBeMadeIsNoReasonToEndTheShow() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        let path = folder.path(String(repeating: "long", count: 40))
        let desk = ControlDesk(show.driver, watch: show.watch, mode: .simulate, grace: .zero)
        let server = ControlServer(path: path, desk: desk)
        let service = ShowService(
            show.driver, runs: [try .inMemory(timeline("- {id: a, at: 60s, text: one}"))], grace: .zero)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: server),
                    .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup),
                ], logger: .silent))
        let running = Task { try await group.run() }
        try await show.observer.count.reach(1)
        try await show.until { await !$0.status.runs.isEmpty }
        await show.advance(.seconds(60))
        try await running.value
        #expect(show.observer.words == ["uncontrolled", "sent a", "ended"])
        guard case .uncontrolled(let reason) = show.observer.events.first else { return }
        #expect(reason == "cannot listen on \(path): there is no such address, or the path is too long for a socket")
    }

    // MARK: The client

    @Test func aSocketThatNobodyListensAtIsUnreachable() async throws {
        try await HostileSocket.left(at: socket)
        await #expect(throws: ControlClient.Unreachable.self) { try await ControlClient(socket: socket).status() }
        await #expect(throws: ControlClient.Unreachable.self) {
            try await ControlClient(socket: folder.path("none.sock")).status()
        }
    }

    @Test func whatDoesNotSpeakHTTPIsUnreachable() async throws {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                // Only once it is open can anything be said.
                channel.eventLoop.execute { channel.writeAndFlush(ByteBuffer(string: "what?\r\n\r\n"), promise: nil) }
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            .bind(unixDomainSocketPath: socket).get()
        await #expect(throws: ControlClient.Unreachable.self) { try await ControlClient(socket: socket).status() }
        try await channel.close()
    }
}

private enum HostileSocket {
    /// Leaves a socket behind as a killed process does.
    static func left(at path: String) async throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            for (index, byte) in path.utf8.enumerated() { buffer[index] = byte }
        }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(result == 0)
        close(descriptor)
    }
}
