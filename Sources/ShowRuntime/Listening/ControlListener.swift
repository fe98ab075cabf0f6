import Glibc
import HostSystem
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL

/// Answers calls at one address until it is told to stop.
struct ControlListener: Sendable {
    enum Address: Sendable {
        /// A Unix socket that only this user can open.
        case socket(String)
        case network(ListenAddress, TLSConfiguration?)
    }

    /// How long to wait for a request to arrive.
    static let longestPause = TimeAmount.seconds(10)

    let address: Address
    let responder: ControlResponder
    let connections: ControlConnections
    /// How long a shutdown waits for clients that are in the middle of something.
    let patience: Duration

    struct Failure: Error { var message: String }

    /// - Parameters:
    ///   - isListening: is told the port, 0 for a socket.
    ///   - stop: returns when it is to end.
    func run(isListening: @escaping @Sendable (Int) -> Void, until stop: @escaping @Sendable () async -> Void)
        async throws(Failure)
    {
        let (starts, started) = AsyncStream.makeStream(of: Result<any Channel, any Error>.self)
        let (ends, ended) = AsyncStream.makeStream(of: Void.self)
        let application = try application { started.yield(.success($0)) }
        // Not a child task: the server must not be cancelled, see below.
        let serving = Task.detached {
            do { try await application.run() } catch { started.yield(.failure(error)) }
            started.finish()
            ended.finish()
        }
        var iterator = starts.makeAsyncIterator()
        switch await iterator.next(isolation: #isolation) {
        case .success(let channel):
            if case .socket(let path) = address { chmod(path, 0o600) }
            isListening(channel.localAddress?.port ?? 0)
            await withTaskGroup(of: Void.self) { tasks in
                tasks.addTask { await stop() }
                tasks.addTask { for await _ in ends {} }
                await tasks.next()
                // If the server has ended by itself, there is nothing left to close.
                await close(channel, serving)
                tasks.cancelAll()
            }
        case .failure(let error): throw Failure(message: Self.words(for: error))
        case nil: throw Failure(message: "it ended at once")
        }
    }

    private func application(
        _ onServerRunning: @escaping @Sendable (any Channel) -> Void
    ) throws(Failure) -> Application<ControlResponder> {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 16 << 10, maxHeaderFieldCount: 64)
        let http = HTTP1Channel.Configuration(
            additionalChannelHandlers: [connections.makeGuard()], idleTimeout: Self.longestPause,
            httpDecoderConfiguration: decoder)
        let bind: BindAddress
        var server = HTTPServerBuilder.http1(configuration: http)
        switch address {
        case .socket(let path): bind = .unixDomainSocket(path: path)
        case .network(let address, let tls):
            bind = .hostname(address.host, port: address.port)
            if let tls {
                do { server = try .tls(server, tlsConfiguration: tls) } catch {
                    throw Failure(message: "the certificate and the key cannot be used: \(error)")
                }
            }
        }
        return Application(
            responder: responder, server: server,
            configuration: ApplicationConfiguration(address: bind, backlog: 256),
            onServerRunning: { onServerRunning($0) },
            logger: Logger(label: "control") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Stops accepting connections, waits for answers under way, and closes all connections.
    ///
    /// A server that is cancelled, or whose listener is closed in the middle of an accept, drops the connection that it has
    /// not looked at yet, and NIO traps (apple/swift-nio#2637). So it first stops accepting, hands over what it has
    /// accepted, and then ends by itself because all of its channels are closed.
    private func close(_ listener: any Channel, _ serving: Task<Void, Never>) async {
        let (connections, patience, responder) = (connections, patience, responder)
        await Task.detached {
            try? await listener.setOption(.autoRead, value: false).get()
            // A connection that is being accepted goes to its own loop and from there back to the listener's.
            for _ in 0..<2 {
                for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try? await loop.submit {}.get() }
            }
            try? await listener.close()
            await responder.desk.feed.end()
            let timer = Task {
                try await Task.sleep(for: patience)
                connections.closeAll()
            }
            await connections.waitUntilQuiet()
            timer.cancel()
            connections.closeAll()
            await Self.wait(for: serving, atMost: patience)
        }.value
    }

    /// Waits for the server to end, but at most for `patience`: an answer that is held up, for instance by a disk that hangs,
    /// must not keep the process from ending.
    private static func wait(for serving: Task<Void, Never>, atMost patience: Duration) async {
        let (ends, ended) = AsyncStream.makeStream(of: Void.self)
        Task {
            await serving.value
            ended.finish()
        }
        let timer = Task {
            try? await Task.sleep(for: patience)
            ended.finish()
        }
        for await _ in ends {}
        timer.cancel()
    }

    private static func words(for error: any Error) -> String {
        if let error = error as? IOError { return String(cString: strerror(error.errnoCode)) }
        if error is SocketAddressError { return "there is no such address, or the path is too long for a socket" }
        if let error = error as? NIOConnectionError { return "\(error.host) is no address of this host" }
        return "\(type(of: error))"
    }
}
