import HostSystem
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
package import ShowTime

/// A server on 127.0.0.1 that behaves as ZEGOCLOUD's Server API v2 is known to behave.
///
/// `GET /` is a call, `HEAD /` is answered 200 and counts for nothing (clients warm their connections with it), other
/// methods are answered 405 and other paths 404. To be run once, in a service group or a task of its own; it ends
/// within a moment of being shut down or cancelled, whatever is hanging.
package final class ZegoSimulator: Service {
    /// The simulator's configuration; `port` is the one that was asked for.
    package let configuration: SimulatorConfiguration
    /// Everything received so far.
    package var journal: Journal { desk.journal }

    private struct Listener {
        let channel: any Channel
        /// Kept because a closed channel does not know it any more.
        let port: Int
    }

    private let desk: Desk
    private let connections: Connections
    private let clock: @Sendable () -> Moment
    private let bound = Gate<Int>()

    package convenience init(_ configuration: SimulatorConfiguration = SimulatorConfiguration()) {
        self.init(configuration, clock: { SystemTime().now })
    }

    /// - Parameter clock: both clocks; its uptime must run as fast as real time does.
    package init(_ configuration: SimulatorConfiguration, clock: @escaping @Sendable () -> Moment) {
        self.configuration = configuration
        self.clock = clock
        desk = Desk(configuration, clock: clock)
        connections = Connections(clock: clock)
    }

    /// The port, as soon as connections are accepted (or refused, where a fault says so from the start).
    ///
    /// - Throws: ``ListeningError``, or `CancellationError` if the simulator ends before, or the waiting task does.
    package var port: Int {
        get async throws { try await bound.value() }
    }

    /// - Throws: ``ListeningError``.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await self.serve() }
        } catch is CancellationError {
            bound.open(.failure(CancellationError()))
        } catch {
            bound.open(.failure(error))
            throw error
        }
    }

    private func serve() async throws {
        var port = configuration.port
        for episode in Refusals(configuration.faults).episodes {
            if episode.isListening {
                port = try await listen(on: port, until: episode.end)
                // Only now where it refuses from the start: such a one learns its port just to give it up again.
                bound.open(.success(port))
            } else {
                try await pause(until: episode.end)
            }
        }
    }

    /// Serves until that time after the start, or until it is cancelled.
    ///
    /// - Returns: the port it listened on.
    private func listen(on port: Int, until end: Interval?) async throws -> Int {
        let listening = Gate<Listener>()
        let server = application(on: port, listening)
        // Not a child task: the server must not be cancelled, see ``stop(_:)``.
        let serving = Task.detached {
            let ending = await Result { try await server.run() }
            listening.open(.failure(ListeningError(port: port, ending)))
        }
        do {
            let listener = try await listening.value()
            if end.map({ $0 > .zero }) ?? true { bound.open(.success(listener.port)) }
            let pause = await Result { try await self.pause(until: end) }
            await stop(listening, serving)
            try pause.get()
            return listener.port
        } catch let error as ListeningError {
            throw error
        } catch {
            await stop(listening, serving)
            throw error
        }
    }

    /// Lets nobody in any more, then everybody out, cancelled or not.
    ///
    /// A server that is cancelled, or whose listener is closed in the middle of an accept, drops the connection that it has
    /// not looked at yet, and NIO traps (apple/swift-nio#2637). So it first stops accepting, hands over what it has
    /// accepted, and then ends by itself because all of its channels are closed.
    private func stop(_ listening: Gate<Listener>, _ serving: Task<Void, Never>) async {
        let connections = connections
        let desk = desk
        await Task.detached {
            guard let listener = try? await listening.value() else { return }
            try? await listener.channel.setOption(.autoRead, value: false).get()
            // What is being accepted goes to its own loop and from there back to the listener's.
            for _ in 0..<2 {
                for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try? await loop.submit {}.get() }
            }
            try? await listener.channel.close()
            desk.close()
            connections.closeAll()
            await serving.value
        }.value
    }

    /// - Parameter end: counted from the start; nil for until cancelled.
    private func pause(until end: Interval?) async throws {
        guard let end else { return try await Gate<Void>().value() }
        try await desk.pause(until: desk.start + end)
    }

    private func application(on port: Int, _ listening: Gate<Listener>) -> some Service {
        Application(
            responder: SimulatorResponder(desk: desk, connections: connections),
            server: .http1(configuration: .init(additionalChannelHandlers: [self.connections.makeHandler()])),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), backlog: 1024),
            onServerRunning: { channel in
                self.desk.beginIfNew(at: self.clock().uptime)
                listening.open(.success(Listener(channel: channel, port: channel.localAddress?.port ?? port)))
            },
            logger: Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}
