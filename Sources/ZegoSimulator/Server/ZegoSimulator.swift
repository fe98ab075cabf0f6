import HostSystem
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
package import ShowTime
import Synchronization

/// A server on 127.0.0.1 that behaves as ZEGOCLOUD's Server API v2 is known to behave.
///
/// `GET /` is a call, `HEAD /` is answered 200 and counts for nothing (clients warm their connections with it), other
/// methods are answered 405 and other paths 404. To be run once, in a service group or a task of its own; it ends
/// within a moment of being shut down or cancelled, whatever is hanging.
package final class ZegoSimulator: Service {
    /// The simulator's configuration; `port` is the one that was asked for.
    package let configuration: SimulatorConfiguration
    /// The calls received so far.
    package var callLog: CallLog { server.withLock(\.callLog) }

    let connections: Connections

    /// The port is kept because a closed channel does not know it any more.
    private typealias Listener = (channel: any Channel, port: Int)

    private let clock: @Sendable () -> Moment
    private let server: Mutex<VirtualServer>
    private let bound = Promise<Int>()

    /// - Parameter clock: both clocks; its uptime must run as fast as real time does.
    package init(
        _ configuration: SimulatorConfiguration = SimulatorConfiguration(),
        clock: @escaping @Sendable () -> Moment = { SystemTime().now }
    ) {
        self.configuration = configuration
        self.clock = clock
        // Each logged call takes half a kilobyte to two.
        server = Mutex(VirtualServer(configuration, start: clock().uptime, logCapacity: 100_000))
        connections = Connections(clock: clock)
    }

    /// The port, as soon as connections are accepted (or refused, where a fault says so from the start).
    ///
    /// - Throws: ``ListeningError``, or `CancellationError` if the simulator ends before, or the waiting task does.
    package var port: Int {
        get async throws { try await bound.value() }
    }

    /// Processes a call. One lock around all of it keeps the log in the order in which the API had the calls.
    func respond(toQuery query: String, at arrival: Moment) -> SimulatedResponse {
        let query = Query(decoding: query)
        return server.withLock { $0.respond(to: query, at: arrival) }
    }

    /// - Throws: ``ListeningError``.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await self.serve() }
        } catch is CancellationError {
            bound.resolve(.failure(CancellationError()))
        } catch {
            bound.resolve(.failure(error))
            throw error
        }
    }

    private func serve() async throws {
        var port = configuration.port
        for (number, period) in OutageSchedule(configuration.faults).periods.enumerated() {
            if period.isListening {
                port = try await listen(on: port, until: period.end, isFirst: number == 0)
                // Has an effect only where connections are refused from the start: then it has listened just to learn its port,
                // which is told only now that it has been given up again.
                bound.resolve(.success(port))
            } else {
                try await sleep(until: period.end)
            }
        }
    }

    /// Serves until that time after the start, or until it is cancelled.
    ///
    /// - Returns: the port it listened on.
    private func listen(on port: Int, until end: Interval?, isFirst: Bool) async throws -> Int {
        let listening = Promise<Listener>()
        let application = Application(
            responder: SimulatorResponder(simulator: self),
            server: .http1(configuration: .init(additionalChannelHandlers: [self.connections.makeHandler()])),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), backlog: 1024),
            onServerRunning: { channel in
                if isFirst { self.server.withLock { $0.start = self.clock().uptime } }
                listening.resolve(.success((channel, channel.localAddress?.port ?? port)))
            },
            logger: Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() }
        )
        // Not a child task: the server must not be cancelled, see ``stop(_:)``.
        let serving = Task.detached {
            let ending = await Result { try await application.run() }
            listening.resolve(.failure(ListeningError(port: port, ending)))
        }
        let result = await Result {
            let listener = try await listening.value()
            if end.map({ $0 > .zero }) ?? true { bound.resolve(.success(listener.port)) }
            try await sleep(until: end)
            return listener.port
        }
        await stop(listening, serving)
        return try result.get()
    }

    /// Stops accepting connections, then closes all of them, cancelled or not.
    ///
    /// A server that is cancelled, or whose listener is closed in the middle of an accept, drops the connection that
    /// it has not looked at yet, and NIO traps (apple/swift-nio#2637). So it first stops accepting, hands over what it
    /// has accepted, and then ends by itself because all of its channels are closed.
    private func stop(_ listening: Promise<Listener>, _ serving: Task<Void, Never>) async {
        let connections = connections
        await Task.detached {
            guard let listener = try? await listening.value() else { return }
            try? await listener.channel.setOption(.autoRead, value: false).get()
            // A connection that is being accepted goes to its own loop and from there back to the listener's.
            for _ in 0..<2 {
                for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try? await loop.submit {}.get() }
            }
            try? await listener.channel.close()
            connections.closeAll()
            await serving.value
        }.value
    }

    /// - Parameter end: counted from the start; nil for until cancelled.
    private func sleep(until end: Interval?) async throws {
        guard let end else { return try await Task.sleep(for: .seconds(1 << 30)) }
        let left = server.withLock(\.start) + end - clock().uptime
        try await Task.sleep(for: .nanoseconds(max(left.nanoseconds, 0)), tolerance: .zero)
    }
}
